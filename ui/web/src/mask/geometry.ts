// Points and sizes in picture coordinates: (0, 0) is the top-left corner of the upright picture, a pixel (column,
// row) covers the square from (column, row) to (column + 1, row + 1). Unit: picture pixels.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whole pixels: columns x to x + width - 1, rows y to y + height - 1. Empty if width or height is 0. */
export interface Rect extends Point, Size {}
