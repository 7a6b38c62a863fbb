// A mask as it is kept in storage. What is read back may be damaged, or written by another version of the page.

import { DamagedMaskError, decodeDelta, DeltaEncoder } from './delta';
import { type Mask, maxSide } from './mask';
import { stored, tileSamples, tileSize } from './tile';

/** Structured-cloneable. */
export interface SerialisedMask {
  readonly format: 1;
  readonly width: number;
  readonly height: number;
  /** The change from an empty mask, see delta.ts. */
  readonly delta: Uint8Array;
}

export function serialised(mask: Mask): SerialisedMask {
  const encoder = new DeltaEncoder();
  for (let index = 0; index < mask.tileCount; ++index) {
    encoder.add(index, null, mask.tileAt(index));
  }
  const { width, height } = mask.size;
  return { format: 1, width, height, delta: encoder.take() ?? new Uint8Array(0) };
}

/** Whether it has the form of a serialised mask; its delta may still be damaged. */
export function isSerialisedMask(saved: unknown): saved is SerialisedMask {
  if (typeof saved !== 'object' || saved === null) {
    return false;
  }
  const { format, width, height, delta } = saved as Partial<Record<keyof SerialisedMask, unknown>>;
  return format === 1 && isSide(width) && isSide(height) && delta instanceof Uint8Array;
}

/** Makes an empty mask the saved one. Throws DamagedMaskError; the mask may hold a part of it then. */
export function readMask(delta: Uint8Array, mask: Mask): void {
  let last = -1;
  decodeDelta(delta, (index, samples) => {
    if (index <= last || index >= mask.tileCount) {
      throw new DamagedMaskError('The mask has a tile where none can be.');
    }
    last = index;
    const { width, height } = mask.tileRect(index);
    if (!isZeroBeyond(samples, width, height)) {
      throw new DamagedMaskError('The mask has samples outside its size.');
    }
    const tile = stored(samples);
    mask.setTile(index, tile === samples ? samples.slice() : tile);
  });
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
