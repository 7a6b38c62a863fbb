// Real files in a real browser: what is taken, scaled, converted and refused.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { Program } from './support/program';
import { file, sampleJpeg, scenePng, turnedJpeg, type TestFile } from './support/pictures';
import { launchBrowser, Visitor } from './support/visitor';

let program: Program;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.start(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
});

beforeEach(async () => {
  visitor = await Visitor.come(browser, program.page);
});

afterEach(() => visitor.leave());

const says = (text: string | RegExp) => visitor.page.getByText(text).first().waitFor();

/** A file that this browser encodes: a red that sRGB does not have, transparent in the corner. */
async function encoded(
  type: string,
  width: number,
  height: number,
  colorSpace: PredefinedColorSpace,
): Promise<TestFile> {
  const url = await visitor.page.evaluate(
    ({ type, width, height, colorSpace }) => {
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext('2d', { colorSpace });
      if (context === null) return '';
      context.fillStyle = 'color(display-p3 1 0 0)';
      context.fillRect(0, 0, width, height);
      context.clearRect(0, 0, 50, 50);
      return canvas.toDataURL(type);
    },
    { type, width, height, colorSpace },
  );
  return file('made', type, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
}

describe('a picture', () => {
  it('is upright with each of the eight orientations', async () => {
    const jpeg = sampleJpeg();
    for (let orientation = 1; orientation <= 8; orientation++) {
      await visitor.upload(turnedJpeg(jpeg, orientation));
      await says(`turned-${orientation}.jpg`);
      await says(orientation >= 5 ? '768 × 1,024 pixels' : '1,024 × 768 pixels');
    }
  });

  it('is scaled down if it is too large', async () => {
    await visitor.uploaded(scenePng(3000, 1500));
    await says('Scaled down from 3,000 × 1,500 pixels');
    await says('2,048 × 1,024 pixels');
    await visitor.select({ x: 100, y: 100 }, { x: 160, y: 160 });
    await visitor.generated();
    const { picture } = await visitor.download();
    expect([picture.width, picture.height]).toEqual([2048, 1024]);
  });

  it('is converted from WebP, with its transparency', async () => {
    await visitor.uploaded(await encoded('image/webp', 400, 300, 'srgb'));
    await says('Converted from WebP');
    const alpha = await visitor.stage.locator('img').evaluate((image: HTMLImageElement) => {
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      return [20, 100].map((at) => context?.getImageData(at, at, 1, 1).data[3]);
    });
    expect(alpha).toEqual([0, 255]);
  });

  it('keeps colours outside sRGB when it is scaled down', async () => {
    await visitor.uploaded(await encoded('image/png', 2400, 600, 'display-p3'));
    await says('2,048 × 512 pixels');
    const red = await visitor.stage.locator('img').evaluate((image: HTMLImageElement) => {
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d', { colorSpace: 'display-p3' });
      context?.drawImage(image, 0, 0);
      return [...(context?.getImageData(200, 100, 1, 1).data ?? [])];
    });
    expect(red[0]).toBeGreaterThanOrEqual(252);
    expect(Math.max(red[1] ?? 255, red[2] ?? 255)).toBeLessThanOrEqual(3);
  });
});

describe('a file', () => {
  it('is refused with what is wrong and what to do, and what was there stays', async () => {
    await visitor.uploaded(scenePng(400, 300, 'before.png'));
    const whole = scenePng(400, 300).buffer;
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
    for (const [picture, text] of [
      [file('a.png', 'image/png', Buffer.alloc(0)), 'The file “a.png” is empty.'],
      [file('b.png', 'image/png', Buffer.from('Hello')), 'The file “b.png” is not a picture.'],
      [file('c.png', 'image/png', whole.subarray(0, 9000)), 'The picture “c.png” is damaged or incomplete.'],
      [file('d.jpg', 'image/jpeg', sampleJpeg().subarray(0, 90_000)), 'The picture “d.jpg” is damaged'],
      [file('e.heic', 'image/heic', heic), 'This browser cannot show HEIC pictures.'],
      [
        scenePng(300, 200, 'f.png'),
        'The picture is too small: 300 × 200 pixels. Each side needs at least 256.',
      ],
      [scenePng(5000, 300, 'g.png'), 'The picture is too narrow: 5,000 × 300 pixels.'],
    ] as const) {
      await visitor.upload(picture);
      await says(text);
      await says('before.png');
      expect(await visitor.stage.count()).toBe(1);
    }
  });
});
