// The mask as the server takes it.

import { encode } from 'fast-png';
import type { Mask } from '../mask/mask';

/** A PNG of the mask's size, 8-bit grey. */
export function encodedPng(mask: Mask): Uint8Array<ArrayBuffer> {
  const { width, height } = mask.size;
  const png = encode({ width, height, channels: 1, depth: 8, data: mask.readRect(mask.rect) });
  return new Uint8Array(png); // a copy of the bytes alone: the encoder's buffer is larger
}
