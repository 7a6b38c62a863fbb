// The overlay with canvases that hold real pixels but know only what it calls: enough to compare them with the mask.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MaskOverlay } from '../../src/canvas/mask-overlay';
import { Viewport } from '../../src/canvas/viewport';
import type { Rect } from '../../src/mask/geometry';
import { MaskEditor } from '../../src/mask/mask-editor';

/** Alpha only; drawImage() takes the nearest pixel, clip() keeps to a rectangle. */
class FakeCanvas {
  pixels: Uint8Array;
  clearings: Rect[] = [];
  written = 0;
  #clip: Rect | null = null;
  #path: Rect | null = null;
  imageSmoothingEnabled = true;
  fillStyle = '';

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8Array(width * height);
  }

  getContext() {
    return this;
  }

  save() {
    this.#clip = null;
  }

  restore() {
    this.#clip = null;
  }

  beginPath() {
    this.#path = null;
  }

  rect(x: number, y: number, width: number, height: number) {
    this.#path = { x, y, width, height };
  }

  clip() {
    this.#clip = this.#path;
  }

  clearRect(x: number, y: number, width: number, height: number) {
    this.clearings.push({ x, y, width, height });
    this.#each({ x, y, width, height }, () => 0);
  }

  fillRect(x: number, y: number, width: number, height: number) {
    const alpha = Math.round(Number(/([\d.]+)\)$/.exec(this.fillStyle)?.[1]) * 255);
    this.#each({ x, y, width, height }, () => alpha);
  }

  drawImage(source: FakeCanvas, ...places: number[]) {
    const [, , fromWidth = 0, fromHeight = 0, x = 0, y = 0, width = 0, height = 0] = places;
    this.#each({ x, y, width, height }, (column, row) => {
      const fromX = Math.floor(((column + 0.5 - x) / width) * fromWidth);
      const fromY = Math.floor(((row + 0.5 - y) / height) * fromHeight);
      return source.pixels[fromY * source.width + fromX] ?? 0;
    });
  }

  putImageData(image: { data: Uint8ClampedArray; width: number }, ...places: number[]) {
    const [, , x = 0, y = 0, width = 0, height = 0] = places;
    this.written += width * height;
    for (let row = y; row < y + height; ++row)
      for (let column = x; column < x + width; ++column)
        this.pixels[row * this.width + column] = image.data[(row * image.width + column) * 4 + 3] ?? 0;
  }

  #each(rect: Rect, value: (x: number, y: number) => number) {
    const clip = this.#clip ?? rect;
    for (
      let y = Math.max(rect.y, clip.y, 0);
      y < Math.min(rect.y + rect.height, clip.y + clip.height, this.height);
      ++y
    )
      for (
        let x = Math.max(rect.x, clip.x, 0);
        x < Math.min(rect.x + rect.width, clip.x + clip.width, this.width);
        ++x
      )
        this.pixels[y * this.width + x] = value(x, y);
  }
}

class FakeImageData {
  readonly data: Uint8ClampedArray;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
}

const made: FakeCanvas[] = [];

beforeEach(() => {
  made.length = 0;
  vi.stubGlobal('ImageData', FakeImageData);
  vi.stubGlobal(
    'OffscreenCanvas',
    class extends FakeCanvas {
      constructor(width: number, height: number) {
        super(width, height);
        made.push(this);
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const picture = { width: 300, height: 200 };

function start(scale: number) {
  const editor = new MaskEditor(picture);
  const viewport = new Viewport();
  viewport.setStage({ width: 240, height: 180 });
  viewport.setPicture(picture);
  viewport.zoomTo(scale, { x: 70, y: 60 });
  const canvas = new FakeCanvas(240, 180);
  const overlay = new MaskOverlay(canvas as unknown as HTMLCanvasElement, editor.mask, viewport);
  editor.subscribe((changed) => overlay.invalidate(changed));
  return { editor, viewport, canvas, overlay };
}

/** Half of the sample under the middle of each device pixel; the number of those that are not so. */
function wrongPixels({ editor, viewport, canvas }: ReturnType<typeof start>): number {
  let wrong = 0;
  for (let y = 0; y < canvas.height; ++y)
    for (let x = 0; x < canvas.width; ++x) {
      const at = viewport.toPicture({ x: x + 0.5, y: y + 0.5 });
      const wanted = Math.round(editor.mask.sample(Math.floor(at.x), Math.floor(at.y)) / 2);
      if (Math.abs((canvas.pixels[y * canvas.width + x] ?? 0) - wanted) > 1) ++wrong;
    }
  return wrong;
}

describe.each([1, 2, 8])('at a scale of %d', (scale) => {
  it('shows the mask exactly, after each change and undo', () => {
    const all = start(scale);
    const { editor, overlay } = all;
    const changes: (() => unknown)[] = [
      () => editor.selectRectangle({ x: 20, y: 30, width: 150, height: 60 }, 'add'),
      () => editor.selectRectangle({ x: 60, y: 20, width: 30, height: 100 }, 'subtract'),
      () =>
        editor.selectPolygon(
          [
            { x: 5, y: 5 },
            { x: 290, y: 30 },
            { x: 100, y: 190 },
          ],
          'add',
        ),
      () => editor.invert(),
      () => editor.undo(),
      () => editor.undo(),
      () => editor.redo(),
      () => editor.clear(),
    ];
    for (const change of changes) {
      change();
      overlay.paint();
      expect(wrongPixels(all), String(change)).toBe(0);
    }
  });
});

describe('a stroke', () => {
  const point = (x: number, y: number) => ({ x, y, pressure: 1 });

  it('is shown while it grows, and writes and draws only near the pointer', () => {
    const all = start(1);
    const { editor, overlay, canvas } = all;
    overlay.paint();
    const stroke = editor.beginStroke({ diameter: 20, hardness: 0.5 }, 'add');
    stroke.add([point(60, 60)]);
    overlay.paint();
    canvas.clearings = [];
    const before = made.reduce((sum, tile) => sum + tile.written, 0);
    stroke.add([point(70, 60)]);
    overlay.paint();
    expect(wrongPixels(all)).toBe(0);
    const [cleared] = canvas.clearings;
    expect(canvas.clearings).toHaveLength(1);
    expect((cleared?.width ?? 0) * (cleared?.height ?? 0)).toBeLessThan(50 * 40);
    expect(made.reduce((sum, tile) => sum + tile.written, 0) - before).toBeLessThan(50 * 40);
    stroke.end();
    overlay.paint();
    expect(wrongPixels(all)).toBe(0);
  });

  it('draws nothing where nothing has changed', () => {
    const { editor, overlay, canvas } = start(1);
    overlay.paint();
    canvas.clearings = [];
    overlay.paint();
    overlay.invalidate({ x: 0, y: 0, width: 0, height: 0 }); // the end of a stroke
    overlay.paint();
    editor.selectRectangle({ x: 0, y: 0, width: 0, height: 5 }, 'add');
    overlay.paint();
    expect(canvas.clearings).toEqual([]);
  });
});

it('keeps no bitmap of tiles that are empty again', () => {
  const all = start(1);
  const { editor, overlay, viewport } = all;
  editor.selectRectangle({ x: 20, y: 20, width: 50, height: 50 }, 'add');
  overlay.paint();
  expect(made).toHaveLength(1);
  editor.undo();
  overlay.paint();
  editor.redo();
  viewport.panBy(5, 3);
  overlay.invalidateAll();
  overlay.paint();
  expect(made).toHaveLength(2); // a new one: the first was dropped
  expect(wrongPixels(all)).toBe(0);
});

it('shows what has changed while it was out of sight', () => {
  const all = start(8);
  const { editor, overlay, viewport } = all;
  overlay.paint();
  editor.selectRectangle({ x: 250, y: 150, width: 40, height: 40 }, 'add');
  overlay.paint();
  viewport.fit();
  viewport.zoomTo(1, { x: 120, y: 90 });
  overlay.invalidateAll();
  overlay.paint();
  expect(wrongPixels(all)).toBe(0);
});
