import { describe, expect, it } from 'vitest';
import { dragBox, within } from '../../src/canvas/area';

const plain = { square: false, centred: false };

describe('dragBox', () => {
  it('has the pixel edges nearest to the pointer, whichever way it is dragged', () => {
    const box = { x: 10, y: 5, width: 20, height: 5 };
    expect(dragBox({ x: 10.4, y: 4.6 }, { x: 30.2, y: 9.8 }, plain)).toEqual(box);
    expect(dragBox({ x: 30.2, y: 9.8 }, { x: 10.4, y: 4.6 }, plain)).toEqual(box);
    expect(dragBox({ x: 30.2, y: 4.6 }, { x: 10.4, y: 9.8 }, plain)).toEqual(box);
  });

  it('is empty within one pixel edge', () => {
    expect(dragBox({ x: 10.4, y: 4.6 }, { x: 10.2, y: 9.8 }, plain)).toMatchObject({ width: 0 });
  });

  it('is exactly square wherever it begins', () => {
    for (let part = 0; part < 1; part += 0.1) {
      const box = dragBox({ x: part, y: 2 * part }, { x: 133.3, y: 7 }, { square: true, centred: false });
      expect(box.width).toBe(box.height);
    }
  });

  it('grows to both sides of its centre', () => {
    expect(dragBox({ x: 50, y: 50 }, { x: 60, y: 43 }, { square: false, centred: true })).toEqual({
      x: 40,
      y: 43,
      width: 20,
      height: 14,
    });
    expect(dragBox({ x: 50, y: 50 }, { x: 60, y: 43 }, { square: true, centred: true })).toEqual({
      x: 40,
      y: 40,
      width: 20,
      height: 20,
    });
  });
});

describe('within', () => {
  const picture = { width: 100, height: 50 };

  it('cuts a box to the picture', () => {
    expect(within({ x: -10, y: 40, width: 200, height: 30 }, picture)).toEqual({
      x: 0,
      y: 40,
      width: 100,
      height: 10,
    });
  });

  it('leaves nothing of a box beside it', () => {
    expect(within({ x: 120, y: 0, width: 10, height: 10 }, picture)).toMatchObject({ width: 0 });
    expect(within({ x: -20, y: 0, width: 10, height: 10 }, picture)).toMatchObject({ width: 0 });
  });
});
