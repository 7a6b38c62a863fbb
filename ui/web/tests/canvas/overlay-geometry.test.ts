import { describe, expect, it } from 'vitest';
import {
  deviceRect,
  deviceTransform,
  intersection,
  tileDeviceRect,
  tilesIn,
  union,
} from '../../src/canvas/overlay-geometry';
import { Viewport } from '../../src/canvas/viewport';

const picture = { width: 700, height: 421 }; // 6 x 4 tiles, the last ones cut
const stage = { width: 640, height: 480 };
const zooms = [
  0.02, 0.1, 0.25, 0.3333, 0.37, 0.5, 0.6667, 0.7071, 1, 1.1, 1.5, 2, 2.7, 3.999, 5.3, 8, 17.3, 32,
];
const ratios = [1, 1.25, 1.5, 2, 2.625, 3];
const cases = zooms.flatMap((zoom) => ratios.map((ratio) => [zoom, ratio] as const));

const at = (zoom: number, ratio: number) => {
  const viewport = new Viewport();
  viewport.setStage(stage, ratio);
  viewport.setPicture(picture);
  viewport.zoomTo(zoom, { x: 123.4, y: 77.7 });
  viewport.panBy(3.3, -7.9);
  return viewport;
};

describe.each(cases)('at %d and ratio %d', (zoom, ratio) => {
  const viewport = at(zoom, ratio);
  const transform = deviceTransform(viewport);

  it('tiles meet at whole device pixels, less than one from where they belong', () => {
    for (let row = 0; row < 4; ++row)
      for (let column = 0; column < 6; ++column) {
        const tile = tileDeviceRect(column, row, picture, transform);
        for (const value of Object.values(tile)) expect(Number.isInteger(value)).toBe(true);
        const right = tileDeviceRect(column + 1, row, picture, transform);
        const below = tileDeviceRect(column, row + 1, picture, transform);
        expect(right.x).toBe(tile.x + tile.width);
        expect(below.y).toBe(tile.y + tile.height);
        const exact = viewport.toStage({ x: column * 128, y: row * 128 });
        expect(Math.abs(tile.x - exact.x * ratio)).toBeLessThanOrEqual(0.5001);
        expect(Math.abs(tile.y - exact.y * ratio)).toBeLessThanOrEqual(0.5001);
      }
  });

  it('the last tiles end where the picture ends', () => {
    const last = tileDeviceRect(5, 3, picture, transform);
    const exact = viewport.toStage({ x: picture.width, y: picture.height });
    expect(Math.abs(last.x + last.width - exact.x * ratio)).toBeLessThanOrEqual(0.5001);
    expect(Math.abs(last.y + last.height - exact.y * ratio)).toBeLessThanOrEqual(0.5001);
  });

  it('all tiles that show in a part of the canvas are found', () => {
    const canvas = { width: Math.round(stage.width * ratio), height: Math.round(stage.height * ratio) };
    const parts = [
      { x: 0, y: 0, ...canvas },
      { x: 100, y: 50, width: 1, height: 1 },
      { x: 300, y: 200, width: 37, height: 91 },
    ];
    for (const part of parts) {
      const range = tilesIn(part, picture, transform);
      for (let row = 0; row < 4; ++row)
        for (let column = 0; column < 6; ++column) {
          const common = intersection(part, tileDeviceRect(column, row, picture, transform));
          if (common.width === 0 || common.height === 0) continue;
          const found =
            column >= range.firstColumn &&
            column < range.endColumn &&
            row >= range.firstRow &&
            row < range.endRow;
          expect(found, `tile ${column}, ${row} in ${JSON.stringify(part)}`).toBe(true);
        }
    }
  });

  it('a changed pixel is redrawn with all device pixels that it can touch', () => {
    const canvas = { width: Math.round(stage.width * ratio), height: Math.round(stage.height * ratio) };
    const pixel = { x: 250, y: 130, width: 1, height: 1 };
    const redrawn = deviceRect(pixel, transform, canvas);
    // Interpolation reaches half a picture pixel to each side; tile edges may be half a device pixel off.
    const reach = transform.scale / 2 + 0.5;
    const wanted = intersection(
      {
        x: transform.x + 250 * transform.scale - reach,
        y: transform.y + 130 * transform.scale - reach,
        width: transform.scale + 2 * reach,
        height: transform.scale + 2 * reach,
      },
      { x: 0, y: 0, ...canvas },
    );
    if (wanted.width === 0 || wanted.height === 0) return;
    expect(redrawn.x).toBeLessThanOrEqual(wanted.x);
    expect(redrawn.y).toBeLessThanOrEqual(wanted.y);
    expect(redrawn.x + redrawn.width).toBeGreaterThanOrEqual(wanted.x + wanted.width);
    expect(redrawn.y + redrawn.height).toBeGreaterThanOrEqual(wanted.y + wanted.height);
  });
});

it('rectangles are joined and cut', () => {
  const a = { x: 0, y: 0, width: 10, height: 10 };
  const b = { x: 5, y: -5, width: 10, height: 10 };
  expect(union(null, a)).toEqual(a);
  expect(union(a, b)).toEqual({ x: 0, y: -5, width: 15, height: 15 });
  expect(intersection(a, b)).toEqual({ x: 5, y: 0, width: 5, height: 5 });
  expect(intersection(a, { x: 20, y: 0, width: 1, height: 1 })).toMatchObject({ width: 0 });
});
