import type { Browser, Page } from 'playwright-core';
import type { Figure } from './bench';
import type {} from './page/page';
import { serve } from './serve';
import { inputCosts, percentile, type TraceEvent } from './trace';

export const throttle = 4;

/** The stage alone, with a picture of 2048x2048 pixels. */
export async function openStage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  await page.waitForFunction(() => window.stagePage !== undefined);
  await page.waitForFunction(() => document.querySelector('img')?.complete === true);
  return page;
}

export async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
}

/** A wave, there and back, of `inputs` moves of the mouse with its button down, about 20 CSS pixels each. */
export async function drawWave(page: Page, inputs: number, top = 250): Promise<void> {
  const at = (step: number) =>
    [300 + 11 * (60 - Math.abs(60 - (step % 120))), top + 120 * Math.sin(step / 7)] as const;
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let step = 1; step < inputs; ++step) await page.mouse.move(...at(step));
  await page.mouse.up();
}

/** What an input of a stroke costs with a soft brush of this diameter. */
export async function measureStrokes(browser: Browser, folder: string, diameter: number): Promise<Figure[]> {
  const served = await serve(folder);
  const page = await openStage(browser, served.url);
  try {
    await page.evaluate((size) => window.stagePage?.setBrush({ diameter: size, hardness: 0.5 }), diameter);
    await drawWave(page, 30); // what is compiled once is not measured
    await slowDown(page);
    await browser.startTracing(page, {
      categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8'],
    });
    for (let stroke = 0; stroke < 3; ++stroke) await drawWave(page, 80, 200 + 150 * stroke);
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
    await page.close();
    served.close();
  }
}
