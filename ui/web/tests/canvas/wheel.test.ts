import { describe, expect, it } from 'vitest';
import { stepDiameter, wheelAction, type WheelReport } from '../../src/canvas/wheel';

const wheel = (change: Partial<WheelReport>): WheelReport => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  ...change,
});

describe('wheelAction', () => {
  it('doubles in four notches and halves in four the other way', () => {
    const up = wheelAction(wheel({ deltaY: -400 }));
    const down = wheelAction(wheel({ deltaY: 400 }));
    expect(up?.kind === 'zoom' && up.factor).toBeCloseTo(2, 12);
    expect(down?.kind === 'zoom' && down.factor).toBeCloseTo(0.5, 12);
  });

  it('takes three lines, and a third of a page, for a notch', () => {
    const notch = wheelAction(wheel({ deltaY: -100 }));
    for (const report of [
      { deltaY: -3, deltaMode: 1 },
      { deltaY: -1 / 3, deltaMode: 2 },
    ]) {
      const action = wheelAction(wheel(report));
      expect(action?.kind === 'zoom' && notch?.kind === 'zoom' && action.factor / notch.factor).toBeCloseTo(
        1,
        12,
      );
    }
  });

  it('follows the fingers of a pinch on a touchpad, which comes with Ctrl', () => {
    const action = wheelAction(wheel({ deltaY: -10, ctrlKey: true }));
    expect(action?.kind === 'zoom' && action.factor).toBeCloseTo(Math.E ** 0.1, 12);
    const notch = wheelAction(wheel({ deltaY: -100, ctrlKey: true }));
    expect(notch?.kind === 'zoom' && notch.factor).toBeCloseTo(2 ** 0.25, 12);
  });

  it('pans sideways with Shift, also where the system has turned the wheel already', () => {
    expect(wheelAction(wheel({ deltaY: 100, shiftKey: true }))).toEqual({ kind: 'pan', dx: -80, dy: 0 });
    expect(wheelAction(wheel({ deltaX: 100, shiftKey: true }))).toEqual({ kind: 'pan', dx: -80, dy: 0 });
  });

  it('pans with a sideways swipe', () => {
    expect(wheelAction(wheel({ deltaX: 30, deltaY: 2 }))).toEqual({ kind: 'pan', dx: -30, dy: 0 });
  });

  it('changes the brush with Alt', () => {
    expect(wheelAction(wheel({ deltaY: -200, altKey: true }))).toEqual({ kind: 'brush', steps: 2 });
    expect(wheelAction(wheel({ deltaX: 100, altKey: true }))).toEqual({ kind: 'brush', steps: -1 });
  });

  it('does nothing for nothing', () => {
    expect(wheelAction(wheel({}))).toBeNull();
    expect(wheelAction(wheel({ deltaX: 4, ctrlKey: true }))).toBeNull();
  });
});

describe('stepDiameter', () => {
  it('goes by a pixel where the brush is small, by a tenth where it is large, within 1 to 400', () => {
    expect(stepDiameter(3, 1)).toBe(4);
    expect(stepDiameter(3, -2)).toBe(1);
    expect(stepDiameter(100, 1)).toBe(110);
    expect(stepDiameter(110, -1)).toBe(100);
    expect(stepDiameter(395, 3)).toBe(400);
    expect(stepDiameter(1, -1)).toBe(1);
    expect(stepDiameter(57, 0)).toBe(57);
  });
});
