import type { Browser, Page } from 'playwright-core';
import type { Figure } from './bench';
import { drawWave, openWithPicture, setBrush, slowDown, throttle } from './page';
import { inputCosts, percentile, type InputCost, type TraceEvent } from './trace';

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8'];

/** What an input of a stroke costs with a soft brush of this diameter. */
export async function measureStrokes(browser: Browser, url: string, diameter: number): Promise<Figure[]> {
  const page = await openWithPicture(browser, url);
  try {
    await setBrush(page, diameter, 0.5);
    await drawWave(page, 40); // what is compiled once is not measured
    const name = `brush ${diameter}`;
    const quick = figures(
      `${name}, full speed times ${throttle}`,
      await traceStrokes(browser, page),
      throttle,
    );
    await slowDown(page);
    return [...figures(`${name}, slowed down`, await traceStrokes(browser, page), 1), ...quick];
  } finally {
    await page.context().close();
  }
}

async function traceStrokes(browser: Browser, page: Page): Promise<InputCost[]> {
  await browser.startTracing(page, { categories });
  for (const shift of [0, 0.5, 1]) await drawWave(page, 80, shift);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return inputCosts(trace.traceEvents);
}

function figures(name: string, costs: readonly InputCost[], factor: number): Figure[] {
  const moves = costs.filter(({ type }) => type === 'pointermove');
  const all = moves.map(({ work, raster }) => factor * (work + raster));
  const commits = moves.map(({ commit }) => factor * commit);
  const ends = costs.filter(({ type }) => type === 'pointerup').map(({ work }) => factor * work);
  return [
    { what: `${name}: script and raster, p50`, value: percentile(all, 0.5), unit: 'ms' },
    { what: `${name}: script and raster, p95`, value: percentile(all, 0.95), unit: 'ms', target: 16 },
    { what: `${name}: besides, commit, p95`, value: percentile(commits, 0.95), unit: 'ms' },
    { what: `${name}: the end of a stroke`, value: percentile(ends, 0.5), unit: 'ms' },
  ];
}
