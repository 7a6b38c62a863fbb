import { describe, expect, it } from 'vitest';
import { MaskEditor } from '../../src/mask/mask-editor';

const hard = { diameter: 1, hardness: 1 };

describe('MaskEditor', () => {
  it('selects one pixel with a click of a brush of one pixel', () => {
    const editor = new MaskEditor({ width: 300, height: 200 });
    const stroke = editor.beginStroke(hard, 'add');
    stroke.add([{ x: 130.9, y: 7.1, pressure: 1 }]);
    stroke.end();
    expect(editor.mask.bounds()).toEqual({ x: 130, y: 7, width: 1, height: 1 });
    expect(editor.mask.sample(130, 7)).toBe(255);
    expect(editor.undo()).toBe(true);
    expect(editor.mask.isEmpty()).toBe(true);
    expect(editor.undo()).toBe(false);
  });

  it('selects a rectangle exactly', () => {
    const editor = new MaskEditor({ width: 300, height: 200 });
    editor.selectRectangle({ x: 120, y: -5, width: 500, height: 10 }, 'add');
    expect(editor.mask.bounds()).toEqual({ x: 120, y: 0, width: 180, height: 5 });
    editor.invert();
    expect(editor.mask.sample(120, 4)).toBe(0);
    expect(editor.mask.sample(119, 4)).toBe(255);
    expect(editor.mask.sample(120, 5)).toBe(255);
  });
});
