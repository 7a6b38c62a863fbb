// The shapes that a drag selects, in picture coordinates.

import type { Point, Rect } from '../mask/geometry';

export interface BoxOptions {
  /** Both sides as long as the longer one. */
  readonly square: boolean;
  /** `from` is the centre and no corner. */
  readonly centred: boolean;
}

/** The box of a drag, on whole pixels: each edge is the pixel edge nearest to the pointer. It may be empty. */
export function dragBox(from: Point, to: Point, options: BoxOptions): Rect {
  const start = { x: Math.round(from.x), y: Math.round(from.y) };
  let width = Math.round(to.x) - start.x;
  let height = Math.round(to.y) - start.y;
  if (options.square) {
    const side = Math.max(Math.abs(width), Math.abs(height));
    width = width < 0 ? -side : side;
    height = height < 0 ? -side : side;
  }
  const opposite = options.centred ? { x: start.x - width, y: start.y - height } : start;
  const end = { x: start.x + width, y: start.y + height };
  return {
    x: Math.min(opposite.x, end.x),
    y: Math.min(opposite.y, end.y),
    width: Math.abs(end.x - opposite.x),
    height: Math.abs(end.y - opposite.y),
  };
}

/** The part of a box within a picture; empty (width or height 0) if there is none. */
export function within(box: Rect, picture: { readonly width: number; readonly height: number }): Rect {
  const x = Math.min(Math.max(box.x, 0), picture.width);
  const y = Math.min(Math.max(box.y, 0), picture.height);
  return {
    x,
    y,
    width: Math.max(Math.min(box.x + box.width, picture.width) - x, 0),
    height: Math.max(Math.min(box.y + box.height, picture.height) - y, 0),
  };
}
