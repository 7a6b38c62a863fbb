// How a polygon covers pixels: antialiased, by the non-zero rule, as the lasso of the studio does. A loop that
// crosses itself has no hole.
//
// Each row of pixels is cut into `linesPerRow` lines. On a line the polygon is a set of intervals, whose lengths within
// each pixel are exact; the coverage of a pixel is their mean over its lines.

import type { Point, Rect } from './geometry';
import { intersection } from './rect';

const linesPerRow = 16;

/** Points beyond this many pixels are drawn in, so that sums stay exact enough. */
const farthest = 2 ** 24;

interface Edge {
  /** The first and the end of the lines that it crosses. */
  readonly from: number;
  readonly to: number;
  readonly upper: Point;
  /** Pixels to the right for each pixel down. */
  readonly slope: number;
  /** On the present line. */
  x: number;
  /** 1: downwards, -1: upwards. */
  readonly winding: number;
}

/** Computes the coverage of one row of pixels after the other. */
export class PolygonCoverage {
  /** What may be covered: whole pixels. Empty if that is nothing. */
  readonly bounds: Rect;
  private readonly edges: Edge[] = []; // by `from`
  private nextEdge = 0;
  /** Those that cross the line, by where they do. */
  private readonly active: Edge[] = [];
  /** For each pixel of a row what it adds to the coverage of all pixels from it on. */
  private readonly steps: Float64Array;

  /** Points with a coordinate that is not a number are ignored. */
  constructor(points: readonly Point[], within: Rect) {
    const corners = points
      .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
      .map(({ x, y }) => ({ x: drawnIn(x), y: drawnIn(y) }));
    const bounds = corners.length < 3 ? null : intersection(boxOf(corners), within);
    this.bounds = bounds ?? { x: 0, y: 0, width: 0, height: 0 };
    this.steps = new Float64Array(this.bounds.width + 2);
    this.addEdges(corners);
  }

  /**
   * Writes the coverage, 0 to 255, of a row of `bounds` to `out`, which is as long as the bounds are wide. To be called
   * for each row once, from the top.
   */
  readRow(y: number, out: Uint8Array): void {
    this.steps.fill(0);
    for (let line = y * linesPerRow; line < (y + 1) * linesPerRow; ++line) {
      this.addLine(line);
    }
    let sum = 0;
    let sample = 0;
    for (let x = 0; x < out.length; ++x) {
      const step = this.steps[x] ?? 0;
      if (step !== 0) {
        sum += step;
        sample = Math.floor((255 * sum) / linesPerRow + 0.5);
      }
      out[x] = sample;
    }
  }

  private addEdges(corners: readonly Point[]): void {
    const firstLine = this.bounds.y * linesPerRow;
    const endLine = (this.bounds.y + this.bounds.height) * linesPerRow;
    let from = corners[corners.length - 1];
    for (const to of corners) {
      if (from !== undefined) {
        const edge = edgeBetween(from, to, firstLine, endLine);
        if (edge !== null) {
          this.edges.push(edge);
        }
      }
      from = to;
    }
    this.edges.sort((a, b) => a.from - b.from);
  }

  private addLine(line: number): void {
    for (;;) {
      const edge = this.edges[this.nextEdge];
      if (edge === undefined || edge.from > line) {
        break;
      }
      this.active.push(edge);
      ++this.nextEdge;
    }
    this.moveActive(line);
    let winding = 0;
    for (const edge of this.active) {
      const before = winding;
      winding += edge.winding;
      if (before === 0) {
        this.addStep(edge.x, 1);
      } else if (winding === 0) {
        this.addStep(edge.x, -1);
      }
    }
  }

  /** Moves the active edges to the line and removes those that end before it. */
  private moveActive(line: number): void {
    let count = 0;
    for (const edge of this.active) {
      if (edge.to <= line) {
        continue;
      }
      edge.x = edge.upper.x + edge.slope * (heightOf(line) - edge.upper.y);
      // They are almost in order, as they were on the line before.
      let at = count++;
      for (; at > 0; --at) {
        const other = this.active[at - 1];
        if (other === undefined || other.x <= edge.x) {
          break;
        }
        this.active[at] = other;
      }
      this.active[at] = edge;
    }
    this.active.length = count;
  }

  /** Raises the coverage of all that is right of x. */
  private addStep(x: number, by: number): void {
    const inRow = Math.min(Math.max(x - this.bounds.x, 0), this.bounds.width);
    const pixel = Math.floor(inRow);
    const share = inRow - pixel; // of the pixel, left of x
    this.steps[pixel] = (this.steps[pixel] ?? 0) + by * (1 - share);
    this.steps[pixel + 1] = (this.steps[pixel + 1] ?? 0) + by * share;
  }
}

/** Null if it crosses none of the lines. */
function edgeBetween(a: Point, b: Point, firstLine: number, endLine: number): Edge | null {
  const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
  const from = Math.max(firstLine, Math.ceil(upper.y * linesPerRow - 0.5));
  const to = Math.min(endLine, Math.ceil(lower.y * linesPerRow - 0.5));
  if (from >= to) {
    return null;
  }
  const slope = (lower.x - upper.x) / (lower.y - upper.y);
  return { from, to, upper, slope, x: 0, winding: a.y <= b.y ? 1 : -1 };
}

/** Pixels from the top. A line lies in the middle of its share of the row. */
function heightOf(line: number): number {
  return (line + 0.5) / linesPerRow;
}

function boxOf(points: readonly Point[]): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, Math.floor(x));
    top = Math.min(top, Math.floor(y));
    right = Math.max(right, Math.ceil(x));
    bottom = Math.max(bottom, Math.ceil(y));
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function drawnIn(value: number): number {
  return Math.min(Math.max(value, -farthest), farthest);
}
