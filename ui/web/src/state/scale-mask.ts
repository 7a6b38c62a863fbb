// A mask for the same picture at another size.

import type { Size } from '../mask/geometry';
import type { Mask } from '../mask/mask';
import { MaskEditor } from '../mask/mask-editor';

/** Each sample is the one nearest to its place; the history begins with the scaled mask. */
export function scaleMask(mask: Mask, size: Size): MaskEditor {
  const scaled = new MaskEditor(size);
  if (mask.isEmpty()) return scaled;
  const { width, height } = mask.size;
  const samples = mask.readRect({ x: 0, y: 0, width, height });
  const out = new Uint8Array(size.width * size.height);
  const columns = Array.from({ length: size.width }, (_, x) => Math.floor(((x + 0.5) * width) / size.width));
  for (let y = 0; y < size.height; y++) {
    const from = Math.floor(((y + 0.5) * height) / size.height) * width;
    const to = y * size.width;
    columns.forEach((column, x) => {
      out[to + x] = samples[from + column] ?? 0;
    });
  }
  scaled.replace({ x: 0, y: 0, width: size.width, height: size.height }, out);
  return scaled;
}

export function hasSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
