// A tile: tileSize * tileSize samples of a mask, row-major, or null for zeros. Tiles in the last column and row may
// reach beyond the mask; their samples there are always 0.

import type { Rect } from './geometry';

/** Pixels, the side of a tile. */
export const tileSize = 128;

/** Samples of a tile. */
export const tileSamples = tileSize * tileSize;

export type Tile = Uint8Array | null;

/** The one tile that is 255 everywhere: shared, so that an inverted mask takes no memory. Never written to. */
export const fullTile: Uint8Array = new Uint8Array(tileSamples).fill(255);

/** A tile's samples, four at a time, which is four times as quick. */
export function wordsOf(samples: Uint8Array): Uint32Array {
  return new Uint32Array(samples.buffer, samples.byteOffset, tileSamples / 4);
}

/** The tile with these samples as it is stored: null or `fullTile` if it is uniform and 0 or 255, else `samples`. */
export function stored(samples: Uint8Array): Tile {
  const words = wordsOf(samples);
  const first = words[0];
  if (first !== 0 && first !== 0xffffffff) {
    return samples;
  }
  for (let i = 1; i < words.length; ++i) {
    if (words[i] !== first) {
      return samples;
    }
  }
  return first === 0 ? null : fullTile;
}

/** The exact box of the samples above 0, in pixels of the tile; null if there are none. */
export function boxOf(samples: Uint8Array): Rect | null {
  const firstSet = firstAbove0(samples);
  if (firstSet < 0) {
    return null;
  }
  let lastSet = tileSamples - 1;
  while (samples[lastSet] === 0) {
    --lastSet;
  }
  const top = Math.floor(firstSet / tileSize);
  const bottom = Math.floor(lastSet / tileSize);
  let left = tileSize;
  let right = -1;
  for (let y = top; y <= bottom; ++y) {
    const row = y * tileSize;
    for (let x = 0; x < left; ++x) {
      if (samples[row + x] !== 0) {
        left = x;
      }
    }
    for (let x = tileSize - 1; x > right; --x) {
      if (samples[row + x] !== 0) {
        right = x;
      }
    }
  }
  return { x: left, y: top, width: right + 1 - left, height: bottom + 1 - top };
}

/** The index of the first sample above 0, -1 if there is none. */
export function firstAbove0(samples: Uint8Array): number {
  for (let i = 0; i < tileSamples; ++i) {
    if (samples[i] !== 0) {
      return i;
    }
  }
  return -1;
}
