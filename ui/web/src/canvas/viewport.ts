// Where the picture is on the stage: zoom and position, as plain maths without DOM. Three systems of coordinates:
// picture pixels; stage, CSS pixels from the stage's top-left corner; device, the pixels of the screen (stage times
// the device pixel ratio). It draws nothing.

import type { Point, Size } from '../mask/geometry';

export const minScale = 0.02;
export const maxScale = 32;

/** From this scale on a picture pixel is shown as a square and not blurred. */
export const pixelatedScale = 4;

const roundScales = [
  0.02,
  0.03,
  0.04,
  0.05,
  0.0625,
  1 / 12,
  0.125,
  1 / 6,
  0.25,
  1 / 3,
  0.5,
  2 / 3,
  1,
  1.5,
  2,
  3,
  4,
  6,
  8,
  12,
  16,
  24,
  32,
];
const same = 1e-6; // relative; two scales closer than this are one
const marginShare = 0.02; // of the stage's shorter side, left free on each side of a fitted picture
const mostMargin = 16; // CSS pixels

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** Zoom, pan and fit. Without a picture or a stage its transforms are still invertible. */
export class Viewport {
  #picture: Size = { width: 0, height: 0 };
  #stage: Size = { width: 0, height: 0 };
  #ratio = 1;
  #scale = 1;
  #centre: Point = { x: 0, y: 0 }; // picture pixels in the middle of the stage
  #fitted = false;
  #mostFit = maxScale; // no larger than this while fitted
  readonly #listeners = new Set<() => void>();

  /** CSS pixels a picture pixel, minScale to maxScale; 1 = 100 %. */
  get scale(): number {
    return this.#scale;
  }

  /** The picture's left edge in stage pixels, on a whole device pixel: so 100 % is sharp and a pan is a shift. */
  get x(): number {
    return this.#onDevicePixel(this.#stage.width / 2 - this.#centre.x * this.#scale);
  }

  /** The picture's top edge in stage pixels, on a whole device pixel. */
  get y(): number {
    return this.#onDevicePixel(this.#stage.height / 2 - this.#centre.y * this.#scale);
  }

  get pictureSize(): Size {
    return this.#picture;
  }

  get stageSize(): Size {
    return this.#stage;
  }

  /** Device pixels a CSS pixel. */
  get deviceRatio(): number {
    return this.#ratio;
  }

  /** Whether all of the picture is shown because of fit(), until the next zoom or pan. */
  get fitted(): boolean {
    return this.#fitted;
  }

  /** CSS pixels. A fitted picture stays fitted, any other keeps its centre. */
  setStage(size: Size, deviceRatio = 1): void {
    const { width, height } = this.#stage;
    if (size.width === width && size.height === height && deviceRatio === this.#ratio) return;
    this.#stage = { width: size.width, height: size.height };
    this.#ratio = deviceRatio;
    if (this.#fitted) this.#fitWithin(this.#mostFit);
    this.#notify();
  }

  /** Another picture is fitted, but not enlarged. One of the same size is shown where the last one was. */
  setPicture(size: Size): void {
    if (size.width === this.#picture.width && size.height === this.#picture.height) return;
    this.#picture = { width: size.width, height: size.height };
    this.#fitWithin(1);
    this.#notify();
  }

  /** All of the picture, as large as it goes. */
  fit(): void {
    this.#fitWithin(maxScale);
    this.#notify();
  }

  /** What is under `at` (stage pixels, by default the middle) stays there. */
  zoomTo(scale: number, at: Point = this.#middle()): void {
    const held = this.#exactPicture(at);
    this.#scale = clamp(scale, minScale, maxScale);
    this.#fitted = false;
    const moved = this.#exactPicture(at);
    this.#centreOn(this.#centre.x + held.x - moved.x, this.#centre.y + held.y - moved.y);
    this.#notify();
  }

  zoomBy(factor: number, at?: Point): void {
    this.zoomTo(this.#scale * factor, at);
  }

  /** The next larger round percentage. */
  zoomIn(): void {
    this.zoomTo(roundScales.find((scale) => scale > this.#scale * (1 + same)) ?? maxScale);
  }

  /** The next smaller round percentage. */
  zoomOut(): void {
    this.zoomTo(roundScales.filter((scale) => scale < this.#scale * (1 - same)).at(-1) ?? minScale);
  }

  /** Stage pixels; the picture moves with the pointer. Its edge stops at the middle of the stage. */
  panBy(dx: number, dy: number): void {
    if (dx === 0 && dy === 0) return;
    this.#fitted = false;
    this.#centreOn(this.#centre.x - dx / this.#scale, this.#centre.y - dy / this.#scale);
    this.#notify();
  }

  /** Two fingers: their middle goes from one stage point to the other, and they move apart by `factor`. */
  pinch(from: Point, to: Point, factor: number): void {
    this.zoomBy(factor, from);
    this.panBy(to.x - from.x, to.y - from.y);
  }

  /** Pan as little as is needed for a picture point to be at least `margin` stage pixels within the stage. */
  reveal(picture: Point, margin: number): void {
    const at = this.toStage(picture);
    const inside = (value: number, length: number) =>
      length < 2 * margin ? length / 2 : clamp(value, margin, length - margin);
    this.panBy(inside(at.x, this.#stage.width) - at.x, inside(at.y, this.#stage.height) - at.y);
  }

  toPicture(stage: Point): Point {
    return { x: (stage.x - this.x) / this.#scale, y: (stage.y - this.y) / this.#scale };
  }

  toStage(picture: Point): Point {
    return { x: this.x + picture.x * this.#scale, y: this.y + picture.y * this.#scale };
  }

  /** Called after each change; returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #middle(): Point {
    return { x: this.#stage.width / 2, y: this.#stage.height / 2 };
  }

  #exactPicture(stage: Point): Point {
    const middle = this.#middle();
    return {
      x: this.#centre.x + (stage.x - middle.x) / this.#scale,
      y: this.#centre.y + (stage.y - middle.y) / this.#scale,
    };
  }

  #fitWithin(mostScale: number): void {
    this.#mostFit = mostScale;
    this.#fitted = true;
    this.#centre = { x: this.#picture.width / 2, y: this.#picture.height / 2 };
    this.#scale = clamp(Math.min(this.#fittingScale(), mostScale), minScale, maxScale);
  }

  #fittingScale(): number {
    const { width, height } = this.#stage;
    if (this.#picture.width <= 0 || this.#picture.height <= 0 || width <= 0 || height <= 0) return 1;
    const margin = Math.min(mostMargin, Math.min(width, height) * marginShare);
    return Math.min((width - 2 * margin) / this.#picture.width, (height - 2 * margin) / this.#picture.height);
  }

  #centreOn(x: number, y: number): void {
    this.#centre = { x: clamp(x, 0, this.#picture.width), y: clamp(y, 0, this.#picture.height) };
  }

  #onDevicePixel(stage: number): number {
    return Math.round(stage * this.#ratio) / this.#ratio;
  }
}
