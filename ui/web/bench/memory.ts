import type { Browser, CDPSession } from 'playwright-core';
import type { Figure } from './bench';
import { serve } from './serve';
import { drawWave, openStage } from './strokes';

const strokes = 200;

/** What stays in memory of 200 strokes that are undone. */
export async function measureMemory(browser: Browser, folder: string): Promise<Figure[]> {
  const served = await serve(folder);
  const page = await openStage(browser, served.url);
  try {
    const session = await page.context().newCDPSession(page);
    // Once before: what is compiled or kept for all strokes does not count.
    await drawWave(page, 12);
    await page.evaluate(() => window.stagePage?.editor.undo());
    const before = await heap(session);
    for (let stroke = 0; stroke < strokes; ++stroke) await drawWave(page, 8, 150 + ((stroke * 37) % 400));
    const painted = await heap(session);
    await page.evaluate((count) => {
      for (let undone = 0; undone < count; ++undone) window.stagePage?.editor.undo();
    }, strokes);
    // One more stroke: what could be redone goes.
    await drawWave(page, 12);
    await page.evaluate(() => window.stagePage?.editor.undo());
    const after = await heap(session);
    return [
      { what: `memory before ${strokes} strokes`, value: before, unit: 'MB' },
      { what: `memory after ${strokes} strokes, with their history`, value: painted, unit: 'MB' },
      { what: `memory after ${strokes} undos, grown by`, value: after - before, unit: 'MB', target: 1 },
    ];
  } finally {
    await page.close();
    served.close();
  }
}

/** Megabytes of script and array buffers after a garbage collection. */
async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return (usage.usedSize + (usage.backingStorageSize ?? 0)) / 1e6;
}
