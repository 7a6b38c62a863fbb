// Moves the edge of a mask: every pixel gets the highest, or lowest, sample within a disc around it. Pixels outside
// the picture do not count, so that a selection at the border stays there.

import type { Rect } from '../mask/geometry';
import type { Mask } from '../mask/mask';
import { intersection } from '../mask/rect';

export interface GrownMask {
  /** Picture pixels; the mask is 0 elsewhere. */
  readonly rect: Rect;
  /** Row-major. */
  readonly samples: Uint8Array<ArrayBuffer>;
}

/** radius: pixels, of the disc; outwards if positive, inwards if negative. */
export function grown(mask: Mask, radius: number): GrownMask {
  const box = mask.bounds();
  const margin = radius >= 0 ? Math.floor(radius) : 1;
  const rect = box === null ? null : intersection(withMargin(box, margin), mask.rect);
  if (rect === null) {
    return { rect: { x: 0, y: 0, width: 0, height: 0 }, samples: new Uint8Array(0) };
  }
  const samples = mask.readRect(rect);
  if (radius >= 0) {
    return { rect, samples: dilated(samples, rect.width, radius) };
  }
  invert(samples);
  const shrunk = dilated(samples, rect.width, -radius);
  invert(shrunk);
  return { rect, samples: shrunk };
}

/**
 * The maximum over a disc. A disc is a pile of rows: for each row of samples and each height within the disc, the
 * maxima over the disc's width there raise the rows so far above and below. A maximum over a width is that over two
 * windows of a power of two that overlap, so the cost for each pixel is the radius, not its square.
 */
function dilated(samples: Uint8Array, width: number, radius: number): Uint8Array<ArrayBuffer> {
  const height = samples.length / width;
  const out = new Uint8Array(samples.length);
  const windows = new RowWindows(width, Math.floor(radius));
  for (let y = 0; y < height; ++y) {
    if (!windows.read(samples, y * width)) {
      continue;
    }
    for (let dy = 0; dy <= radius; ++dy) {
      const half = Math.floor(Math.sqrt(radius * radius - dy * dy));
      if (y - dy >= 0) {
        windows.raise(out, (y - dy) * width, half);
      }
      if (dy > 0 && y + dy < height) {
        windows.raise(out, (y + dy) * width, half);
      }
    }
  }
  return out;
}

/** Maxima over windows of one row. */
class RowWindows {
  /** At k and x: the maximum over the 2^k samples from x - margin on; beyond the row they are 0. */
  private readonly levels: Uint8Array[] = [];
  private readonly length: number;

  /** margin: half the largest width. */
  constructor(
    private readonly width: number,
    private readonly margin: number,
  ) {
    this.length = width + 2 * margin;
    for (let size = 1; size <= 2 * margin + 1; size *= 2) {
      this.levels.push(new Uint8Array(this.length));
    }
  }

  /** False if all samples of the row are 0. */
  read(samples: Uint8Array, at: number): boolean {
    const row = samples.subarray(at, at + this.width);
    if (row.every((sample) => sample === 0)) {
      return false;
    }
    this.levels[0]?.set(row, this.margin);
    for (let k = 1; k < this.levels.length; ++k) {
      const from = this.levels[k - 1];
      const to = this.levels[k];
      if (from !== undefined && to !== undefined) {
        pairMaxima(from, to, 2 ** (k - 1));
      }
    }
    return true;
  }

  /** Raises a row of `out` to the maxima over `half` samples to the left, the sample itself and `half` to the right. */
  raise(out: Uint8Array, at: number, half: number): void {
    const k = Math.floor(Math.log2(2 * half + 1));
    const level = this.levels[k];
    if (level === undefined) {
      return;
    }
    const first = this.margin - half;
    const second = this.margin + half + 1 - 2 ** k;
    for (let x = 0; x < this.width; ++x) {
      const value = Math.max(level[x + first] ?? 0, level[x + second] ?? 0);
      if (value > (out[at + x] ?? 0)) {
        out[at + x] = value;
      }
    }
  }
}

/** to[x] = max(from[x], from[x + by]). */
function pairMaxima(from: Uint8Array, to: Uint8Array, by: number): void {
  for (let x = 0; x < to.length; ++x) {
    to[x] = Math.max(from[x] ?? 0, x + by < from.length ? (from[x + by] ?? 0) : 0);
  }
}

function invert(samples: Uint8Array): void {
  for (let i = 0; i < samples.length; ++i) {
    samples[i] = 255 - (samples[i] ?? 0);
  }
}

function withMargin(rect: Rect, margin: number): Rect {
  return {
    x: rect.x - margin,
    y: rect.y - margin,
    width: rect.width + 2 * margin,
    height: rect.height + 2 * margin,
  };
}
