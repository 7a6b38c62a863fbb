// One tile of the mask as a bitmap in the overlay's colour. Only what has changed is written again.

import type { Rect } from '../mask/geometry';
import { tileSize } from '../mask/mask';
import { fullTile } from '../mask/tile';
import { union } from './overlay-geometry';

/** As in the studio: red, at half the opacity where a pixel is fully selected. */
const colour = { red: 255, green: 40, blue: 80, opacity: 0.5 };
const fullAlpha = Math.round(255 * colour.opacity);

/** The colour of fully selected pixels, for fillStyle. */
export const fullColour = `rgba(${colour.red}, ${colour.green}, ${colour.blue}, ${fullAlpha / 255})`;

// A pixel of ImageData for each sample: its bytes in memory are red, green, blue, alpha.
const pixelOfSample = (() => {
  const bytes = new Uint8Array(256 * 4);
  for (let sample = 0; sample < 256; ++sample)
    bytes.set([colour.red, colour.green, colour.blue, Math.round(sample * colour.opacity)], sample * 4);
  return new Uint32Array(bytes.buffer);
})();

/** Where a tile's pixels are put together; one does for all tiles. */
export class Scratch {
  readonly image = new ImageData(tileSize, tileSize);
  readonly pixels = new Uint32Array(this.image.data.buffer);
}

const whole: Rect = { x: 0, y: 0, width: tileSize, height: tileSize };

export class TileBitmap {
  #canvas: OffscreenCanvas | null = null;
  #context: OffscreenCanvasRenderingContext2D | null = null;
  #dirty: Rect | null = whole;
  #full = false;

  /** Pixels of the tile that have changed since it was painted. */
  invalidate(rect: Rect): void {
    this.#dirty = union(this.#dirty, rect);
  }

  /** Bring it up to date. */
  update(samples: Uint8Array, scratch: Scratch): void {
    this.#full = samples === fullTile;
    if (this.#full)
      this.#dirty = whole; // nothing is painted for it
    else if (this.#dirty !== null) {
      this.#write(samples, this.#dirty, scratch);
      this.#dirty = null;
    }
  }

  /** The bitmap; null: all of it is fully selected. */
  get source(): OffscreenCanvas | null {
    return this.#full ? null : this.#canvas;
  }

  #write(samples: Uint8Array, rect: Rect, { image, pixels }: Scratch): void {
    const right = rect.x + rect.width;
    for (let y = rect.y; y < rect.y + rect.height; ++y) {
      const row = y * tileSize;
      for (let at = row + rect.x; at < row + right; ++at) pixels[at] = pixelOfSample[samples[at] ?? 0] ?? 0;
    }
    this.#target().putImageData(image, 0, 0, rect.x, rect.y, rect.width, rect.height);
  }

  #target(): OffscreenCanvasRenderingContext2D {
    if (this.#context !== null) return this.#context;
    this.#canvas = new OffscreenCanvas(tileSize, tileSize);
    // In the computer's memory: it is written far more often than it is scaled.
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('The browser has no memory left for a canvas');
    this.#context = context;
    return context;
  }
}
