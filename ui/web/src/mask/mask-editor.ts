// A mask with its history: what painting, selecting and the buttons do to it, each as one step that can be undone.

import { applyDelta, Change } from './change';
import { DamagedMaskError, DeltaEncoder } from './delta';
import type { Point, Rect, Size } from './geometry';
import { Mask } from './mask';
import { PolygonCoverage } from './polygon';
import { intersection, rounded } from './rect';
import { isSerialisedMask, readMask, serialised, type SerialisedMask } from './serialised-mask';
import { combinePolygon, fillRectangle, invertAll, replaceAll } from './shapes';
import { StrokePainter } from './stroke-painter';
import type { Brush, BrushPoint, MaskMode } from './types';

export type { SerialisedMask } from './serialised-mask';
export { DamagedMaskError } from './delta';

/** A stroke that is being painted. After its end all calls do nothing. */
export interface Stroke {
  /** Continues to these points; place and pressure between them are interpolated. */
  add(points: readonly BrushPoint[]): void;
  /** Makes it one step of the history. */
  end(): void;
  /** Restores the mask as it was before the stroke. */
  cancel(): void;
}

/** A change that can be undone. */
interface Step {
  readonly delta: Uint8Array;
  /** A box of what it changes. */
  readonly changed: Rect;
}

/**
 * While a stroke is open nothing is undone or redone, and any other change ends the stroke first. What changes no sample
 * is no step.
 */
export class MaskEditor {
  readonly mask: Mask;
  private changeCount = 0;
  private readonly done: Step[] = [];
  private readonly undone: Step[] = [];
  private openStroke: Stroke | null = null;
  private readonly encoder = new DeltaEncoder();
  private readonly listeners = new Set<(changed: Rect) => void>();

  /** An empty mask. Throws RangeError if a side is not a whole number from 1 to maxSide. */
  constructor(size: Size) {
    this.mask = new Mask(size);
  }

  /** Grows with each change. */
  get revision(): number {
    return this.changeCount;
  }

  /** Whether a stroke is open. */
  get isPainting(): boolean {
    return this.openStroke !== null;
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** The memory that the history takes. */
  get historyBytes(): number {
    return [...this.done, ...this.undone].reduce((sum, step) => sum + step.delta.byteLength, 0);
  }

  /**
   * `listener` is called after each change, also within a stroke and at its end, with a box of what changed. Returns what
   * ends that.
   */
  subscribe(listener: (changed: Rect) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Throws if a stroke is open. */
  beginStroke(brush: Brush, mode: MaskMode): Stroke {
    if (this.openStroke !== null) {
      throw new Error('The stroke before is not over.');
    }
    const change = new Change(this.mask);
    const painter = new StrokePainter(this.mask, change, brush, mode);
    let last: Rect | null = null;
    const isOpen = () => this.openStroke === stroke;
    const stroke: Stroke = {
      add: (points) => {
        if (isOpen()) {
          const changed = painter.add(points);
          last = changed ?? last;
          this.notify(changed);
        }
      },
      end: () => {
        if (isOpen()) {
          last = painter.end() ?? last;
          this.openStroke = null;
          if (this.keep(change, painter.painted)) {
            this.notify(last); // that there is a step to undo now is news even where the last dab changed nothing
          }
        }
      },
      cancel: () => {
        if (isOpen()) {
          this.openStroke = null;
          change.rollBack();
          this.notify(painter.painted);
        }
      },
    };
    this.openStroke = stroke;
    return stroke;
  }

  /** Edges are moved to the nearest edge of a pixel; what is outside the mask is left out. */
  selectRectangle(rect: Rect, mode: MaskMode): void {
    const inside = intersection(rounded(rect), this.mask.rect);
    if (inside !== null) {
      this.make((change) => {
        fillRectangle(this.mask, change, inside, mode === 'add' ? 255 : 0);
        return inside;
      });
    }
  }

  /** The inside by the non-zero rule, antialiased. The last point is joined to the first. */
  selectPolygon(points: readonly Point[], mode: MaskMode): void {
    const polygon = new PolygonCoverage(points, this.mask.rect);
    this.make((change) => {
      combinePolygon(this.mask, change, polygon, mode);
      return polygon.bounds;
    });
  }

  /** Each sample becomes 255 - sample. */
  invert(): void {
    this.make((change) => {
      invertAll(this.mask, change);
      return this.mask.rect;
    });
  }

  /** All samples become 0. */
  clear(): void {
    this.replace({ x: 0, y: 0, width: 0, height: 0 }, new Uint8Array(0));
  }

  /**
   * The mask becomes `samples` (row-major) within `rect` (whole pixels) and 0 elsewhere. Throws RangeError if there are
   * not rect.width * rect.height samples.
   */
  replace(rect: Rect, samples: Uint8Array): void {
    if (samples.length !== rect.width * rect.height) {
      throw new RangeError(`There are ${samples.length} samples for ${rect.width} x ${rect.height} pixels.`);
    }
    this.make((change) => replaceAll(this.mask, change, rect, samples));
  }

  /** Takes the last step back. False if there is none, or a stroke is open. */
  undo(): boolean {
    return this.moveStep(this.done, this.undone);
  }

  /** Makes the step again that was taken back last. False if there is none, or a stroke is open. */
  redo(): boolean {
    return this.moveStep(this.undone, this.done);
  }

  /** The mask without its history. */
  serialise(): SerialisedMask {
    return serialised(this.mask);
  }

  /** A mask without history. Throws DamagedMaskError if `saved` is not what serialise() returns. */
  static restore(saved: unknown): MaskEditor {
    if (!isSerialisedMask(saved)) {
      throw new DamagedMaskError('This is no mask, or one of another version of the page.');
    }
    const editor = new MaskEditor({ width: saved.width, height: saved.height });
    readMask(saved.delta, editor.mask);
    return editor;
  }

  /** Makes a change other than a stroke. `change` returns a box of it. */
  private make(makeChange: (change: Change) => Rect | null): void {
    this.openStroke?.end();
    const change = new Change(this.mask);
    const changed = makeChange(change);
    if (this.keep(change, changed)) {
      this.notify(changed);
    }
  }

  /** Makes the change a step. False if it changes nothing. */
  private keep(change: Change, changed: Rect | null): boolean {
    const delta = change.finish(this.encoder);
    if (delta === null || changed === null) {
      return false;
    }
    this.done.push({ delta, changed });
    this.undone.length = 0;
    return true;
  }

  private moveStep(from: Step[], to: Step[]): boolean {
    const step = this.openStroke === null ? from.pop() : undefined;
    if (step === undefined) {
      return false;
    }
    applyDelta(this.mask, step.delta);
    to.push(step);
    this.notify(step.changed);
    return true;
  }

  private notify(changed: Rect | null): void {
    if (changed !== null) {
      ++this.changeCount;
      for (const listener of this.listeners) {
        listener(changed);
      }
    }
  }
}
