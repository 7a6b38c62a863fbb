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
  private changedInAll: Rect | null = null;
  /** The dab that is being painted, in picture pixels: one object, as there may be thousands a second. */
  private readonly dab = { x: 0, y: 0, radius: -1, edge: 1 };
  private readonly nearer = new NearerHalf();

  /** `change` is that of the stroke alone. */
  constructor(
    private readonly mask: Mask,
    private readonly change: Change,
    private readonly brush: Brush,
    private readonly mode: MaskMode,
  ) {
    this.path = new DabPath(brush, (dab) => this.paint(dab));
  }

  /** A box of all that the stroke has changed; null: nothing. */
  get painted(): Rect | null {
    return this.changedInAll;
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

  private paint({ x, y, radius }: Readonly<Dab>): void {
    const dab = this.dab;
    // What is nearer to the previous dab of the same size has its coverage, which is not less, already.
    const isSameSize = radius === dab.radius;
    this.nearer.set(isSameSize ? dab.x : NaN, dab.y, snapped(x, radius), snapped(y, radius));
    dab.x = snapped(x, radius);
    dab.y = snapped(y, radius);
    dab.radius = radius;
    dab.edge = edgeWidth(this.brush, radius);
    const reach = reachOf(radius);
    const left = Math.floor(dab.x - reach);
    const top = Math.floor(dab.y - reach);
    const right = Math.ceil(dab.x + reach);
    const bottom = Math.ceil(dab.y + reach);
    const { width, height } = this.mask.size;
    if (right <= 0 || bottom <= 0 || left >= width || top >= height) {
      return; // the way of a pointer far outside has thousands of dabs
    }
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    this.mask.forEachTileIn(box, (index, part) => {
      const tile = this.touch(index);
      const changed = tile === null ? null : this.raise(tile, part);
      if (changed !== null) {
        this.mask.noteWritten(index);
        this.changed = united(this.changed, changed);
        this.changedInAll = united(this.changedInAll, changed);
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

  /**
   * Raises the coverage within `part` (picture pixels, in the tile) to the dab's. Returns a box of what changes, null if
   * nothing does.
   */
  private raise(tile: TouchedTile, part: Rect): Rect | null {
    const { x: centre, radius, edge } = this.dab;
    const reach = reachOf(radius);
    const lastX = part.x + part.width - 1;
    const box = { left: lastX + 1, top: part.y + part.height, right: -1, bottom: -1 };
    for (let y = part.y; y < part.y + part.height; ++y) {
      const dy = y + 0.5 - this.dab.y;
      const half = halfChord(reach, dy);
      const left = Math.max(part.x, Math.ceil(centre - half - 0.5), this.nearer.first(y));
      const right = Math.min(lastX, Math.floor(centre + half - 0.5), this.nearer.last(y));
      if (left > right) {
        continue;
      }
      // A ramp, full samples, and a ramp down; each of them may be empty.
      const fullHalf = halfChord(reach - edge, dy);
      const fullLeft = Math.min(right + 1, Math.max(left, Math.ceil(centre - fullHalf - 0.5)));
      const fullRight = Math.min(right, Math.max(fullLeft - 1, Math.floor(centre + fullHalf - 0.5)));
      const row = (y % tileSize) * tileSize - (part.x - (part.x % tileSize)); // the index of x = 0
      let changed = this.raiseRamp(tile, row, dy, left, fullLeft - 1);
      changed = this.raiseToFull(tile, row + fullLeft, row + fullRight) || changed;
      changed = this.raiseRamp(tile, row, dy, fullRight + 1, right) || changed;
      if (changed) {
        box.left = Math.min(box.left, left);
        box.top = Math.min(box.top, y);
        box.right = Math.max(box.right, right);
        box.bottom = y;
      }
    }
    if (box.bottom < 0) return null;
    return {
      x: box.left,
      y: box.top,
      width: box.right + 1 - box.left,
      height: box.bottom + 1 - box.top,
    };
  }

  private raiseRamp(tile: TouchedTile, row: number, dy: number, left: number, right: number): boolean {
    const { before, coverage, samples } = tile;
    const { x: centre, radius, edge } = this.dab;
    const isCoverage = coverage === samples;
    let changed = false;
    for (let x = left; x <= right; ++x) {
      const i = row + x;
      const old = coverage[i] ?? 0;
      if (old === 255) {
        continue;
      }
      const dx = x + 0.5 - centre;
      const value = coverageAt(Math.sqrt(dx * dx + dy * dy), radius, edge);
      if (value > old) {
        coverage[i] = value;
        if (!isCoverage) samples[i] = combined(before === null ? 0 : (before[i] ?? 0), value, this.mode);
        changed = true;
      }
    }
    return changed;
  }

  private raiseToFull({ coverage, samples }: TouchedTile, first: number, last: number): boolean {
    const value = this.mode === 'add' ? 255 : 0;
    let changed = false;
    for (let i = first; i <= last; ++i) {
      if (coverage[i] !== 255) {
        coverage[i] = 255;
        samples[i] = value;
        changed = true;
      }
    }
    return changed;
  }
}

/** The pixels that are nearer to a point than to another one, row by row; a few others may be among them. */
class NearerHalf {
  private x = 0;
  private y = 0;
  private limit = 0; // nearer are the points with x * this.x + y * this.y > limit

  /** NaN: all pixels. */
  set(otherX: number, otherY: number, x: number, y: number): void {
    this.x = x - otherX;
    this.y = y - otherY;
    this.limit = (x * x + y * y - otherX * otherX - otherY * otherY) / 2;
  }

  /** No column before it is nearer. */
  first(row: number): number {
    const rest = this.limit - this.y * (row + 0.5);
    if (this.x > 0) return Math.floor(rest / this.x - 0.5);
    return this.x === 0 && rest > 0 ? Infinity : -Infinity;
  }

  /** No column after it is nearer. */
  last(row: number): number {
    const rest = this.limit - this.y * (row + 0.5);
    return this.x < 0 ? Math.ceil(rest / this.x - 0.5) : Infinity;
  }
}

/** Half the length of the chord of a circle at this distance from its centre; negative if there is none. */
function halfChord(radius: number, distance: number): number {
  return Math.abs(distance) <= radius ? Math.sqrt(radius * radius - distance * distance) : -1;
}
