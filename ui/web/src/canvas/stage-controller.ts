// Joins the stage's parts: pointers and keys to the tools, tools to the mask, and what all of them show to the view.

import type { Point } from '../mask/geometry';
import type { MaskEditor } from '../mask/mask-editor';
import type { Brush } from '../mask/types';
import { PointerGestures } from './gestures';
import { KeyboardCursor, type StageMessage } from './keyboard';
import { listenToPointers, modifiersOf } from './pointer-input';
import { StageView, type Marks, type StageElements } from './stage-view';
import { ToolDriver } from './tool-driver';
import type { Tool } from './tool';
import type { Viewport } from './viewport';
import { stepDiameter, type WheelAction } from './wheel';

export interface StageOptions {
  readonly tool: Tool;
  readonly brush: Brush;
  /** Shows, does not paint. */
  readonly disabled: boolean;
  onBrushChange(brush: Brush): void;
  say(message: StageMessage): void;
}

export class StageController {
  readonly #elements: StageElements;
  readonly #viewport: Viewport;
  readonly #driver: ToolDriver;
  readonly #gestures: PointerGestures;
  readonly #keys: KeyboardCursor;
  readonly #view: StageView;
  readonly #ends: (() => void)[];
  #options: StageOptions;
  #hover: Point | null = null; // stage pixels
  #wheelSteps = 0; // of the brush, that do not make a whole one yet

  constructor(elements: StageElements, viewport: Viewport, editor: MaskEditor, options: StageOptions) {
    this.#elements = elements;
    this.#viewport = viewport;
    this.#options = options;
    const update = () => this.#view.update();
    this.#driver = new ToolDriver(viewport, editor, update);
    this.#gestures = new PointerGestures(this.#driver);
    this.#keys = new KeyboardCursor(viewport, this.#driver, editor, (m) => this.#options.say(m), update);
    this.#view = new StageView(elements, viewport, editor, () => this.#marks());
    this.#ends = [
      listenToPointers(elements.stage, {
        gestures: this.#gestures,
        onWheel: (action, at) => this.#wheel(action, at),
        onHover: (at) => this.#hoverAt(at),
        onPress: () => {
          elements.stage.focus({ preventScroll: true });
          this.#keys.hide();
        },
        onKeys: (modifiers) => {
          this.#driver.setModifiers(modifiers);
          this.#showCursor();
          update();
        },
      }),
      listenToKey(elements.stage, (event) => this.#key(event)),
    ];
    this.setOptions(options);
  }

  setOptions(options: StageOptions): void {
    const { tool, brush, disabled } = options;
    const stops = tool !== this.#driver.tool || (disabled && !this.#driver.disabled);
    this.#options = options;
    if (stops) this.#gestures.interrupt();
    if (stops) this.#keys.hide();
    this.#driver.tool = tool;
    this.#driver.brush = brush;
    this.#driver.disabled = disabled;
    this.#showCursor();
    this.#view.update();
  }

  dispose(): void {
    for (const end of this.#ends) end();
    this.#view.dispose();
  }

  get #paints(): boolean {
    return !this.#driver.disabled && (this.#driver.tool === 'brush' || this.#driver.tool === 'erase');
  }

  #marks(): Marks {
    const { cursor } = this.#keys;
    const hover = this.#hover && this.#viewport.toPicture(this.#hover);
    const panning = this.#gestures.dragging === 'pan' || this.#gestures.spaceHeld;
    return {
      outline: this.#driver.outline ?? this.#keys.outline,
      brush: this.#paints && !panning ? (cursor ?? hover) : null,
      diameter: this.#driver.brush.diameter,
      cross: cursor,
    };
  }

  #hoverAt(at: Point | null): void {
    this.#hover = at;
    this.#showCursor();
    this.#view.update();
  }

  #wheel(action: WheelAction, at: Point): void {
    if (action.kind === 'zoom') this.#viewport.zoomBy(action.factor, at);
    else if (action.kind === 'pan') this.#viewport.panBy(action.dx, action.dy);
    else {
      this.#wheelSteps += action.steps;
      const steps = Math.trunc(this.#wheelSteps);
      this.#wheelSteps -= steps;
      const { brush } = this.#options;
      const diameter = stepDiameter(brush.diameter, steps);
      if (diameter !== brush.diameter) this.#options.onBrushChange({ ...brush, diameter });
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#gestures.cancel()) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const { shift, alt, ctrl } = modifiersOf(event);
    if (!this.#keys.press({ key: event.key, shift, alt, ctrl })) return;
    event.preventDefault();
    event.stopPropagation(); // the page has shortcuts of its own
  }

  #showCursor(): void {
    const { dragging, spaceHeld } = this.#gestures;
    const hand = this.#driver.tool === 'pan' || this.#driver.disabled || spaceHeld || dragging === 'pan';
    this.#elements.stage.dataset['cursor'] = hand ? (dragging === 'pan' ? 'grabbing' : 'grab') : 'cross';
  }
}

function listenToKey(element: HTMLElement, listener: (event: KeyboardEvent) => void): () => void {
  element.addEventListener('keydown', listener);
  return () => element.removeEventListener('keydown', listener);
}
