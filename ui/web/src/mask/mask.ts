// The selection of an edit: how strongly each pixel of the picture is to be regenerated. It is read by all, and
// written by MaskEditor (mask-editor.ts) alone, which knows how to undo.

import type { Rect, Size } from './geometry';
import { intersection, united } from './rect';
import { boxOf, firstAbove0, type Tile, tileSize } from './tile';

export { tileSize } from './tile';

/** Pixels, the longest side of a mask. */
export const maxSide = 16384;

/** One 8-bit sample for each pixel: 255 = regenerate, 0 = keep, between = soft. Empty tiles take no memory. */
export class Mask {
  /** Of tiles. */
  readonly columns: number;
  readonly rows: number;
  private readonly tiles: Tile[];
  /** For each tile the box of its samples above 0, in picture pixels; undefined: not known. */
  private readonly boxes: (Rect | null | undefined)[];
  private box: Rect | null | undefined = null;

  /** An empty mask. Throws RangeError if a side is not a whole number from 1 to maxSide. */
  constructor(readonly size: Size) {
    for (const side of [size.width, size.height]) {
      if (!Number.isInteger(side) || side < 1 || side > maxSide) {
        throw new RangeError(`A side of the mask is ${side} pixels, allowed are 1 to ${maxSide}.`);
      }
    }
    this.columns = Math.ceil(size.width / tileSize);
    this.rows = Math.ceil(size.height / tileSize);
    this.tiles = new Array<Tile>(this.columns * this.rows).fill(null);
    this.boxes = new Array<Rect | null>(this.columns * this.rows).fill(null);
  }

  /** The whole mask. */
  get rect(): Rect {
    return { x: 0, y: 0, width: this.size.width, height: this.size.height };
  }

  get tileCount(): number {
    return this.tiles.length;
  }

  /** 0 outside. x, y: whole numbers. */
  sample(x: number, y: number): number {
    if (x < 0 || y < 0 || x >= this.size.width || y >= this.size.height) {
      return 0;
    }
    const tile = this.tile(Math.floor(x / tileSize), Math.floor(y / tileSize));
    return tile?.[(y % tileSize) * tileSize + (x % tileSize)] ?? 0;
  }

  /** tileSize * tileSize samples, row-major; null = zeros, also outside. Not to be written to, nor kept. */
  tile(column: number, row: number): Tile {
    return column >= 0 && column < this.columns ? this.tileAt(row * this.columns + column) : null;
  }

  /** The tiles are counted row by row. */
  tileAt(index: number): Tile {
    return this.tiles[index] ?? null;
  }

  /** Picture pixels, cut to the mask. */
  tileRect(index: number): Rect {
    const x = (index % this.columns) * tileSize;
    const y = Math.floor(index / this.columns) * tileSize;
    const width = Math.min(tileSize, this.size.width - x);
    const height = Math.min(tileSize, this.size.height - y);
    return { x, y, width, height };
  }

  /** Calls `visit` for every tile that holds a part of `rect` with that part. */
  forEachTileIn(rect: Rect, visit: (index: number, part: Rect) => void): void {
    const inside = intersection(rect, this.rect);
    if (inside === null) {
      return;
    }
    const lastColumn = Math.floor((inside.x + inside.width - 1) / tileSize);
    const lastRow = Math.floor((inside.y + inside.height - 1) / tileSize);
    for (let row = Math.floor(inside.y / tileSize); row <= lastRow; ++row) {
      for (let column = Math.floor(inside.x / tileSize); column <= lastColumn; ++column) {
        const index = row * this.columns + column;
        const part = intersection(this.tileRect(index), inside);
        if (part !== null) {
          visit(index, part);
        }
      }
    }
  }

  /** The samples within `rect` (whole pixels), row-major; 0 outside the mask. */
  readRect(rect: Rect): Uint8Array<ArrayBuffer> {
    const samples = new Uint8Array(rect.width * rect.height);
    this.forEachTileIn(rect, (index, part) => {
      const tile = this.tileAt(index);
      if (tile === null) {
        return;
      }
      for (let y = part.y; y < part.y + part.height; ++y) {
        const from = (y % tileSize) * tileSize + (part.x % tileSize);
        samples.set(tile.subarray(from, from + part.width), (y - rect.y) * rect.width + part.x - rect.x);
      }
    });
    return samples;
  }

  /** The exact box of the samples above 0. Scans only tiles that changed since the last call. */
  bounds(): Rect | null {
    if (this.box === undefined) {
      this.box = null;
      for (let index = 0; index < this.tiles.length; ++index) {
        const box = this.boxOfTile(index);
        if (box !== null) {
          this.box = united(this.box, box);
        }
      }
    }
    return this.box;
  }

  /** True if all samples are 0. */
  isEmpty(): boolean {
    if (this.box !== undefined) {
      return this.box === null;
    }
    return this.tiles.every((tile, index) => {
      const box = this.boxes[index];
      return box === undefined ? tile === null || firstAbove0(tile) < 0 : box === null;
    });
  }

  /** For what changes masks: replaces a tile. */
  setTile(index: number, tile: Tile): void {
    this.tiles[index] = tile;
    this.noteWritten(index);
  }

  /** For what changes masks: to be called after writing into the tile's samples. */
  noteWritten(index: number): void {
    this.boxes[index] = this.tiles[index] === null ? null : undefined;
    this.box = undefined;
  }

  private boxOfTile(index: number): Rect | null {
    const known = this.boxes[index];
    if (known !== undefined) {
      return known;
    }
    const tile = this.tileAt(index);
    const inTile = tile === null ? null : boxOf(tile);
    const at = this.tileRect(index);
    const box = inTile === null ? null : { ...inTile, x: at.x + inTile.x, y: at.y + inTile.y };
    this.boxes[index] = box;
    return box;
  }
}
