import type { Browser } from 'playwright-core';
import type { Figure } from './bench';
import { drawWave, openWithPicture, setBrush, slowDown } from './page';
import { inputCosts, percentile, type TraceEvent } from './trace';

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8'];

/** What an input of a stroke costs with a soft brush of this diameter. */
export async function measureStrokes(browser: Browser, url: string, diameter: number): Promise<Figure[]> {
  const page = await openWithPicture(browser, url);
  try {
    await setBrush(page, diameter, 0.5);
    await drawWave(page, 30); // what is compiled once is not measured
    await slowDown(page);
    await browser.startTracing(page, { categories });
    for (const shift of [0, 0.5, 1]) await drawWave(page, 80, shift);
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const costs = inputCosts(trace.traceEvents);
    const moves = costs.filter(({ type }) => type === 'pointermove');
    const all = moves.map(({ work, raster }) => work + raster);
    const ends = costs.filter(({ type }) => type === 'pointerup').map(({ work }) => work);
    const commits = moves.map(({ commit }) => commit);
    const name = `brush ${diameter}`;
    return [
      { what: `${name}: script, paint and raster, p50`, value: percentile(all, 0.5), unit: 'ms' },
      {
        what: `${name}: script, paint and raster, p95`,
        value: percentile(all, 0.95),
        unit: 'ms',
        target: 16,
      },
      {
        what: `${name}: besides, commit to the compositor, p95`,
        value: percentile(commits, 0.95),
        unit: 'ms',
      },
      { what: `${name}: the end of a stroke`, value: percentile(ends, 0.5), unit: 'ms' },
    ];
  } finally {
    await page.context().close();
  }
}
