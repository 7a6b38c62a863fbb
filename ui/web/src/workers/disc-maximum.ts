// The maximum of the samples within a disc around each pixel, exact. For most pixels it is decided by whether a 255, or
// anything above 0, lies within the disc, which costs the same for every radius. What is left is the soft part of
// edges; there the cost for each pixel is the radius, not its square.

import type { Size } from '../mask/geometry';

/** samples: row-major, 0 outside. radius: pixels, from 0; the disc holds the pixels with centres up to there. */
export function discMaximum(samples: Uint8Array, size: Size, radius: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(samples.length);
  const nearAny = isNear(samples, size, radius, 1);
  const nearFull = isNear(samples, size, radius, 255);
  const undecided: Uint32Array[] = []; // for each row its columns
  for (let y = 0; y < size.height; ++y) {
    const columns: number[] = [];
    for (let x = 0; x < size.width; ++x) {
      const i = y * size.width + x;
      if (nearFull[i] === 1) {
        out[i] = 255;
      } else if (nearAny[i] === 1) {
        columns.push(x);
      }
    }
    undecided.push(Uint32Array.from(columns));
  }
  raiseSoft(samples, size, radius, undecided, out);
  return out;
}

/** For each pixel 1 if a sample of at least `least` lies within the disc around it, else 0. */
function isNear(samples: Uint8Array, { width, height }: Size, radius: number, least: number): Uint8Array {
  const distances = verticalDistances(samples, { width, height }, Math.floor(radius), least);
  const halves = halfWidths(radius);
  const near = new Uint8Array(samples.length);
  // How many discs begin at a column, less those that have ended before it.
  const steps = new Int32Array(width + 1);
  for (let y = 0; y < height; ++y) {
    steps.fill(0);
    for (let x = 0; x < width; ++x) {
      const half = halves[distances[y * width + x] ?? 0] ?? -1;
      if (half >= 0) {
        const from = Math.max(0, x - half);
        const to = Math.min(width, x + half + 1);
        steps[from] = (steps[from] ?? 0) + 1;
        steps[to] = (steps[to] ?? 0) - 1;
      }
    }
    let discs = 0;
    for (let x = 0; x < width; ++x) {
      discs += steps[x] ?? 0;
      near[y * width + x] = discs > 0 ? 1 : 0;
    }
  }
  return near;
}

/** For each pixel how far the next sample of at least `least` in its column is; above `farthest` it is farthest + 1. */
function verticalDistances(samples: Uint8Array, size: Size, farthest: number, least: number): Uint16Array {
  const { width } = size;
  const distances = new Uint16Array(samples.length);
  const last = samples.length - 1;
  for (let i = 0; i <= last; ++i) {
    const above = i >= width ? (distances[i - width] ?? 0) : farthest + 1;
    distances[i] = (samples[i] ?? 0) >= least ? 0 : Math.min(above + 1, farthest + 1);
  }
  for (let i = last - width; i >= 0; --i) {
    distances[i] = Math.min(distances[i] ?? 0, (distances[i + width] ?? 0) + 1);
  }
  return distances;
}

/** For each distance from the centre, up to the radius, half the width of the disc there without the middle pixel. */
function halfWidths(radius: number): Int32Array {
  return Int32Array.from({ length: Math.floor(radius) + 1 }, (_, dy) =>
    Math.floor(Math.sqrt(radius * radius - dy * dy)),
  );
}

/**
 * Writes the maxima of the undecided pixels: each row of samples with soft ones raises those in the rows above and below
 * to its maxima over the width that the disc has there.
 */
function raiseSoft(
  samples: Uint8Array,
  { width, height }: Size,
  radius: number,
  undecided: readonly Uint32Array[],
  out: Uint8Array,
): void {
  const halves = halfWidths(radius);
  const windows = new RowWindows(width, Math.floor(radius));
  for (let y = 0; y < height; ++y) {
    const row = samples.subarray(y * width, (y + 1) * width);
    if (!row.some((sample) => sample > 0 && sample < 255)) {
      continue;
    }
    windows.read(row);
    halves.forEach((half, dy) => {
      for (const target of dy === 0 ? [y] : [y - dy, y + dy]) {
        windows.raise(out, target * width, undecided[target] ?? [], half);
      }
    });
  }
}

/** Maxima over windows of one row: each is that of two windows of a power of two that overlap. */
class RowWindows {
  /** At k and x: the maximum over the 2^k samples from x - margin on; beyond the row they are 0. */
  private readonly levels: Uint8Array[] = [];

  /** margin: half the largest width. */
  constructor(
    width: number,
    private readonly margin: number,
  ) {
    for (let size = 1; size <= 2 * margin + 1; size *= 2) {
      this.levels.push(new Uint8Array(width + 2 * margin));
    }
  }

  read(row: Uint8Array): void {
    let below: Uint8Array | null = null;
    this.levels.forEach((level, k) => {
      if (below === null) {
        level.set(row, this.margin);
      } else {
        pairMaxima(below, level, 2 ** (k - 1));
      }
      below = level;
    });
  }

  /** Raises samples of a row of `out`, which begins at `at`, to the maxima from `half` to the left to `half` to the right. */
  raise(out: Uint8Array, at: number, columns: ArrayLike<number>, half: number): void {
    const k = Math.floor(Math.log2(2 * half + 1));
    const level = this.levels[k] ?? new Uint8Array(0);
    const first = this.margin - half;
    const second = this.margin + half + 1 - 2 ** k;
    for (let c = 0; c < columns.length; ++c) {
      const x = columns[c] ?? 0;
      const value = Math.max(level[x + first] ?? 0, level[x + second] ?? 0);
      if (value > (out[at + x] ?? 0)) {
        out[at + x] = value;
      }
    }
  }
}

/** to[x] = max(from[x], from[x + by]). */
function pairMaxima(from: Uint8Array, to: Uint8Array, by: number): void {
  const both = from.length - by;
  for (let x = 0; x < both; ++x) {
    to[x] = Math.max(from[x] ?? 0, from[x + by] ?? 0);
  }
  to.set(from.subarray(both), both);
}
