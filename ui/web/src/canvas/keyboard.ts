// The keys of the stage: arrows move a cursor over the picture, Enter paints there or starts and ends a rectangle.
// Without DOM.

import type { Point, Rect } from '../mask/geometry';
import type { MaskMode } from '../mask/types';
import { within } from './area';
import type { MaskPainter, Outline, ToolDriver } from './tool-driver';
import type { Viewport } from './viewport';
import { zoomKey } from './viewport-keys';

export interface KeyReport {
  /** As KeyboardEvent.key. */
  readonly key: string;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

/** What the user hears of what a key has done. Positions and sizes are picture pixels. */
export type StageMessage =
  | ({ readonly kind: 'cursor' | 'rectangleStarted' | 'cornerSet' | 'painted' | 'erased' } & Point)
  | ({ readonly kind: 'rectangle' | 'rectangleAdded' | 'rectangleRemoved' } & Rect)
  | { readonly kind: 'lassoAdded' | 'lassoRemoved' | 'cancelled' }
  | { readonly kind: 'zoom'; readonly percent: number };

const step = { plain: 10, shift: 50, alt: 1 }; // picture pixels
const panPx = 64; // stage pixels
const revealPx = 24; // the cursor stays this far within the stage

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export class KeyboardCursor {
  readonly #viewport: Viewport;
  readonly #driver: ToolDriver;
  readonly #painter: MaskPainter;
  readonly #say: (message: StageMessage) => void;
  readonly #changed: () => void;
  #cursor: Point | null = null;
  #corners: Point[] = []; // the rectangle's first one, or those of a lasso

  /** `say`: tell the user; `changed`: cursor or outline have changed. */
  constructor(
    viewport: Viewport,
    driver: ToolDriver,
    painter: MaskPainter,
    say: (message: StageMessage) => void,
    changed: () => void,
  ) {
    this.#viewport = viewport;
    this.#driver = driver;
    this.#painter = painter;
    this.#say = say;
    this.#changed = changed;
  }

  /** Picture pixels; null until an arrow key is pressed. */
  get cursor(): Point | null {
    return this.#cursor;
  }

  /** The rectangle or lasso that has been started. */
  get outline(): Outline | null {
    const cursor = this.#cursor;
    if (cursor === null || this.#corners.length === 0) return null;
    return this.#driver.tool === 'lasso'
      ? { kind: 'lasso', points: [...this.#corners, cursor], mode: 'add' }
      : { kind: 'box', box: this.#box(cursor), mode: 'add' };
  }

  /** True: the key was for the stage. */
  press(key: KeyReport): boolean {
    if (key.ctrl) return false; // the page's and the browser's shortcuts
    const arrow = arrows[key.key];
    if (arrow !== undefined) return this.#arrow(arrow, key);
    if (key.key === 'Enter') return this.#enter(key);
    if (key.key === 'Escape') return this.#escape();
    return !key.alt && this.#zoom(key.key);
  }

  /** The pointer is used, or another tool: the cursor goes, and what was started. */
  hide(): void {
    if (this.#cursor === null) return;
    this.#cursor = null;
    this.#corners = [];
    this.#changed();
  }

  #arrow(arrow: Point, key: KeyReport): boolean {
    if (this.#driver.tool === 'pan' || this.#driver.disabled) {
      this.#viewport.panBy(-arrow.x * panPx, -arrow.y * panPx);
      return true;
    }
    const far = key.shift ? step.shift : key.alt ? step.alt : step.plain;
    const from = this.#cursor ?? this.#start();
    const { width, height } = this.#viewport.pictureSize;
    this.#cursor = {
      x: Math.min(Math.max(from.x + arrow.x * far, 0), width),
      y: Math.min(Math.max(from.y + arrow.y * far, 0), height),
    };
    this.#show(this.#cursor);
    if (this.#corners.length > 0 && this.#driver.tool === 'rectangle')
      this.#say({ kind: 'rectangle', ...this.#box(this.#cursor) });
    else this.#say({ kind: 'cursor', ...this.#cursor });
    return true;
  }

  #enter(key: KeyReport): boolean {
    if (this.#driver.tool === 'pan' || this.#driver.disabled) return false;
    const at = this.#cursor ?? this.#start();
    this.#cursor = at;
    const mode = key.alt ? 'subtract' : 'add';
    if (this.#driver.tool === 'rectangle') this.#rectangle(at, mode);
    else if (this.#driver.tool === 'lasso') this.#lasso(at, mode);
    else {
      const erases = key.alt || this.#driver.tool === 'erase';
      this.#driver.dab(at, erases ? 'subtract' : 'add', key.shift);
      this.#say({ kind: erases ? 'erased' : 'painted', ...at });
    }
    this.#show(at);
    return true;
  }

  #rectangle(at: Point, mode: MaskMode): void {
    if (this.#corners.length === 0) {
      this.#corners = [at];
      this.#say({ kind: 'rectangleStarted', ...at });
      return;
    }
    const box = this.#box(at);
    if (box.width === 0 || box.height === 0) return; // it is not a rectangle yet
    this.#corners = [];
    this.#painter.selectRectangle(box, mode);
    this.#say({ kind: mode === 'add' ? 'rectangleAdded' : 'rectangleRemoved', ...box });
  }

  // Enter at the place of the last corner closes it.
  #lasso(at: Point, mode: MaskMode): void {
    const last = this.#corners.at(-1);
    if (last?.x !== at.x || last.y !== at.y || this.#corners.length < 3) {
      if (last?.x !== at.x || last.y !== at.y) this.#corners = [...this.#corners, at];
      this.#say({ kind: 'cornerSet', ...at });
      return;
    }
    const corners = this.#corners;
    this.#corners = [];
    this.#painter.selectPolygon(corners, mode);
    this.#say({ kind: mode === 'add' ? 'lassoAdded' : 'lassoRemoved' });
  }

  #escape(): boolean {
    if (this.#corners.length === 0) return false;
    this.#corners = [];
    this.#changed();
    this.#say({ kind: 'cancelled' });
    return true;
  }

  #zoom(key: string): boolean {
    if (!zoomKey(this.#viewport, key)) return false;
    this.#say({ kind: 'zoom', percent: Math.round(this.#viewport.scale * 100) });
    return true;
  }

  #show(at: Point): void {
    this.#viewport.reveal(at, revealPx);
    this.#changed();
  }

  // The middle of what is seen of the picture.
  #start(): Point {
    const { width, height } = this.#viewport.stageSize;
    const { x, y } = this.#viewport.toPicture({ x: width / 2, y: height / 2 });
    const picture = this.#viewport.pictureSize;
    return {
      x: Math.round(Math.min(Math.max(x, 0), picture.width)),
      y: Math.round(Math.min(Math.max(y, 0), picture.height)),
    };
  }

  #box(to: Point): Rect {
    const from = this.#corners[0] ?? to;
    return within(
      {
        x: Math.min(from.x, to.x),
        y: Math.min(from.y, to.y),
        width: Math.abs(from.x - to.x),
        height: Math.abs(from.y - to.y),
      },
      this.#viewport.pictureSize,
    );
  }
}
