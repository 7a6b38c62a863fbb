// Draws the mask over the picture, into a canvas of the stage's size in device pixels. It never reads the picture.

import type { Rect, Size } from '../mask/geometry';
import { tileSize, type Mask } from '../mask/mask';
import {
  deviceRect,
  deviceTransform,
  intersection,
  tileDeviceRect,
  tilePart,
  tilesIn,
  union,
  type DeviceTransform,
} from './overlay-geometry';
import { fullColour, Scratch, TileBitmap } from './tile-bitmap';
import { pixelatedScale, type Viewport } from './viewport';

export class MaskOverlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #mask: Mask;
  readonly #viewport: Viewport;
  readonly #tiles = new Map<number, TileBitmap>();
  readonly #scratch = new Scratch();
  #changed: Rect | null = null; // picture pixels that the canvas does not show yet
  #all = true;

  constructor(canvas: HTMLCanvasElement, mask: Mask, viewport: Viewport) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('The browser has no memory left for a canvas');
    this.#canvas = canvas;
    this.#context = context;
    this.#mask = mask;
    this.#viewport = viewport;
  }

  /** Device pixels. */
  resize(size: Size): void {
    if (this.#canvas.width !== size.width) this.#canvas.width = size.width;
    if (this.#canvas.height !== size.height) this.#canvas.height = size.height;
    this.#all = true;
  }

  /** The viewport has changed. */
  invalidateAll(): void {
    this.#all = true;
  }

  /** Picture pixels of the mask have changed. */
  invalidate(rect: Rect): void {
    const part = intersection(rect, { x: 0, y: 0, ...this.#mask.size });
    if (part.width === 0 || part.height === 0) return;
    this.#changed = union(this.#changed, part);
    for (let row = Math.floor(part.y / tileSize); row * tileSize < part.y + part.height; ++row)
      for (let column = Math.floor(part.x / tileSize); column * tileSize < part.x + part.width; ++column) {
        const tile = { x: column * tileSize, y: row * tileSize, width: tileSize, height: tileSize };
        const changed = intersection(part, tile);
        this.#tiles
          .get(this.#index(column, row))
          ?.invalidate({ ...changed, x: changed.x - tile.x, y: changed.y - tile.y });
      }
  }

  /** Draw what has changed. */
  paint(): void {
    const transform = deviceTransform(this.#viewport);
    const canvas = { x: 0, y: 0, width: this.#canvas.width, height: this.#canvas.height };
    const area = this.#all ? canvas : this.#changed !== null && deviceRect(this.#changed, transform, canvas);
    this.#all = false;
    this.#changed = null;
    if (area === false || area.width === 0 || area.height === 0) return;
    this.#context.save();
    this.#context.beginPath();
    this.#context.rect(area.x, area.y, area.width, area.height);
    this.#context.clip();
    this.#context.clearRect(area.x, area.y, area.width, area.height);
    this.#context.imageSmoothingEnabled = this.#viewport.scale < pixelatedScale;
    this.#context.fillStyle = fullColour;
    this.#paintTiles(area, transform);
    this.#context.restore();
  }

  #paintTiles(area: Rect, transform: DeviceTransform): void {
    const range = tilesIn(area, this.#mask.size, transform);
    for (let row = range.firstRow; row < range.endRow; ++row)
      for (let column = range.firstColumn; column < range.endColumn; ++column)
        this.#paintTile(column, row, transform);
  }

  #paintTile(column: number, row: number, transform: DeviceTransform): void {
    const samples = this.#mask.tile(column, row);
    const index = this.#index(column, row);
    if (samples === null) {
      this.#tiles.delete(index);
      return;
    }
    let tile = this.#tiles.get(index);
    if (tile === undefined) this.#tiles.set(index, (tile = new TileBitmap()));
    tile.update(samples, this.#scratch);
    const to = tileDeviceRect(column, row, this.#mask.size, transform);
    if (to.width === 0 || to.height === 0) return;
    if (tile.source === null) {
      this.#context.fillRect(to.x, to.y, to.width, to.height);
      return;
    }
    const part = tilePart(column, row, this.#mask.size);
    this.#context.drawImage(tile.source, 0, 0, part.width, part.height, to.x, to.y, to.width, to.height);
  }

  #index(column: number, row: number): number {
    return row * this.#mask.columns + column;
  }
}
