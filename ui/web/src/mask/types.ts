// What painting is told, by the tools of the canvas and by the buttons.

import type { Point } from './geometry';

/** Add to the selection, or take from it. */
export type MaskMode = 'add' | 'subtract';

export interface Brush {
  /** Picture pixels, 1 to 400. */
  readonly diameter: number;
  /** 0: soft from the centre on; 1: hard up to the edge. */
  readonly hardness: number;
}

/** A place of the pointer. */
export interface BrushPoint extends Point {
  /** 0 to 1, scales the diameter; 1 where the device knows none. */
  readonly pressure: number;
}
