// Which device pixels the mask's tiles cover. Edges are rounded to whole device pixels and a tile ends where the next
// one begins: no seam shows at any zoom. Without DOM.

import type { Point, Rect, Size } from '../mask/geometry';
import { tileSize } from '../mask/mask';
import type { Viewport } from './viewport';

/** From picture to device pixels. */
export interface DeviceTransform extends Point {
  readonly scale: number;
}

export function deviceTransform(viewport: Viewport): DeviceTransform {
  const ratio = viewport.deviceRatio;
  // The viewport puts the picture on whole device pixels; this takes away what the division has left.
  return {
    scale: viewport.scale * ratio,
    x: Math.round(viewport.x * ratio),
    y: Math.round(viewport.y * ratio),
  };
}

/** The device pixels of the tiles' part of a picture: whole pixels. */
export function tileDeviceRect(column: number, row: number, picture: Size, transform: DeviceTransform): Rect {
  const left = edge(column * tileSize, picture.width, transform.x, transform.scale);
  const top = edge(row * tileSize, picture.height, transform.y, transform.scale);
  return {
    x: left,
    y: top,
    width: edge((column + 1) * tileSize, picture.width, transform.x, transform.scale) - left,
    height: edge((row + 1) * tileSize, picture.height, transform.y, transform.scale) - top,
  };
}

/** How much of a tile the picture covers, in picture pixels. */
export function tilePart(column: number, row: number, picture: Size): Size {
  return {
    width: Math.min(tileSize, picture.width - column * tileSize),
    height: Math.min(tileSize, picture.height - row * tileSize),
  };
}

/** All device pixels that show some of a picture rectangle; cut to the canvas. Empty if none does. */
export function deviceRect(picture: Rect, transform: DeviceTransform, canvas: Size): Rect {
  const reach = Math.ceil(Math.max(1, transform.scale)) + 1; // interpolation looks a picture pixel far; rounding
  const left = Math.floor(transform.x + picture.x * transform.scale) - reach;
  const top = Math.floor(transform.y + picture.y * transform.scale) - reach;
  const right = Math.ceil(transform.x + (picture.x + picture.width) * transform.scale) + reach;
  const bottom = Math.ceil(transform.y + (picture.y + picture.height) * transform.scale) + reach;
  return intersection(
    { x: left, y: top, width: right - left, height: bottom - top },
    { x: 0, y: 0, width: canvas.width, height: canvas.height },
  );
}

/** Columns and rows of tiles, the last ones not among them. */
export interface TileRange {
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly endColumn: number;
  readonly endRow: number;
}

/** All tiles that show in a rectangle of device pixels. */
export function tilesIn(device: Rect, picture: Size, transform: DeviceTransform): TileRange {
  const step = tileSize * transform.scale;
  // One more on each side than the exact edges say: they are rounded.
  const first = (start: number, origin: number) => Math.max(Math.floor((start - 1 - origin) / step), 0);
  const end = (stop: number, origin: number, length: number) =>
    Math.min(Math.ceil((stop + 1 - origin) / step), Math.ceil(length / tileSize));
  return {
    firstColumn: first(device.x, transform.x),
    firstRow: first(device.y, transform.y),
    endColumn: end(device.x + device.width, transform.x, picture.width),
    endRow: end(device.y + device.height, transform.y, picture.height),
  };
}

/** Empty (width or height 0) if they have nothing in common. */
export function intersection(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(Math.min(a.x + a.width, b.x + b.width) - x, 0),
    height: Math.max(Math.min(a.y + a.height, b.y + b.height) - y, 0),
  };
}

/** The smallest rectangle around both; null is nothing. */
export function union(a: Rect | null, b: Rect): Rect {
  if (a === null) return b;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function edge(picture: number, length: number, origin: number, scale: number): number {
  return Math.round(origin + Math.min(picture, length) * scale);
}
