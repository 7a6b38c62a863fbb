// A mask as it is kept in storage. What is read back may be damaged, or written by another version of the page.

import { applyCode } from './change';
import type { Size } from './geometry';
import { type Mask, maxSide } from './mask';
import { tileSamples, tileSize } from './tile';
import { DamagedMaskError, decodeTiles, TileEncoder } from './tile-code';

/** Structured-cloneable. */
export interface SerialisedMask {
  readonly format: 1;
  readonly width: number;
  readonly height: number;
  /** The change from an empty mask, see tile-code.ts. */
  readonly code: Uint8Array;
}

export function serialised(mask: Mask): SerialisedMask {
  const encoder = new TileEncoder();
  for (let index = 0; index < mask.tileCount; ++index) {
    encoder.add(index, null, mask.tileAt(index));
  }
  const { width, height } = mask.size;
  return { format: 1, width, height, code: encoder.take() ?? new Uint8Array(0) };
}

/** The size of the mask. Throws DamagedMaskError if `saved` is none. */
export function sizeOf(saved: Readonly<Record<keyof SerialisedMask, unknown>>): Size {
  const { format, width, height, code } = saved;
  if (format !== 1 || !(code instanceof Uint8Array) || !isSide(width) || !isSide(height)) {
    throw new DamagedMaskError('This is no mask, or one of another version.');
  }
  return { width, height };
}

/** Makes an empty mask of the size the saved one. Throws DamagedMaskError; the mask may hold a part of it then. */
export function readSerialised(saved: SerialisedMask, mask: Mask): void {
  let last = -1;
  decodeTiles(saved.code, (index, samples) => {
    if (index <= last || index >= mask.tileCount) {
      throw new DamagedMaskError('The mask has a tile where none can be.');
    }
    const { width, height } = mask.tileRect(index);
    if (!isZeroBeyond(samples, width, height)) {
      throw new DamagedMaskError('The mask has samples outside its size.');
    }
    last = index;
  });
  applyCode(mask, saved.code);
}

function isSide(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxSide;
}

function isZeroBeyond(samples: Uint8Array, width: number, height: number): boolean {
  for (let i = 0; i < tileSamples; ++i) {
    if (samples[i] !== 0 && (i % tileSize >= width || i >= height * tileSize)) {
      return false;
    }
  }
  return true;
}
