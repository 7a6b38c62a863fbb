// What a drag does with the tool of the moment: paints a stroke, draws a box or an outline and then selects it. It
// turns stage pixels into picture pixels. Without DOM.

import type { Point, Rect } from '../mask/geometry';
import type { MaskEditor, Stroke } from '../mask/mask-editor';
import type { Brush, BrushPoint, MaskMode } from '../mask/types';
import { dragBox } from './area';
import type { GestureTarget, Modifiers, PointerReport } from './gestures';
import type { Tool } from './tool';
import type { Viewport } from './viewport';

/** What is drawn over the picture while a tool drags, in picture pixels. */
export type Outline =
  | { readonly kind: 'box'; readonly box: Rect; readonly mode: MaskMode }
  | { readonly kind: 'lasso'; readonly points: readonly Point[]; readonly mode: MaskMode };

export type MaskPainter = Pick<MaskEditor, 'beginStroke' | 'selectRectangle' | 'selectPolygon'>;

interface Drag {
  readonly tool: 'rectangle' | 'lasso';
  readonly erases: boolean;
  readonly points: Point[]; // of a lasso; of a rectangle only the first
  to: Point;
  modifiers: Modifiers;
}

const finestPx = 0.5; // stage pixels between two corners of a lasso

export class ToolDriver implements GestureTarget {
  tool: Tool = 'brush';
  brush: Brush = { diameter: 40, hardness: 0.8 };
  /** True: a drag pans. */
  disabled = false;

  readonly #viewport: Viewport;
  readonly #painter: MaskPainter;
  readonly #outlineChanged: () => void;
  #stroke: Stroke | null = null;
  #last: BrushPoint | null = null; // of the stroke, or of the last one
  #drag: Drag | null = null;

  constructor(viewport: Viewport, painter: MaskPainter, outlineChanged: () => void = () => undefined) {
    this.#viewport = viewport;
    this.#painter = painter;
    this.#outlineChanged = outlineChanged;
  }

  get outline(): Outline | null {
    const drag = this.#drag;
    if (drag === null) return null;
    const mode = modeOf(drag);
    return drag.tool === 'lasso'
      ? { kind: 'lasso', points: drag.points, mode }
      : { kind: 'box', box: boxOf(drag), mode };
  }

  toolPress(report: PointerReport, erases: boolean): boolean {
    if (this.disabled || this.tool === 'pan') return false;
    if (this.tool === 'brush' || this.tool === 'erase') {
      const subtracts = erases || this.tool === 'erase' || report.modifiers.ctrl;
      this.#paint(this.#brushPoint(report), subtracts ? 'subtract' : 'add', report.modifiers.shift);
    } else {
      const at = this.#viewport.toPicture(report.at);
      this.#drag = { tool: this.tool, erases, points: [at], to: at, modifiers: report.modifiers };
      this.#outlineChanged();
    }
    return true;
  }

  toolMove(reports: readonly PointerReport[]): void {
    if (this.#stroke !== null) {
      const points = reports.map((report) => this.#brushPoint(report));
      this.#last = points.at(-1) ?? this.#last;
      this.#stroke.add(points);
    }
    if (this.#drag === null) return;
    for (const report of reports) this.#dragTo(this.#drag, report);
    this.#outlineChanged();
  }

  toolRelease(report: PointerReport | null): void {
    if (this.#stroke !== null) this.#endStroke(report);
    const drag = this.#drag;
    if (drag === null) return;
    if (report !== null) this.#dragTo(drag, report);
    this.#drag = null;
    this.#outlineChanged();
    this.#select(drag);
  }

  toolCancel(): void {
    const stroke = this.#stroke;
    this.#stroke = null;
    stroke?.cancel();
    if (this.#drag === null) return;
    this.#drag = null;
    this.#outlineChanged();
  }

  /** A modifier was pressed or released while the pointer stood still. */
  setModifiers(modifiers: Modifiers): void {
    if (this.#drag === null) return;
    this.#drag.modifiers = modifiers;
    this.#outlineChanged();
  }

  /** One dab without a drag; `line`: with a straight line from the last one. */
  dab(at: Point, mode: MaskMode, line: boolean): void {
    this.toolCancel();
    this.#paint({ ...at, pressure: 1 }, mode, line);
    this.#endStroke(null);
  }

  panBy(dx: number, dy: number): void {
    this.#viewport.panBy(dx, dy);
  }

  pinch(from: Point, to: Point, factor: number): void {
    this.#viewport.pinch(from, to, factor);
  }

  #paint(at: BrushPoint, mode: MaskMode, line: boolean): void {
    const from = line ? this.#last : null;
    this.#stroke = this.#painter.beginStroke(this.brush, mode);
    this.#stroke.add(from === null ? [at] : [{ ...from, pressure: at.pressure }, at]);
    this.#last = at;
  }

  #endStroke(report: PointerReport | null): void {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (stroke === null) return;
    const last = this.#last;
    if (report !== null && last !== null) {
      const at = this.#viewport.toPicture(report.at);
      // A pen that leaves reports no pressure.
      if (at.x !== last.x || at.y !== last.y) {
        this.#last = { ...at, pressure: last.pressure };
        stroke.add([this.#last]);
      }
    }
    stroke.end();
  }

  #dragTo(drag: Drag, report: PointerReport): void {
    const at = this.#viewport.toPicture(report.at);
    drag.to = at;
    drag.modifiers = report.modifiers;
    if (drag.tool !== 'lasso') return;
    const last = drag.points.at(-1) ?? at;
    if (Math.hypot(at.x - last.x, at.y - last.y) * this.#viewport.scale >= finestPx) drag.points.push(at);
  }

  #select(drag: Drag): void {
    const box = boxOf(drag);
    if (drag.tool === 'lasso') {
      if (drag.points.length > 2) this.#painter.selectPolygon(drag.points, modeOf(drag));
    } else if (box.width > 0 && box.height > 0) this.#painter.selectRectangle(box, modeOf(drag));
  }

  #brushPoint(report: PointerReport): BrushPoint {
    return { ...this.#viewport.toPicture(report.at), pressure: report.pressure };
  }
}

function modeOf(drag: Drag): MaskMode {
  return drag.erases || drag.modifiers.ctrl ? 'subtract' : 'add';
}

function boxOf(drag: Drag): Rect {
  const [from] = drag.points;
  const { shift, alt } = drag.modifiers;
  return dragBox(from ?? drag.to, drag.to, { square: shift, centred: alt });
}
