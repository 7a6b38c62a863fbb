import type { Range } from '../api/limits';
import type { Brush } from '../mask/types';

/** The value within the range; `fallback` for what is no number. */
export function clamp(value: number, range: Range, fallback: number): number {
  return Number.isNaN(value) ? fallback : Math.min(Math.max(value, range.min), range.max);
}

/** Within what a brush can be (src/mask/types.ts). */
export function clampBrush(brush: Brush): Brush {
  return {
    diameter: clamp(Math.round(brush.diameter), { min: 1, max: 400 }, 1),
    hardness: clamp(brush.hardness, { min: 0, max: 1 }, 1),
  };
}
