// Paints a stroke into the mask, dab by dab. The coverage of a pixel is the maximum of its dabs, so that a stroke
// that crosses itself is not stronger there.

import { coverageAt, type Dab, DabPath, edgeWidth, reachOf, snapped } from './brush';
import type { Change } from './change';
import { combined } from './coverage';
import type { Rect } from './geometry';
import type { Mask } from './mask';
import { united } from './rect';
import { fullTile, type Tile, tileSamples, tileSize } from './tile';
import type { Brush, BrushPoint, MaskMode } from './types';

/** A tile that the stroke has touched. */
interface TouchedTile {
  readonly before: Tile;
  readonly coverage: Uint8Array;
  /** The mask's samples, written to. */
  readonly samples: Uint8Array;
}

export class StrokePainter {
  private readonly path: DabPath;
  private readonly touched = new Map<number, TouchedTile>();
  private changed: Rect | null = null;

  /** `change` is that of the stroke alone. */
  constructor(
    private readonly mask: Mask,
    private readonly change: Change,
    private readonly brush: Brush,
    private readonly mode: MaskMode,
  ) {
    this.path = new DabPath(brush, (dab) => this.paint(dab));
  }

  /** Returns a box of what changed, null if nothing did. */
  add(points: readonly BrushPoint[]): Rect | null {
    this.changed = null;
    for (const point of points) {
      this.path.lineTo(point);
    }
    return this.changed;
  }

  /** Returns a box of what changed, null if nothing did. */
  end(): Rect | null {
    this.changed = null;
    this.path.end();
    return this.changed;
  }

  private paint(at: Readonly<Dab>): void {
    const dab = { x: snapped(at.x, at.radius), y: snapped(at.y, at.radius), radius: at.radius };
    const reach = reachOf(dab.radius);
    const x = Math.floor(dab.x - reach);
    const y = Math.floor(dab.y - reach);
    const width = Math.ceil(dab.x + reach) - x;
    const height = Math.ceil(dab.y + reach) - y;
    this.mask.forEachTileIn({ x, y, width, height }, (index, part) => {
      const tile = this.touch(index);
      if (tile !== null && this.raise(tile, part, dab)) {
        this.mask.noteWritten(index);
        this.changed = united(this.changed, part);
      }
    });
  }

  /** Null if nothing is left to do in the tile. */
  private touch(index: number): TouchedTile | null {
    const known = this.touched.get(index);
    if (known !== undefined) {
      return known;
    }
    const before = this.mask.tileAt(index);
    if (before === (this.mode === 'add' ? fullTile : null)) {
      return null;
    }
    const samples = this.change.writable(index);
    // What is added to zeros is the coverage itself.
    const coverage = before === null ? samples : new Uint8Array(tileSamples);
    const tile = { before, coverage, samples };
    this.touched.set(index, tile);
    return tile;
  }

  /** Raises the coverage within `part` (picture pixels, in the tile) to the dab's. False if nothing changes. */
  private raise(tile: TouchedTile, part: Rect, dab: Dab): boolean {
    const { before, coverage, samples } = tile;
    const mode = this.mode;
    const { radius } = dab;
    const edge = edgeWidth(this.brush, radius);
    const reach = reachOf(radius);
    const inner = Math.max(0, reach - edge);
    const lastX = part.x + part.width - 1;
    let changed = false;
    for (let y = part.y; y < part.y + part.height; ++y) {
      const dy = y + 0.5 - dab.y;
      const half = Math.sqrt(Math.max(0, reach * reach - dy * dy));
      const left = Math.max(part.x, Math.ceil(dab.x - half - 0.5));
      const right = Math.min(lastX, Math.floor(dab.x + half - 0.5));
      const row = (y % tileSize) * tileSize;
      for (let x = left; x <= right; ++x) {
        const i = row + (x % tileSize);
        const old = coverage[i] ?? 0;
        if (old === 255) {
          continue;
        }
        const dx = x + 0.5 - dab.x;
        const squared = dx * dx + dy * dy;
        const value = squared <= inner * inner ? 255 : coverageAt(Math.sqrt(squared), radius, edge);
        if (value > old) {
          coverage[i] = value;
          samples[i] = combined(before === null ? 0 : (before[i] ?? 0), value, mode);
          changed = true;
        }
      }
    }
    return changed;
  }
}
