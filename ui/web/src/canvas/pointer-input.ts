// From DOM events on an element to PointerGestures and the wheel's actions. All that is known of pointer events'
// differences between browsers is here.

import type { Point } from '../mask/geometry';
import type { Modifiers, PointerGestures, PointerReport } from './gestures';
import { wheelAction, type WheelAction } from './wheel';

export interface PointerInputOptions {
  readonly gestures: PointerGestures;
  onWheel(action: WheelAction, at: Point): void;
  /** Where the pointer is, in stage pixels; null: nowhere, or it is a finger, which covers what it points at. */
  onHover(at: Point | null): void;
  /** A button or finger went down. */
  onPress?(): void;
  /** A modifier, or the space bar, was pressed or released. */
  onKeys?(modifiers: Modifiers): void;
  /** Presses that are another element's, such as a handle over the stage. */
  ignores?(target: Element): boolean;
}

type KeyedEvent = Pick<MouseEvent, 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

export const modifiersOf = (event: KeyedEvent): Modifiers => ({
  shift: event.shiftKey,
  alt: event.altKey,
  ctrl: event.ctrlKey || event.metaKey,
});

/** Listens until the returned function is called. Stage pixels are those of the element. */
export function listenToPointers(element: HTMLElement, options: PointerInputOptions): () => void {
  const { gestures } = options;
  const ended = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, listener, { signal: ended.signal, passive: false });

  const hover = (event: PointerEvent, origin = originOf(element)) =>
    options.onHover(event.pointerType === 'touch' ? null : pointFrom(origin, event));

  on('pointerdown', (event) => {
    if (event.target instanceof Element && options.ignores?.(event.target) === true) return;
    // No mouse events besides: they cost time. The middle button's has a default action that only it can prevent.
    if (event.button !== 1) event.preventDefault();
    capture(element, event.pointerId);
    options.onPress?.();
    gestures.down(reportOf(originOf(element), event));
    hover(event);
  });
  on('pointermove', (event) => {
    const origin = originOf(element);
    gestures.move(coalesced(event).map((part) => reportOf(origin, part)));
    hover(event, origin);
  });
  on('pointerup', (event) => {
    gestures.up(reportOf(originOf(element), event));
    hover(event);
  });
  on('pointercancel', (event) => gestures.lost(event.pointerId));
  on('lostpointercapture', (event) => gestures.lost(event.pointerId));
  on('pointerleave', () => options.onHover(null));
  on('contextmenu', (event) => event.preventDefault());
  on('mousedown', (event) => {
    if (event.button === 1) event.preventDefault(); // no automatic scrolling
  });
  on('wheel', (event) => {
    event.preventDefault();
    const action = wheelAction(event);
    if (action !== null) options.onWheel(action, pointFrom(originOf(element), event));
  });
  listenToKeys(element, options, ended.signal);
  return () => {
    ended.abort();
    gestures.interrupt();
  };
}

// The space bar and the modifiers count wherever the focus is, while the pointer is on the stage.
function listenToKeys(element: HTMLElement, options: PointerInputOptions, signal: AbortSignal): void {
  const { gestures } = options;
  window.addEventListener(
    'keydown',
    (event) => {
      if (
        event.key === ' ' &&
        !event.ctrlKey &&
        !event.altKey &&
        !event.metaKey &&
        isForStage(element, gestures)
      ) {
        event.preventDefault(); // the page would scroll
        gestures.setSpaceHeld(true);
      }
      options.onKeys?.(modifiersOf(event));
    },
    { signal },
  );
  window.addEventListener(
    'keyup',
    (event) => {
      if (event.key === ' ') gestures.setSpaceHeld(false);
      options.onKeys?.(modifiersOf(event));
    },
    { signal },
  );
  window.addEventListener('blur', () => gestures.interrupt(), { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'hidden') gestures.interrupt();
    },
    { signal },
  );
}

/** Whether the space bar is the stage's: not if something else that has the focus may use it. */
function isForStage(element: HTMLElement, gestures: PointerGestures): boolean {
  const focused = document.activeElement;
  if (focused === element) return true;
  const isOverStage = element.matches(':hover') || gestures.dragging !== null;
  return isOverStage && (focused === null || focused === document.body);
}

function capture(element: HTMLElement, id: number): void {
  try {
    element.setPointerCapture(id);
  } catch {
    // The pointer is gone already, or an event was made by a script: the drag goes on as long as it is over the stage.
  }
}

// getCoalescedEvents() is missing in Safari before 17.6, and where the page is not in a secure context.
function coalesced(event: PointerEvent): readonly PointerEvent[] {
  const parts = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : [];
  return parts.length > 0 ? parts : [event];
}

function reportOf(origin: Point, event: PointerEvent): PointerReport {
  const kind = event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse';
  return {
    id: event.pointerId,
    kind,
    at: pointFrom(origin, event),
    pressure: kind === 'pen' ? event.pressure : 1,
    buttons: event.buttons,
    time: event.timeStamp,
    modifiers: modifiersOf(event),
  };
}

/** The element's top-left corner within its border, in the window. */
function originOf(element: HTMLElement): Point {
  const box = element.getBoundingClientRect();
  return { x: box.left + element.clientLeft, y: box.top + element.clientTop };
}

function pointFrom(origin: Point, event: MouseEvent): Point {
  return { x: event.clientX - origin.x, y: event.clientY - origin.y };
}
