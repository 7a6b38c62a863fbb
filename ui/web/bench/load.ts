import type { Browser } from 'playwright-core';
import type { Figure } from './bench';
import { serve } from './serve';
import { throttle } from './strokes';
import { lastLongTask, type TraceEvent } from './trace';

// What a server in demo mode says; only so that the page is not shown without one.
const limits = {
  image: { types: ['image/png', 'image/jpeg'], max_bytes: 10485760, min_dimension: 64, max_dimension: 2048 },
  mask: { types: ['image/png', 'image/jpeg'], max_bytes: 10485760 },
  prompt: { max_characters: 500 },
  seed: { min: 0, max: 2147483647 },
  strength: { min: 0, max: 1, default: 1 },
  guidance_scale: { min: 1, max: 20, default: 7.5 },
  max_body_bytes: 22020096,
  request_timeout_seconds: 60,
  engine: 'local',
  mode: 'demo',
  access_token_required: false,
  version: 'bench',
};

/** How long the built page takes to be seen and to be of use, from the start of the navigation. */
export async function measureLoad(browser: Browser, folder: string): Promise<Figure[]> {
  const served = await serve(folder, { '/api/limits': limits, '/api/health': { status: 'healthy' } });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    await browser.startTracing(page, { categories: ['devtools.timeline', 'toplevel', 'blink.user_timing'] });
    await page.goto(served.url, { waitUntil: 'networkidle' });
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
    await page.close();
    served.close();
  }
}
