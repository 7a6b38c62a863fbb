// The shape of a dab and the places of the dabs of a stroke.

import type { Brush, BrushPoint } from './types';

export const smallestDiameter = 1;
export const largestDiameter = 400;

/** The share of the diameter that a pen which barely touches draws with. */
const leastPressure = 0.05;

/** Points beyond this many pixels are drawn in: no picture is there, and the way to them has an end. */
const farthest = 2 ** 17;

export interface Dab {
  x: number;
  y: number;
  radius: number;
}

/** Pixels. */
export function radiusOf(brush: Brush, pressure: number): number {
  const share = clamp(pressure, leastPressure, 1);
  return Math.max(
    smallestDiameter / 2,
    (clamp(brush.diameter, smallestDiameter, largestDiameter) / 2) * share,
  );
}

/**
 * The width of the ramp from 255 to 0 at the edge of a dab, in pixels: at least one, so that the edge is
 * antialiased. The ramp ends half a pixel outside the radius.
 */
export function edgeWidth(brush: Brush, radius: number): number {
  return Math.max(1, radius * (1 - clamp(brush.hardness, 0, 1)));
}

/** How far a dab reaches from its centre, in pixels. */
export function reachOf(radius: number): number {
  return radius + 0.5;
}

/** 0 to 255: the coverage of a pixel whose centre has this distance to the dab's centre. */
export function coverageAt(distance: number, radius: number, edge: number): number {
  const u = clamp((radius + 0.5 - distance) / edge, 0, 1);
  return Math.floor(255 * u * u * (3 - 2 * u) + 0.5);
}

/**
 * The centre of a dab, moved to the middle of the pixel that it is in if the brush is one pixel wide, so that it
 * selects this pixel and not parts of four; less for wider ones, and from two pixels on not at all.
 */
export function snapped(centre: number, radius: number): number {
  const share = clamp(2 - 2 * radius, 0, 1);
  return centre + share * (Math.floor(centre) + 0.5 - centre);
}

/**
 * The distance from dab to dab, in pixels. The edge of the stroke deviates from a straight one by distance² / (8 *
 * radius): 1/8 pixel for a hard brush, and for a soft one at most what changes the coverage by about 1 %.
 */
export function spacingOf(radius: number, edge: number): number {
  return Math.max(0.5, Math.sqrt(radius * Math.max(1, edge / 50)));
}

/**
 * The dabs along the lines between the points of a stroke: the first one at its begin, each further one a spacing after
 * the one before, the last one at its end. Place and radius are interpolated.
 */
export class DabPath {
  private last: Dab | null = null;
  /** The way from `last` to the next dab. */
  private untilNext = 0;
  /** Whether there is a dab at `last`. */
  private isStamped = false;

  /** stamp: called for each dab; the object must not be kept. */
  constructor(
    private readonly brush: Brush,
    private readonly stamp: (dab: Readonly<Dab>) => void,
  ) {}

  /** Points with a coordinate that is not a number are ignored. */
  lineTo(point: BrushPoint): void {
    if (!Number.isFinite(point.x) || !Number.isFinite(point.y)) {
      return;
    }
    const to = {
      x: clamp(point.x, -farthest, farthest),
      y: clamp(point.y, -farthest, farthest),
      radius: radiusOf(this.brush, point.pressure),
    };
    if (this.last === null) {
      this.stampAt(to);
    } else {
      this.stampLine(this.last, to);
    }
    this.last = to;
  }

  /** The last dab, where the pointer has been left. */
  end(): void {
    if (this.last !== null && !this.isStamped) {
      this.stampAt(this.last);
    }
  }

  private stampLine(from: Dab, to: Dab): void {
    // A pen that is pressed harder in one place is a way too.
    const length = Math.hypot(to.x - from.x, to.y - from.y, to.radius - from.radius);
    const dab = { ...from };
    let at = 0;
    while (at + this.untilNext <= length) {
      at += this.untilNext;
      const share = at / length;
      dab.x = from.x + (to.x - from.x) * share;
      dab.y = from.y + (to.y - from.y) * share;
      dab.radius = from.radius + (to.radius - from.radius) * share;
      this.stampAt(dab);
    }
    this.untilNext -= length - at;
    this.isStamped &&= at === length;
  }

  private stampAt(dab: Dab): void {
    this.stamp(dab);
    this.untilNext = spacingOf(dab.radius, edgeWidth(this.brush, dab.radius));
    this.isStamped = true;
  }
}

/** NaN becomes `high`. */
function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value <= high ? value : high;
}
