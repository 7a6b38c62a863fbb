import { describe, expect, it } from 'vitest';
import type { Rect } from '../../src/mask/geometry';
import { MaskEditor } from '../../src/mask/mask-editor';

describe('the end of a stroke', () => {
  it('is told, since only then it can be undone', () => {
    const editor = new MaskEditor({ width: 300, height: 200 });
    const told: (readonly [Rect, boolean])[] = [];
    editor.subscribe((changed) => told.push([changed, editor.canUndo]));
    const stroke = editor.beginStroke({ diameter: 9, hardness: 1 }, 'add');
    stroke.add([{ x: 50, y: 60, pressure: 1 }]);
    const before = told.length;
    expect(told.every(([, canUndo]) => !canUndo)).toBe(true);
    stroke.end();
    const [last, canUndo] = told.at(-1) ?? [null, false];
    expect(told.length).toBeGreaterThan(before);
    expect(canUndo).toBe(true);
    expect([last?.width, last?.height]).toEqual([0, 0]);
    stroke.end();
    expect(told.at(-1)?.[0]).toBe(last);
  });

  it('is not told of a stroke that changes nothing', () => {
    const editor = new MaskEditor({ width: 300, height: 200 });
    let count = 0;
    editor.subscribe(() => count++);
    const stroke = editor.beginStroke({ diameter: 9, hardness: 1 }, 'subtract');
    stroke.add([{ x: 50, y: 60, pressure: 1 }]);
    stroke.end();
    expect([count, editor.canUndo]).toEqual([0, false]);
  });
});
