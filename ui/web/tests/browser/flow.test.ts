// The whole way from a picture to its edited copy, against the real server and its local engine.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from './support/program';
import {
  difference,
  sampleJpeg,
  scenePixel,
  scenePng,
  turnedJpeg,
  type Pixels,
  type TestFile,
} from './support/pictures';
import { launchBrowser, Visitor, type Spot } from './support/visitor';

let program: Program;
let browser: Browser;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.start(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
});

async function visit(work: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await Visitor.come(browser, program.page);
  await work(visitor);
  await visitor.leave();
}

interface Box {
  readonly from: Spot;
  readonly to: Spot;
}

const isInside = ({ from, to }: Box, x: number, y: number) =>
  x >= from.x && x < to.x && y >= from.y && y < to.y;

/** How many samples within the box have changed. None may have outside, by more than `tolerance`. */
function countChanged(
  picture: Pixels,
  original: (x: number, y: number) => readonly number[],
  box: Box,
  tolerance = 0,
): number {
  let changed = 0;
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++) {
      const isSame = difference(picture.at(x, y), original(x, y)) <= tolerance;
      if (!isSame && !isInside(box, x, y)) throw new Error(`the sample at ${x}, ${y} has changed`);
      if (!isSame) changed++;
    }
  return changed;
}

// In the right half, which the wipe shows of the result.
const box: Box = { from: { x: 330, y: 140 }, to: { x: 430, y: 220 } };

describe('an edit', () => {
  it('changes the selection and not a sample outside, in the file and on the screen', () =>
    visit(async (visitor) => {
      await visitor.uploaded(scenePng(512, 384));
      expect(await visitor.button('Generate').getAttribute('aria-disabled')).toBe('true');
      await visitor.select(box.from, box.to);
      await visitor.generated();

      const { name, picture } = await visitor.download();
      expect(name).toBe('inpainted-image.png');
      expect([picture.width, picture.height]).toEqual([512, 384]);
      expect(countChanged(picture, scenePixel, box)).toBeGreaterThan(0.5 * 100 * 80);

      await visitor.button('Actual size').click();
      await onScreen(visitor, picture);
      for (const zoom of ['Zoom in', 'Zoom in', 'Fit in window', 'Zoom out']) {
        await visitor.button(zoom).click();
        await visitor.frame();
        await comparedOnScreen(visitor);
      }
    }));

  // At its own size each pixel of the screen is one of the picture.
  async function onScreen(visitor: Visitor, picture: Pixels) {
    await visitor.frame();
    const [corner] = await visitor.onScreen([{ x: 0, y: 0 }], visitor.compare.getByAltText('Result'));
    const screen = await visitor.screenshot();
    for (let y = 60; y < 384; y += 5)
      for (let x = 300; x < 512; x += 3)
        expect(screen.at((corner?.x ?? 0) + x, (corner?.y ?? 0) + y)).toEqual(picture.at(x, y));
  }

  // At other zooms a pixel of the screen is a mix, so only the middle of each square of the scene is looked at, where
  // a pixel more or less changes a channel by 5.
  async function comparedOnScreen(visitor: Visitor) {
    await visitor.frame();
    const frame = await visitor.compare.boundingBox();
    const screen = await visitor.screenshot();
    const middles: Spot[] = [];
    for (let y = 4; y < 384; y += 8) for (let x = 4; x < 512; x += 8) middles.push({ x, y });
    const places = await visitor.onScreen(middles, visitor.compare.getByAltText('Result'));
    const left = (frame?.x ?? 0) + (frame?.width ?? 0) / 2 + 40; // the wipe's handle is in the middle
    const [top, right] = [(frame?.y ?? 0) + 40, (frame?.x ?? 0) + (frame?.width ?? 0) - 2];
    const bottom = (frame?.y ?? 0) + (frame?.height ?? 0) - 2;
    const counts = { outside: 0, changed: 0 };
    middles.forEach((middle, i) => {
      const { x, y } = places[i] ?? { x: 0, y: 0 };
      if (x < left || x > right || y < top || y > bottom) return;
      const shown = screen.at(Math.floor(x), Math.floor(y));
      const distance = difference(shown, scenePixel(middle.x, middle.y));
      if (isInside(box, middle.x, middle.y)) counts.changed += distance > 40 ? 1 : 0;
      else if (distance > 20) throw new Error(`${middle.x}, ${middle.y} differs on the screen`);
      else counts.outside++;
    });
    expect(counts.outside).toBeGreaterThan(10);
    expect(counts.changed).toBeGreaterThan(0);
  }
});

describe('a picture that a camera has turned', () => {
  it.each([
    [3, '1,024 × 768'],
    [6, '768 × 1,024'],
  ])('with orientation %i is painted and returned upright', (orientation, size) =>
    visit(async (visitor) => {
      await visitor.uploaded(turnedJpeg(sampleJpeg(), orientation));
      await visitor.page.getByText(`${size} pixels`).waitFor();
      const shown = await visitor.shownPixels();
      // A corner, which would be another one if anything were turned.
      const corner: Box = { from: { x: 20, y: 30 }, to: { x: 220, y: 130 } };
      await visitor.select(corner.from, corner.to);
      await visitor.generated();
      const { picture } = await visitor.download();
      expect([picture.width, picture.height]).toEqual([shown.width, shown.height]);
      // The browser and the server may round a JPEG's samples differently.
      const changed = countChanged(picture, (x, y) => shown.at(x, y), corner, 8);
      expect(changed).toBeGreaterThan(0);
    }),
  );
});

describe('a picture', () => {
  it('can be the sample', () =>
    visit(async (visitor) => {
      await visitor.button('Try the sample picture').click();
      await visitor.painting();
      await visitor.page.getByText('1,024 × 768 pixels').waitFor();
    }));

  it.each(['paste', 'drop'] as const)('can come by %s', (how) =>
    visit(async (visitor) => {
      await give(visitor, how, [scenePng(400, 300, 'given.png')]);
      await visitor.painting();
      await visitor.page.getByText('400 × 300 pixels').waitFor();
    }),
  );

  it('is the first of several', () =>
    visit(async (visitor) => {
      await give(visitor, 'drop', [scenePng(400, 300), scenePng(500, 300), scenePng(600, 300)]);
      await visitor.page.getByText('2 more files were left out').waitFor();
      await visitor.page.getByText('400 × 300 pixels').waitFor();
    }));

  async function give(visitor: Visitor, how: 'paste' | 'drop', files: readonly TestFile[]) {
    const given = files.map(({ name, mimeType, buffer }) => ({
      name,
      mimeType,
      text: buffer.toString('base64'),
    }));
    await visitor.page.evaluate(
      ({ how, given }) => {
        const data = new DataTransfer();
        for (const { name, mimeType, text } of given) {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          data.items.add(new File([bytes], name, { type: mimeType }));
        }
        const target = document.querySelector('main') ?? document.body;
        const options = { bubbles: true, cancelable: true };
        if (how === 'paste') {
          target.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }));
          return;
        }
        for (const type of ['dragenter', 'dragover', 'drop'])
          target.dispatchEvent(new DragEvent(type, { ...options, dataTransfer: data }));
      },
      { how, given },
    );
  }
});

describe('results', () => {
  it('stay for this visit, become the next picture, and are made again with another seed', () =>
    visit(async (visitor) => {
      const { page } = visitor;
      await visitor.uploaded(scenePng(400, 300));
      await visitor.select({ x: 50, y: 60 }, { x: 120, y: 130 });
      await visitor.generated();
      const first = (await visitor.download()).picture;

      await visitor.button('Retry with another seed').click();
      await visitor.history.nth(1).waitFor();
      const seeds = await page
        .getByTestId('history')
        .getByText(/^Seed \d+/)
        .allTextContents();
      expect(new Set(seeds).size).toBe(2);

      await visitor.button(/^Show result 1/).click();
      await page.getByRole('checkbox', { name: 'Keep the mask' }).check();
      await visitor.button('Use as new input').click();
      await visitor.painting();
      const input = await visitor.shownPixels();
      expect(
        countChanged(input, (x, y) => first.at(x, y), { from: { x: 0, y: 0 }, to: { x: 0, y: 0 } }),
      ).toBe(0);
      expect(await visitor.button('Undo').getAttribute('aria-disabled')).not.toBe('true');

      await visitor.button('Remove result 2').click();
      expect(await visitor.history.count()).toBe(1);
      await visitor.button('Use the settings of result 1').click();
      const seed = page.getByRole('spinbutton', { name: 'Seed' });
      expect(`Seed ${await seed.inputValue()}`).toBe(seeds[1]);
    }));
});

describe('the mask', () => {
  it('is undone and redone step by step, inverted and cleared', () =>
    visit(async (visitor) => {
      const canGenerate = async () =>
        (await visitor.button('Generate').getAttribute('aria-disabled')) !== 'true';
      await visitor.uploaded(scenePng(400, 300));
      await visitor.drag([
        { x: 50, y: 60 },
        { x: 150, y: 80 },
      ]);
      await visitor.choose('Lasso');
      await visitor.drag([
        { x: 200, y: 60 },
        { x: 300, y: 80 },
        { x: 250, y: 180 },
      ]);
      expect(await canGenerate()).toBe(true);
      await visitor.button('Undo').click();
      expect(await canGenerate()).toBe(true);
      await visitor.button('Undo').click();
      expect(await canGenerate()).toBe(false);
      await visitor.page.keyboard.press('Control+Shift+Z');
      expect(await canGenerate()).toBe(true);
      await visitor.page.keyboard.press('Control+Z');
      expect(await canGenerate()).toBe(false);
      await visitor.button('Invert mask').click();
      expect(await canGenerate()).toBe(true);
      await visitor.button('Clear mask').click();
      expect(await canGenerate()).toBe(false);
      await visitor.button('Undo').click();
      expect(await canGenerate()).toBe(true);
    }));

  it('is taken away by the eraser and by the right button', () =>
    visit(async (visitor) => {
      const canGenerate = async () =>
        (await visitor.button('Generate').getAttribute('aria-disabled')) !== 'true';
      await visitor.uploaded(scenePng(400, 300));
      const line: readonly Spot[] = [
        { x: 150, y: 100 },
        { x: 250, y: 100 },
      ];
      await visitor.page.keyboard.press(']'); // larger
      await visitor.select({ x: 195, y: 95 }, { x: 205, y: 105 });
      expect(await canGenerate()).toBe(true);
      await visitor.choose('Eraser');
      await visitor.drag(line);
      expect(await canGenerate()).toBe(false);
      await visitor.button('Undo').click();
      await visitor.choose('Brush');
      await visitor.drag(line, 'right');
      expect(await canGenerate()).toBe(false);
    }));
});
