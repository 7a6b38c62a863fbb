import type { Browser } from 'playwright-core';
import type { Figure } from './bench';
import { newPage, slowDown, throttle } from './page';
import { lastLongTask, workUntil, type TraceEvent } from './trace';

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];

interface Load {
  /** Milliseconds from the start of the navigation, as a user waits. */
  readonly paint: number;
  readonly interactive: number;
  /** Milliseconds of the main thread's processor time until the paint. */
  readonly work: number;
}

/** How long the built page takes to be seen and to be of use. */
export async function measureLoad(browser: Browser, url: string): Promise<Figure[]> {
  const quick = await load(browser, url, false);
  const slow = await load(browser, url, true);
  return [
    { what: 'first contentful paint, slowed down', value: slow.paint, unit: 'ms', target: 1000 },
    {
      what: 'interactive (no more tasks over 50 ms), slowed down',
      value: slow.interactive,
      unit: 'ms',
      target: 2000,
    },
    {
      what: `main thread until the first paint, full speed times ${throttle}`,
      value: throttle * quick.work,
      unit: 'ms',
    },
  ];
}

async function load(browser: Browser, url: string, slow: boolean): Promise<Load> {
  const page = await newPage(browser);
  try {
    if (slow) await slowDown(page);
    await browser.startTracing(page, { categories });
    await page.goto(url, { waitUntil: 'networkidle' });
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    );
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
      traceEvents: TraceEvent[];
    };
    const origin = traceEvents.find((event) => isStartOf(event, url));
    if (origin === undefined) throw new Error('The trace has no navigation');
    return {
      paint,
      interactive: Math.max(paint, lastLongTask(traceEvents, origin)),
      work: workUntil(traceEvents, origin, paint),
    };
  } finally {
    await page.context().close();
  }
}

// Frames that a page makes itself have a navigation each, to no address.
function isStartOf(event: TraceEvent, url: string): boolean {
  const data = event.args['data'] as { readonly documentLoaderURL?: string } | undefined;
  return event.name === 'navigationStart' && data?.documentLoaderURL?.startsWith(url) === true;
}
