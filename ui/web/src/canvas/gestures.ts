// What pointers that are down on the stage do: one drags (the tool, or the picture), two fingers pinch. Without DOM;
// positions are stage pixels. It knows neither mask nor viewport: a GestureTarget does what it finds.

import type { Point } from '../mask/geometry';

export interface Modifiers {
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly ctrl: boolean;
}

export const noModifiers: Modifiers = { shift: false, alt: false, ctrl: false };

/** One report of a pointing device. */
export interface PointerReport {
  readonly id: number;
  readonly kind: 'mouse' | 'pen' | 'touch';
  readonly at: Point;
  /** 0 to 1; 1 where the device knows none. */
  readonly pressure: number;
  /** Bits as in PointerEvent.buttons. */
  readonly buttons: number;
  /** Milliseconds, of any epoch. */
  readonly time: number;
  readonly modifiers: Modifiers;
}

export interface GestureTarget {
  /** False: the tool takes no drag; then it pans. `erases`: the right button, or the other end of a pen. */
  toolPress(report: PointerReport, erases: boolean): boolean;
  toolMove(reports: readonly PointerReport[]): void;
  /** `report`: where it was released; null: unknown, because the pointer was taken away. */
  toolRelease(report: PointerReport | null): void;
  /** As if it had not been pressed. */
  toolCancel(): void;
  panBy(dx: number, dy: number): void;
  pinch(from: Point, to: Point, factor: number): void;
}

const leftButton = 1;
const rightButton = 2;
const middleButton = 4;
const eraserButton = 32;

// A second finger within this time or way of the first one's press means that two were meant.
const justBegunMs = 400;
const justBegunPx = 24;

interface Drag {
  readonly id: number;
  readonly kind: PointerReport['kind'];
  readonly what: 'tool' | 'pan';
  readonly button: number;
  readonly since: number;
  readonly from: Point;
  last: Point;
  way: number; // the farthest from `from`
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

export class PointerGestures {
  readonly #target: GestureTarget;
  #drag: Drag | null = null;
  readonly #fingers = new Map<number, Point>(); // one or two: a third, and a palm, are not among them
  #spaceHeld = false;

  constructor(target: GestureTarget) {
    this.#target = target;
  }

  /** While it is held a press pans, whatever the tool. */
  setSpaceHeld(held: boolean): void {
    this.#spaceHeld = held;
  }

  get spaceHeld(): boolean {
    return this.#spaceHeld;
  }

  get dragging(): 'tool' | 'pan' | null {
    return this.#drag?.what ?? (this.#fingers.size > 1 ? 'pan' : null);
  }

  down(report: PointerReport): void {
    if (report.kind === 'touch') this.#fingerDown(report);
    else if (this.#drag === null || (report.kind === 'pen' && this.#drag.kind === 'touch')) {
      this.#dropFingers(); // the hand that holds the pen
      this.#begin(report);
    }
  }

  /** All reports since the last one of this pointer, oldest first. */
  move(reports: readonly PointerReport[]): void {
    const last = reports.at(-1);
    if (last === undefined) return;
    const drag = this.#drag;
    if (drag?.id !== last.id) this.#pinchTo(last);
    else if ((last.buttons & drag.button) === 0) this.up(last);
    else this.#dragTo(drag, reports, last);
  }

  up(report: PointerReport): void {
    if (this.#drag?.id === report.id) this.#end(report);
    this.#lift(report.id, report.time);
  }

  /** The system took the pointer: what was painted stays. */
  lost(id: number): void {
    if (this.#drag?.id === id) this.#end(null);
    this.#lift(id, 0);
  }

  /** The window is left: no drag and no held key goes on. What was painted stays. */
  interrupt(): void {
    this.#spaceHeld = false;
    this.#fingers.clear();
    this.#end(null);
  }

  /** Ends the tool's drag as if it had not begun; false if there was none. */
  cancel(): boolean {
    if (this.#drag?.what !== 'tool') return false;
    this.#drag = null;
    this.#target.toolCancel();
    return true;
  }

  #fingerDown(report: PointerReport): void {
    const drag = this.#drag;
    if (drag !== null && drag.kind !== 'touch') return; // a palm beside pen or mouse
    if (this.#fingers.size > 1) return;
    if (this.#fingers.size === 1) {
      if (drag?.what === 'tool' && !this.#justBegun(drag, report)) return; // a palm during a stroke
      if (!this.cancel()) this.#drag = null;
      this.#fingers.set(report.id, report.at);
      return;
    }
    this.#fingers.set(report.id, report.at);
    this.#begin(report);
  }

  #justBegun(drag: Drag, report: PointerReport): boolean {
    return report.time - drag.since < justBegunMs || drag.way < justBegunPx;
  }

  #dropFingers(): void {
    if (!this.cancel()) this.#drag = null;
    this.#fingers.clear();
  }

  #begin(report: PointerReport): void {
    const button = [middleButton, eraserButton, rightButton, leftButton].find(
      (bit) => (report.buttons & bit) !== 0,
    );
    if (button === undefined) return;
    const pans = button === middleButton || this.#spaceHeld;
    const erases = button === rightButton || button === eraserButton;
    const what = !pans && this.#target.toolPress(report, erases) ? 'tool' : 'pan';
    const { id, kind, at, time } = report;
    this.#drag = { id, kind, what, button, since: time, from: at, last: at, way: 0 };
  }

  #dragTo(drag: Drag, reports: readonly PointerReport[], last: PointerReport): void {
    const from = drag.last;
    drag.last = last.at;
    drag.way = Math.max(drag.way, distance(last.at, drag.from));
    if (this.#fingers.has(last.id)) this.#fingers.set(last.id, last.at);
    if (drag.what === 'tool') this.#target.toolMove(reports);
    else this.#target.panBy(last.at.x - from.x, last.at.y - from.y);
  }

  #pinchTo(report: PointerReport): void {
    const before = this.#fingers.get(report.id);
    if (before === undefined) return;
    this.#fingers.set(report.id, report.at);
    const other = [...this.#fingers].find(([id]) => id !== report.id)?.[1];
    if (other === undefined) return;
    const apart = distance(before, other);
    const factor = apart > 0 ? distance(report.at, other) / apart : 1;
    this.#target.pinch(middle(before, other), middle(report.at, other), factor > 0 ? factor : 1);
  }

  #end(report: PointerReport | null): void {
    const drag = this.#drag;
    this.#drag = null;
    if (drag?.what === 'tool') this.#target.toolRelease(report);
  }

  // The finger that is left of two pans.
  #lift(id: number, time: number): void {
    if (!this.#fingers.delete(id) || this.#drag !== null) return;
    for (const [left, at] of this.#fingers)
      this.#drag = {
        id: left,
        kind: 'touch',
        what: 'pan',
        button: leftButton,
        since: time,
        from: at,
        last: at,
        way: 0,
      };
  }
}
