// What the stage shows, drawn once a frame: the picture's place, the mask, the tool's outline, the brush.

import type { Point, Rect } from '../mask/geometry';
import type { MaskEditor } from '../mask/mask-editor';
import { Frame } from './frame';
import { MaskOverlay } from './mask-overlay';
import { placePicture } from './place-picture';
import { deviceSize, observeSize } from './stage-size';
import type { Outline } from './tool-driver';
import type { Viewport } from './viewport';

export interface StageElements {
  readonly stage: HTMLElement;
  readonly image: HTMLImageElement;
  readonly mask: HTMLCanvasElement;
  /** A circle that follows the pointer. */
  readonly brush: HTMLElement;
  /** Where the keys are. */
  readonly cross: HTMLElement;
  /** Two lines, a dark and a light one, over each other. */
  readonly outlines: readonly SVGPathElement[];
}

/** What is drawn over picture and mask. */
export interface Marks {
  readonly outline: Outline | null;
  /** The middle of the brush in picture pixels; null: it is not shown. */
  readonly brush: Point | null;
  /** Picture pixels. */
  readonly diameter: number;
  readonly cross: Point | null;
}

const smallestBrush = 6; // CSS pixels; a smaller circle hides what it is around, a cross does not

export class StageView {
  readonly #elements: StageElements;
  readonly #viewport: Viewport;
  readonly #marks: () => Marks;
  readonly #overlay: MaskOverlay;
  readonly #brush: Mark;
  readonly #cross: Mark;
  readonly #frame = new Frame(() => this.#paint());
  readonly #ends: (() => void)[];
  #moved = true;
  #shownPath: string | null = null;
  #shownBrush = 0;

  constructor(elements: StageElements, viewport: Viewport, editor: MaskEditor, marks: () => Marks) {
    this.#elements = elements;
    this.#viewport = viewport;
    this.#marks = marks;
    this.#brush = new Mark(elements.brush);
    this.#cross = new Mark(elements.cross);
    this.#overlay = new MaskOverlay(elements.mask, editor.mask, viewport);
    viewport.setPicture(editor.mask.size);
    this.#ends = [
      viewport.subscribe(() => this.#move()),
      editor.subscribe((changed) => this.#change(changed)),
      observeSize(elements.stage, (size, ratio) => {
        viewport.setStage(size, ratio);
        const device = deviceSize(size, ratio);
        this.#overlay.resize(device);
        // Its pixels are those of the screen, also where the stage ends within one.
        elements.mask.style.width = `${device.width / ratio}px`;
        elements.mask.style.height = `${device.height / ratio}px`;
        this.#move();
        this.#frame.now(); // a canvas of another size is empty
      }),
    ];
  }

  /** Marks have changed. */
  update(): void {
    this.#frame.request();
  }

  dispose(): void {
    this.#frame.cancel();
    for (const end of this.#ends) end();
  }

  #move(): void {
    this.#moved = true;
    this.#overlay.invalidateAll();
    this.#frame.request();
  }

  #change(changed: Rect): void {
    this.#overlay.invalidate(changed);
    this.#frame.request();
  }

  #paint(): void {
    if (this.#moved) placePicture(this.#elements.image, this.#viewport);
    this.#moved = false;
    this.#overlay.paint();
    const { outline, brush, diameter, cross } = this.#marks();
    this.#showOutline(outline);
    this.#showBrush(brush, diameter);
    this.#cross.show(cross && this.#viewport.toStage(cross));
  }

  #showOutline(outline: Outline | null): void {
    const path = outline === null ? '' : pathOf(outline, this.#viewport);
    if (path === this.#shownPath) return; // setting the same one costs a layout
    this.#shownPath = path;
    for (const line of this.#elements.outlines) {
      line.setAttribute('d', path);
      line.classList.toggle('subtracts', outline?.mode === 'subtract');
    }
  }

  #showBrush(at: Point | null, diameter: number): void {
    const { brush } = this.#elements;
    const across = Math.max(diameter * this.#viewport.scale, 1);
    this.#brush.show(at && across >= smallestBrush ? this.#viewport.toStage(at) : null);
    if (across === this.#shownBrush) return;
    this.#shownBrush = across;
    brush.style.width = `${across}px`;
    brush.style.height = `${across}px`;
  }
}

/** An element whose middle is shown at a point of the stage; hidden at first. */
class Mark {
  readonly #element: HTMLElement;
  #shown = false;

  constructor(element: HTMLElement) {
    this.#element = element;
    element.style.visibility = 'hidden';
  }

  /** Null hides it. */
  show(at: Point | null): void {
    if ((at !== null) !== this.#shown) this.#element.style.visibility = at === null ? 'hidden' : 'visible';
    this.#shown = at !== null;
    if (at !== null) this.#element.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
  }
}

/** The outline as an SVG path in stage pixels. */
export function pathOf(outline: Outline, viewport: Viewport): string {
  const corners =
    outline.kind === 'lasso'
      ? outline.points
      : [
          { x: outline.box.x, y: outline.box.y },
          { x: outline.box.x + outline.box.width, y: outline.box.y },
          { x: outline.box.x + outline.box.width, y: outline.box.y + outline.box.height },
          { x: outline.box.x, y: outline.box.y + outline.box.height },
        ];
  if (corners.length === 0) return '';
  const points = corners.map((corner) => viewport.toStage(corner));
  return `M${points.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L')}Z`;
}

const round = (value: number) => Math.round(value * 4) / 4;
