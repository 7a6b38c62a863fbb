import type { Browser } from 'playwright-core';
import type { Figure } from './bench';
import { newPage, slowDown } from './page';
import { lastLongTask, type TraceEvent } from './trace';

/** How long the built page takes to be seen and to be of use, from the start of the navigation. */
export async function measureLoad(browser: Browser, url: string): Promise<Figure[]> {
  const page = await newPage(browser);
  try {
    await slowDown(page);
    await browser.startTracing(page, { categories: ['devtools.timeline', 'toplevel', 'blink.user_timing'] });
    await page.goto(url, { waitUntil: 'networkidle' });
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    );
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const origin = trace.traceEvents.filter((event) => event.name === 'navigationStart').at(-1);
    const interactive = origin === undefined ? NaN : Math.max(paint, lastLongTask(trace.traceEvents, origin));
    return [
      { what: 'first contentful paint', value: paint, unit: 'ms', target: 1000 },
      { what: 'interactive: no task over 50 ms any more', value: interactive, unit: 'ms', target: 2000 },
    ];
  } finally {
    await page.context().close();
  }
}
