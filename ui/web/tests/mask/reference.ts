// A second implementation of the mask's operations, for tests: one array of samples, each computed on its own from the
// definition, slowly.

import type { Point, Rect, Size } from '../../src/mask/geometry';
import type { Brush, BrushPoint, MaskMode } from '../../src/mask/types';

type Coverage = (x: number, y: number) => number;

interface PlacedDab extends Point {
  readonly radius: number;
}

export class ReferenceMask {
  samples: Uint8Array;

  constructor(readonly size: Size) {
    this.samples = new Uint8Array(size.width * size.height);
  }

  /** Sets each sample to what `value` says. */
  private each(value: (sample: number, x: number, y: number) => number): void {
    const { width } = this.size;
    this.samples = this.samples.map((sample, i) => value(sample, i % width, Math.floor(i / width)));
  }

  private combine(coverage: Coverage, mode: MaskMode): void {
    this.each((sample, x, y) => {
      const share = coverage(x, y) / 255;
      return Math.round(mode === 'add' ? sample + (255 - sample) * share : sample * (1 - share));
    });
  }

  stroke(brush: Brush, mode: MaskMode, points: readonly BrushPoint[]): void {
    const dabs = dabsOf(brush, points);
    this.combine(
      (x, y) => dabs.reduce((most, dab) => Math.max(most, dabCoverage(brush, dab, x, y)), 0),
      mode,
    );
  }

  rectangle(rect: Rect, mode: MaskMode): void {
    const isInside = (x: number, y: number) =>
      x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
    this.combine((x, y) => (isInside(x, y) ? 255 : 0), mode);
  }

  invert(): void {
    this.each((sample) => 255 - sample);
  }

  clear(): void {
    this.each(() => 0);
  }

  replace(rect: Rect, samples: Uint8Array): void {
    this.each((_, x, y) => {
      const [column, row] = [x - rect.x, y - rect.y];
      const isInside = column >= 0 && row >= 0 && column < rect.width && row < rect.height;
      return isInside ? (samples[row * rect.width + column] ?? 0) : 0;
    });
  }

  /** 0 outside. */
  at(x: number, y: number): number {
    const { width, height } = this.size;
    return x >= 0 && y >= 0 && x < width && y < height ? (this.samples[y * width + x] ?? 0) : 0;
  }

  bounds(): Rect | null {
    const { width } = this.size;
    const set = [...this.samples.keys()].filter((i) => this.samples[i] !== 0);
    if (set.length === 0) {
      return null;
    }
    const xs = set.map((i) => i % width);
    const ys = set.map((i) => Math.floor(i / width));
    const smallest = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
    const largest = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
    const [x, y] = [smallest(xs), smallest(ys)];
    return { x, y, width: largest(xs) + 1 - x, height: largest(ys) + 1 - y };
  }
}

/**
 * How a polygon covers the pixel at (x, y), 0 to 1: the share of points within it that the outline winds around, on 16
 * lines, with many points on each.
 */
export function polygonCoverage(points: readonly Point[], x: number, y: number): number {
  const [lines, columns] = [16, 64];
  let inside = 0;
  for (let line = 0; line < lines; ++line) {
    for (let column = 0; column < columns; ++column) {
      inside += windingAt(points, x + (column + 0.5) / columns, y + (line + 0.5) / lines) === 0 ? 0 : 1;
    }
  }
  return inside / (lines * columns);
}

/** How often the outline winds around the point: its crossings with the ray to the right. */
function windingAt(points: readonly Point[], x: number, y: number): number {
  let winding = 0;
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] ?? a;
    if (a.y <= y !== b.y <= y && a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x) > x) {
      winding += b.y > a.y ? 1 : -1;
    }
  });
  return winding;
}

/** The dabs of a stroke: walks along it in one go, with the length in x, y and radius as the way. */
function dabsOf(brush: Brush, points: readonly BrushPoint[]): PlacedDab[] {
  const corners = points.map(({ x, y, pressure }) => ({
    x,
    y,
    radius: Math.max(0.5, (brush.diameter / 2) * Math.max(0.05, pressure)),
  }));
  const ends: number[] = [];
  corners.forEach((corner, i) => {
    const before = corners[i - 1] ?? corner;
    const step = Math.hypot(corner.x - before.x, corner.y - before.y, corner.radius - before.radius);
    ends.push((ends[i - 1] ?? 0) + step);
  });
  const total = ends[ends.length - 1] ?? 0;
  const placeAt = (way: number): PlacedDab | undefined => {
    const i = Math.max(
      1,
      ends.findIndex((end) => end >= way),
    );
    const [from, to] = [corners[i - 1], corners[i]];
    const [start, end] = [ends[i - 1], ends[i]];
    if (from === undefined || to === undefined || start === undefined || end === undefined) {
      return corners[0];
    }
    const share = end > start ? (way - start) / (end - start) : 0;
    return {
      x: from.x + share * (to.x - from.x),
      y: from.y + share * (to.y - from.y),
      radius: from.radius + share * (to.radius - from.radius),
    };
  };
  const dabs: PlacedDab[] = [];
  for (let way = 0; ;) {
    const dab = placeAt(Math.min(way, total));
    if (dab === undefined) {
      return dabs;
    }
    dabs.push(dab);
    if (way >= total) {
      return dabs;
    }
    const edge = Math.max(1, dab.radius * (1 - brush.hardness));
    way += Math.max(0.5, Math.sqrt(dab.radius * Math.max(1, edge / 50)));
  }
}

/** The falloff of the studio's brush, with an edge of one pixel at least, sampled in the pixel's centre. */
function dabCoverage(brush: Brush, dab: PlacedDab, x: number, y: number): number {
  const snap = dab.radius >= 1 ? 0 : 2 - 2 * dab.radius;
  const centreX = (1 - snap) * dab.x + snap * (Math.floor(dab.x) + 0.5);
  const centreY = (1 - snap) * dab.y + snap * (Math.floor(dab.y) + 0.5);
  const distance = Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY);
  const edge = Math.max(1, dab.radius * (1 - brush.hardness));
  const outside = (distance - (dab.radius + 0.5 - edge)) / edge; // 0 where it is full, 1 where it ends
  if (outside <= 0) {
    return 255;
  }
  return outside >= 1 ? 0 : Math.round(255 * (1 - outside * outside * (3 - 2 * outside)));
}
