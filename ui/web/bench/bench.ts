// The page's speed in figures: `npm run bench`, or `make bench-web`. It builds the page, drives Chromium with the main
// thread slowed down four times, and prints a table. Figures are no test: it always ends with 0.

import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { startBrowser } from './browser';
import { measureLoad } from './load';
import { measureMemory } from './memory';
import { answers } from './page';
import { serve } from './serve';
import { measureStrokes } from './strokes';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The value has to be below. */
  readonly target?: number;
}

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

async function measure(browser: Browser, url: string): Promise<Figure[]> {
  return [
    ...(await measureLoad(browser, url)),
    ...(await measureStrokes(browser, url, 100)),
    ...(await measureStrokes(browser, url, 400)),
    ...(await measureMemory(browser, url)),
  ];
}

function print(figures: readonly Figure[]): void {
  const [load = 0] = loadavg();
  // Chromium slows a thread down by as much time as has passed, also while other programs had the processor.
  console.log(
    `${cpus().length} processors, load ${load.toFixed(1)}; a load makes the slowed-down figures worse than they are`,
  );
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, value, unit, target } of figures) {
    const verdict =
      target === undefined ? '' : `  target < ${target} ${unit}${value < target ? '' : '  MISSED'}`;
    console.log(`${what.padEnd(width)}  ${value.toFixed(1).padStart(8)} ${unit}${verdict}`);
  }
}

/** Calls `run` and then `end`, whatever becomes of it. */
async function during<T>(run: () => Promise<T>, end: () => unknown): Promise<T> {
  try {
    return await run();
  } finally {
    await end();
  }
}

async function run(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nb-bench-'));
  await during(
    async () => {
      await build({ root, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
      const served = await serve(folder, answers);
      await during(
        async () => {
          const browser = await startBrowser();
          await during(
            async () => print(await measure(browser, served.url)),
            () => browser.close(),
          );
        },
        () => served.close(),
      );
    },
    () => rm(folder, { recursive: true }),
  );
}

try {
  await run();
} catch (error) {
  console.error('The figures could not be taken:', error);
}
