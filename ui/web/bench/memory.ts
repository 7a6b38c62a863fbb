import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Figure } from './bench';
import { drawWave, openWithPicture, setBrush } from './page';

const strokes = 200;

/** What stays in memory of 200 strokes that are undone. */
export async function measureMemory(browser: Browser, url: string): Promise<Figure[]> {
  const page = await openWithPicture(browser, url);
  try {
    const session = await page.context().newCDPSession(page);
    await setBrush(page, 100, 0.5);
    await page.getByTestId('stage').focus();
    await drawAndUndo(page); // what is compiled or kept for all strokes does not count
    const before = await heap(session);
    for (let stroke = 0; stroke < strokes; ++stroke) await drawWave(page, 8, (stroke % 20) / 20);
    const painted = await heap(session);
    for (let undone = 0; undone < strokes; ++undone) await page.keyboard.press('Control+z');
    await drawAndUndo(page); // what could be redone goes
    const after = await heap(session);
    return [
      { what: `memory before ${strokes} strokes`, value: before, unit: 'MB' },
      { what: `memory after ${strokes} strokes, with their history`, value: painted, unit: 'MB' },
      { what: `memory after ${strokes} undos, grown by`, value: after - before, unit: 'MB', target: 1 },
    ];
  } finally {
    await page.context().close();
  }
}

async function drawAndUndo(page: Page): Promise<void> {
  await drawWave(page, 12);
  await page.keyboard.press('Control+z');
  if (await page.getByRole('button', { name: 'Undo' }).isEnabled())
    throw new Error('Something is left to undo');
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
