// Changes of a mask other than strokes: each writes the mask through a Change.

import type { Change } from './change';
import { combined } from './coverage';
import type { Rect } from './geometry';
import type { Mask } from './mask';
import type { PolygonCoverage } from './polygon';
import { intersection, united } from './rect';
import { fullTile, stored, type Tile, tileSamples, tileSize } from './tile';
import type { MaskMode } from './types';

/** Sets all samples within `rect` (whole pixels; may reach beyond the mask) to 255 or 0. */
export function fillRectangle(mask: Mask, change: Change, rect: Rect, value: 0 | 255): void {
  mask.forEachTileIn(rect, (index, part) => {
    const whole = mask.tileRect(index);
    if (part.width === whole.width && part.height === whole.height) {
      change.replace(index, uniformTile(part, value));
    } else {
      fillPart(change.writable(index), part, value);
      mask.noteWritten(index);
    }
  });
}

/** Adds what the polygon covers, or subtracts it. */
export function combinePolygon(mask: Mask, change: Change, polygon: PolygonCoverage, mode: MaskMode): void {
  const { bounds } = polygon;
  const coverage = new Uint8Array(bounds.width * tileSize);
  const end = bounds.y + bounds.height;
  // One row of tiles after the other, so that the coverage of the whole polygon is never held at once.
  for (let y = bounds.y; y < end;) {
    const height = Math.min(end, (Math.floor(y / tileSize) + 1) * tileSize) - y;
    const strip = { x: bounds.x, y, width: bounds.width, height };
    for (let row = 0; row < height; ++row) {
      polygon.readRow(y + row, coverage.subarray(row * bounds.width, (row + 1) * bounds.width));
    }
    mask.forEachTileIn(strip, (index, part) =>
      combinePart(mask, change, index, part, { strip, coverage, mode }),
    );
    y += height;
  }
}

/** Each sample becomes 255 - sample. */
export function invertAll(mask: Mask, change: Change): void {
  mask.forEachTileIn(mask.rect, (index, part) => {
    const now = mask.tileAt(index);
    if (now === null || now === fullTile) {
      change.replace(index, uniformTile(part, now === null ? 255 : 0));
      return;
    }
    const samples = change.writable(index);
    for (let y = 0; y < part.height; ++y) {
      for (let i = y * tileSize; i < y * tileSize + part.width; ++i) {
        samples[i] = 255 - (samples[i] ?? 0);
      }
    }
    mask.noteWritten(index);
  });
}

/** The mask becomes `samples` (row-major) within `rect` and 0 elsewhere. Returns a box of what may have changed. */
export function replaceAll(mask: Mask, change: Change, rect: Rect, samples: Uint8Array): Rect | null {
  const inside = intersection(rect, mask.rect);
  const before = mask.bounds();
  const box = inside === null ? before : united(before, inside);
  if (box === null) {
    return null;
  }
  mask.forEachTileIn(box, (index) => {
    const part = intersection(mask.tileRect(index), rect);
    change.replace(index, part === null ? null : tileFrom(samples, rect, part));
  });
  return box;
}

function combinePart(
  mask: Mask,
  change: Change,
  index: number,
  part: Rect,
  from: { strip: Rect; coverage: Uint8Array; mode: MaskMode },
): void {
  const before = mask.tileAt(index);
  if (before === (from.mode === 'add' ? fullTile : null)) {
    return;
  }
  const samples = change.writable(index);
  for (let y = part.y; y < part.y + part.height; ++y) {
    const covered = (y - from.strip.y) * from.strip.width - from.strip.x;
    const row = (y % tileSize) * tileSize;
    for (let x = part.x; x < part.x + part.width; ++x) {
      const coverage = from.coverage[covered + x] ?? 0;
      if (coverage > 0) {
        const i = row + (x % tileSize);
        samples[i] = combined(samples[i] ?? 0, coverage, from.mode);
      }
    }
  }
  change.replace(index, stored(samples));
}

/** The tile with samples of `value` within the mask. part: all that lies within it, in picture pixels. */
function uniformTile(part: Rect, value: 0 | 255): Tile {
  if (value === 0) {
    return null;
  }
  if (part.width === tileSize && part.height === tileSize) {
    return fullTile;
  }
  const samples = new Uint8Array(tileSamples);
  fillPart(samples, part, value);
  return samples;
}

/** part: picture pixels. */
function fillPart(samples: Uint8Array, part: Rect, value: number): void {
  for (let y = part.y; y < part.y + part.height; ++y) {
    const at = (y % tileSize) * tileSize + (part.x % tileSize);
    samples.fill(value, at, at + part.width);
  }
}

/** The tile that holds `part` (picture pixels) of the samples within `rect`, and zeros. */
function tileFrom(samples: Uint8Array, rect: Rect, part: Rect): Tile {
  const tile = new Uint8Array(tileSamples);
  for (let y = part.y; y < part.y + part.height; ++y) {
    const from = (y - rect.y) * rect.width + part.x - rect.x;
    tile.set(samples.subarray(from, from + part.width), (y % tileSize) * tileSize + (part.x % tileSize));
  }
  return stored(tile);
}
