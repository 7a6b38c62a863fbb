import { describe, expect, it } from 'vitest';
import { Mask, maxSide, tileSize } from '../../src/mask/mask';
import { MaskEditor } from '../../src/mask/mask-editor';

describe('Mask', () => {
  it('has tiles that cover it', () => {
    const mask = new Mask({ width: 257, height: 128 });
    expect([tileSize, mask.columns, mask.rows, mask.tileCount]).toEqual([128, 3, 1, 3]);
    expect(mask.tileRect(2)).toEqual({ x: 256, y: 0, width: 1, height: 128 });
    expect(mask.isEmpty()).toBe(true);
    expect(mask.bounds()).toBeNull();
  });

  it.each([0, -1, 1.5, NaN, Infinity, maxSide + 1])('refuses a side of %d', (side) => {
    expect(() => new Mask({ width: side, height: 10 })).toThrow(RangeError);
    expect(() => new Mask({ width: 10, height: side })).toThrow(RangeError);
  });

  it('gives tiles by column and row, none outside', () => {
    const editor = new MaskEditor({ width: 300, height: 300 });
    editor.selectRectangle({ x: 130, y: 257, width: 1, height: 1 }, 'add');
    const tile = editor.mask.tile(1, 2);
    expect(tile?.length).toBe(tileSize * tileSize);
    expect(tile?.[1 * tileSize + 2]).toBe(255);
    for (const [column, row] of [
      [0, 2],
      [2, 2],
      [1, 1],
      [-1, 1],
      [3, 0], // would be a tile of the next row
      [0, 3],
    ] as const) {
      expect(editor.mask.tile(column, row)).toBeNull();
    }
  });

  it('reads rectangles that reach outside', () => {
    const editor = new MaskEditor({ width: 3, height: 2 });
    editor.replace({ x: 0, y: 0, width: 3, height: 2 }, Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect([...editor.mask.readRect({ x: 1, y: -1, width: 3, height: 3 })]).toEqual([
      0, 0, 0, 2, 3, 0, 5, 6, 0,
    ]);
    expect(editor.mask.readRect({ x: 5, y: 5, width: 2, height: 1 })).toEqual(new Uint8Array(2));
    expect(editor.mask.readRect({ x: 0, y: 0, width: 0, height: 5 })).toHaveLength(0);
  });

  it('takes no memory where it is empty or full', () => {
    const editor = new MaskEditor({ width: maxSide, height: maxSide });
    editor.invert();
    editor.selectRectangle({ x: 1000, y: 1000, width: 300, height: 300 }, 'subtract');
    const { mask } = editor;
    const own = new Set<Uint8Array>();
    for (let index = 0; index < mask.tileCount; ++index) {
      const tile = mask.tileAt(index);
      if (tile !== null) {
        own.add(tile);
      }
    }
    // The one full tile, and those at the hole's edge: it touches 4 x 4 tiles, of which 2 x 2 are within it.
    expect(own.size).toBe(1 + 16 - 4);
  });
});
