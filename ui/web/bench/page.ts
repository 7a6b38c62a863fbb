// The built page with a picture in it, for the figures.

import { encode } from 'fast-png';
import type { Browser, Page } from 'playwright-core';

/** How many times slower the main thread is made. */
export const throttle = 4;

const viewport = { width: 1280, height: 800 };

// What a server in demo mode says.
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

/** The part of the API that the page asks for before an edit. */
export const answers = { '/api/limits': limits, '/api/health': { status: 'healthy' } };

/** A tab with nothing of earlier ones; closing its context closes it. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'en' });
  return context.newPage();
}

export async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
}

/** The page with a picture of 2048x2048 pixels, ready to paint. */
export async function openWithPicture(browser: Browser, url: string): Promise<Page> {
  const page = await newPage(browser);
  await page.goto(url);
  const file = { name: 'bench.png', mimeType: 'image/png', buffer: makePicture(2048) };
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByTestId('stage').waitFor();
  return page;
}

export async function setBrush(page: Page, diameter: number, hardness: number): Promise<void> {
  await page.getByRole('spinbutton', { name: 'Brush size' }).fill(String(diameter));
  await page.getByRole('spinbutton', { name: 'Hardness' }).fill(String(100 * hardness));
}

/** A wave over the stage, there and back, of `inputs` moves with the button down, about 15 CSS pixels each. */
export async function drawWave(page: Page, inputs: number, shift = 0): Promise<void> {
  const stage = await page.getByTestId('stage').boundingBox();
  if (stage === null) throw new Error('The stage is not shown');
  const { x, y, width, height } = stage;
  const turns = 50;
  const at = (step: number) =>
    [
      x + width * (0.2 + (0.6 / turns) * (turns - Math.abs(turns - (step % (2 * turns))))),
      y + height * (0.35 + 0.15 * Math.sin(step / 7) + 0.3 * shift),
    ] as const;
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let step = 1; step < inputs; ++step) await page.mouse.move(...at(step));
  await page.mouse.up();
}

/** Squares with gradients, as a PNG file. */
function makePicture(side: number): Buffer {
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; ++y)
    for (let x = 0; x < side; ++x) {
      const at = (y * side + x) * 3;
      data[at] = x >> 3;
      data[at + 1] = y >> 3;
      data[at + 2] = ((x >> 7) + (y >> 7)) % 2 === 0 ? 60 : 200;
    }
  return Buffer.from(encode({ width: side, height: side, data, channels: 3, depth: 8 }));
}
