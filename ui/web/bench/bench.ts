// The page's speed in figures: `npm run bench`, or `make bench-web`. It builds the page, drives Chromium with the main
// thread slowed down four times, and prints a table. Figures are no test: it always ends with 0.

import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { startBrowser } from './browser';
import { measureLoad } from './load';
import { measureMemory } from './memory';
import { measureStrokes, throttle } from './strokes';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The value has to be below. */
  readonly target?: number;
}

const here = path.dirname(fileURLToPath(import.meta.url));

async function measure(browser: Browser, folder: string): Promise<Figure[]> {
  const stageFolder = path.join(folder, 'stage');
  const pageFolder = path.join(folder, 'page');
  await build({
    logLevel: 'warn',
    plugins: [react()],
    configFile: false,
    root: path.join(here, 'page'),
    build: { outDir: stageFolder, emptyOutDir: true, target: 'es2022' },
  });
  await build({
    logLevel: 'warn',
    root: path.join(here, '..'),
    build: { outDir: pageFolder, emptyOutDir: true },
  });
  return [
    ...(await measureLoad(browser, pageFolder)),
    ...(await measureStrokes(browser, stageFolder, 100)),
    ...(await measureStrokes(browser, stageFolder, 400)),
    ...(await measureMemory(browser, stageFolder)),
  ];
}

function print(figures: readonly Figure[]): void {
  const [load = 0] = loadavg();
  console.log(
    `Slowed down ${throttle} times; ${cpus().length} processors, load ${load.toFixed(1)}: busy ones cost time.`,
  );
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, value, unit, target } of figures) {
    const verdict =
      target === undefined ? '' : `  target < ${target} ${unit}${value < target ? '' : '  MISSED'}`;
    console.log(`${what.padEnd(width)}  ${value.toFixed(1).padStart(8)} ${unit}${verdict}`);
  }
}

async function run(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nb-bench-'));
  try {
    const browser = await startBrowser();
    try {
      print(await measure(browser, folder));
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

try {
  await run();
} catch (error) {
  console.error('The figures could not be taken:', error);
}
