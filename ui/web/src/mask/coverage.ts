// How a shape that covers a pixel changes the mask there. The same as core/mask/coverage.h of the studio.

import type { MaskMode } from './types';

/**
 * The sample after adding or subtracting a coverage (0 to 255): mask + (255 - mask) * coverage / 255, or
 * mask * (255 - coverage) / 255, rounded.
 */
export function combined(sample: number, coverage: number, mode: MaskMode): number {
  return mode === 'add' ? sample + by255((255 - sample) * coverage) : by255(sample * (255 - coverage));
}

/** value / 255, rounded, for whole numbers up to 255 * 255. */
function by255(value: number): number {
  const half = value + 128;
  return (half + (half >> 8)) >> 8;
}
