// A mask as it is sent to a worker: whole tiles in one buffer, which costs less than a millisecond where reading all
// samples row by row would cost several.

import type { Size } from '../mask/geometry';
import { Mask } from '../mask/mask';
import { fullTile, tileSamples } from '../mask/tile';

export interface PackedMask {
  readonly size: Size;
  /** For each tile: 0 = zeros, 1 = 255 everywhere, 2 = the next one of `samples`. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly samples: Uint8Array<ArrayBuffer>;
}

/** A copy of the mask. */
export function packed(mask: Mask): PackedMask {
  const kinds = new Uint8Array(mask.tileCount);
  let own = 0;
  for (let index = 0; index < kinds.length; ++index) {
    const tile = mask.tileAt(index);
    kinds[index] = tile === null ? 0 : tile === fullTile ? 1 : 2;
    own += kinds[index] === 2 ? 1 : 0;
  }
  const samples = new Uint8Array(own * tileSamples);
  let at = 0;
  for (let index = 0; index < kinds.length; ++index) {
    const tile = mask.tileAt(index);
    if (tile !== null && kinds[index] === 2) {
      samples.set(tile, at);
      at += tileSamples;
    }
  }
  return { size: mask.size, kinds, samples };
}

/** The mask again; its tiles are parts of `samples`. */
export function unpacked({ size, kinds, samples }: PackedMask): Mask {
  const mask = new Mask(size);
  let at = 0;
  kinds.forEach((kind, index) => {
    if (kind === 1) {
      mask.setTile(index, fullTile);
    } else if (kind === 2) {
      mask.setTile(index, samples.subarray(at, at + tileSamples));
      at += tileSamples;
    }
  });
  return mask;
}
