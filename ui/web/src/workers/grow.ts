// Moves the edge of a mask: every pixel gets the highest, or lowest, sample within a disc around it. Pixels outside
// the picture do not count, so that a selection at the border stays there.

import type { Rect } from '../mask/geometry';
import type { Mask } from '../mask/mask';
import { intersection } from '../mask/rect';
import { discMaximum } from './disc-maximum';

export interface GrownMask {
  /** Picture pixels; the mask is 0 elsewhere. */
  readonly rect: Rect;
  /** Row-major. */
  readonly samples: Uint8Array<ArrayBuffer>;
}

/** radius: pixels, of the disc; outwards if positive, inwards if negative. */
export function grown(mask: Mask, radius: number): GrownMask {
  const box = mask.bounds();
  // What is shrunk needs the zeros next to it; those farther away make no difference.
  const margin = radius >= 0 ? Math.floor(radius) : 1;
  const rect = box === null ? null : intersection(withMargin(box, margin), mask.rect);
  if (rect === null) {
    return { rect: { x: 0, y: 0, width: 0, height: 0 }, samples: new Uint8Array(0) };
  }
  const samples = mask.readRect(rect);
  if (radius >= 0) {
    return { rect, samples: discMaximum(samples, rect, radius) };
  }
  invert(samples);
  const highest = discMaximum(samples, rect, -radius);
  invert(highest);
  return { rect, samples: highest };
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
