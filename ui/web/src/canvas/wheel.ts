// What the wheel does, as a value. Without DOM.

export interface WheelReport {
  readonly deltaX: number;
  readonly deltaY: number;
  /** As WheelEvent.deltaMode: 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export type WheelAction =
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  /** `steps`: more than 0 makes the brush larger; parts of a step come from touchpads. */
  | { readonly kind: 'brush'; readonly steps: number };

const zoomPerNotch = 2 ** 0.25; // four notches double
const panPerNotch = 80; // CSS pixels

/** Wheel: zoom; with Shift, or sideways: pan; with Alt: the brush's size. A touchpad's pinch comes with Ctrl. */
export function wheelAction(wheel: WheelReport): WheelAction | null {
  const unit = wheel.deltaMode === 0 ? 1 : wheel.deltaMode === 1 ? 100 / 3 : 300;
  const dx = wheel.deltaX * unit;
  const dy = wheel.deltaY * unit;
  const along = dy !== 0 ? dy : dx; // some systems turn the wheel by Shift or Alt
  if (along === 0) return null;
  if (wheel.altKey) return { kind: 'brush', steps: -along / 100 };
  if (wheel.ctrlKey) return dy === 0 ? null : { kind: 'zoom', factor: pinchFactor(dy) };
  if (wheel.shiftKey) return { kind: 'pan', dx: (-along / 100) * panPerNotch, dy: 0 };
  if (Math.abs(dx) > Math.abs(dy)) return { kind: 'pan', dx: -dx, dy: 0 };
  return { kind: 'zoom', factor: zoomPerNotch ** (-dy / 100) };
}

// A touchpad's pinch has small deltas, a wheel with Ctrl has those of a notch.
function pinchFactor(dy: number): number {
  return Math.abs(dy) < 50 ? Math.exp(-dy / 100) : zoomPerNotch ** (-dy / 100);
}

/** The brush after so many steps of about 10 %, each at least one pixel; 1 to 400. */
export function stepDiameter(diameter: number, steps: number): number {
  let stepped = Math.round(diameter);
  for (let left = Math.abs(steps); left > 0; --left)
    stepped =
      steps > 0
        ? Math.max(stepped + 1, Math.round(stepped * 1.1))
        : Math.min(stepped - 1, Math.round(stepped / 1.1));
  return Math.min(Math.max(stepped, 1), 400);
}
