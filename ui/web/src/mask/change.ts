// One change of a mask while it is made: what the touched tiles were before it, so that it can be taken back, and
// afterwards its delta, so that it can be undone and redone.

import type { Mask } from './mask';
import { fullTile, stored, type Tile, tileSamples } from './tile';
import { decodeDelta, DeltaEncoder, xorInto } from './delta';

export class Change {
  private readonly before = new Map<number, Tile>();

  constructor(private readonly mask: Mask) {}

  /** The tile's samples to write to, a copy of those before. After writing, Mask.noteWritten(). */
  writable(index: number): Uint8Array {
    const now = this.mask.tileAt(index);
    if (now !== null && now !== fullTile && this.before.has(index)) {
      return now;
    }
    const copy = now === null ? new Uint8Array(tileSamples) : now.slice();
    this.replace(index, copy);
    return copy;
  }

  /** Replaces the tile; `tile` belongs to the mask then. */
  replace(index: number, tile: Tile): void {
    if (!this.before.has(index)) {
      this.before.set(index, this.mask.tileAt(index));
    }
    this.mask.setTile(index, tile);
  }

  /** Restores the mask as it was before. */
  rollBack(): void {
    for (const [index, tile] of this.before) {
      this.mask.setTile(index, tile);
    }
    this.before.clear();
  }

  /** Ends the change. Returns its delta, null if it changed nothing. */
  finish(encoder: DeltaEncoder): Uint8Array | null {
    for (const [index, before] of this.before) {
      const after = this.mask.tileAt(index);
      encoder.add(index, before, after);
      const next = after === null ? null : stored(after);
      if (next !== after) {
        this.mask.setTile(index, next);
      }
    }
    this.before.clear();
    return encoder.take();
  }
}

/** Makes the change with this delta, or takes it back: that is the same. Throws DamagedMaskError. */
export function applyDelta(mask: Mask, delta: Uint8Array): void {
  decodeDelta(delta, (index, samples) => {
    const now = mask.tileAt(index);
    if (now !== null) {
      xorInto(samples, now);
    }
    const next = stored(samples);
    if (next !== samples) {
      mask.setTile(index, next);
    } else if (now === null || now === fullTile) {
      mask.setTile(index, samples.slice());
    } else {
      now.set(samples);
      mask.noteWritten(index);
    }
  });
}
