import { describe, expect, it } from 'vitest';
import type { Size } from '../../src/mask/geometry';
import { MaskEditor } from '../../src/mask/mask-editor';
import { grown } from '../../src/workers/grow';
import { Random, seeds } from '../mask/random';

/** The mask with these samples, row by row. */
function editorOf(size: Size, samples: ArrayLike<number>): MaskEditor {
  const editor = new MaskEditor(size);
  editor.replace({ x: 0, y: 0, ...size }, Uint8Array.from(samples));
  return editor;
}

/** The samples of the whole mask, grown. */
function samplesGrown(editor: MaskEditor, radius: number): number[] {
  const { size } = editor.mask;
  const { rect, samples } = grown(editor.mask, radius);
  const whole = new MaskEditor(size);
  whole.replace(rect, samples);
  return [...whole.mask.readRect({ x: 0, y: 0, ...size })];
}

/** From the definition: the highest, or lowest, sample in the picture within the radius. */
function slowlyGrown(samples: readonly number[], { width, height }: Size, radius: number): number[] {
  const reach = Math.ceil(Math.abs(radius));
  return samples.map((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const near: number[] = [];
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); ++row) {
      for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); ++column) {
        if ((column - x) ** 2 + (row - y) ** 2 <= radius ** 2) {
          near.push(samples[row * width + column] ?? NaN);
        }
      }
    }
    return near.reduce((a, b) => (radius >= 0 ? Math.max(a, b) : Math.min(a, b)));
  });
}

describe('grown', () => {
  it('makes a cross of a pixel by a radius of 1', () => {
    const editor = new MaskEditor({ width: 300, height: 300 });
    editor.selectRectangle({ x: 128, y: 127, width: 1, height: 1 }, 'add');
    const { rect, samples } = grown(editor.mask, 1);
    expect(rect).toEqual({ x: 127, y: 126, width: 3, height: 3 });
    expect([...samples]).toEqual([0, 255, 0, 255, 255, 255, 0, 255, 0]);
  });

  it('grows two by two pixels by 2', () => {
    const editor = new MaskEditor({ width: 6, height: 6 });
    editor.selectRectangle({ x: 2, y: 2, width: 2, height: 2 }, 'add');
    expect(samplesGrown(editor, 2).map((sample) => sample / 255)).toEqual(
      // prettier-ignore
      [
        0, 0, 1, 1, 0, 0,
        0, 1, 1, 1, 1, 0,
        1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1,
        0, 1, 1, 1, 1, 0,
        0, 0, 1, 1, 0, 0,
      ],
    );
  });

  it('keeps what is soft', () => {
    const size = { width: 5, height: 1 };
    expect(samplesGrown(editorOf(size, [0, 0, 100, 200, 0]), 1)).toEqual([0, 100, 200, 200, 200]);
    expect(samplesGrown(editorOf(size, [10, 20, 100, 200, 50]), -1)).toEqual([10, 10, 20, 50, 50]);
  });

  it('shrinks from where the selection ends, not from the border', () => {
    const editor = new MaskEditor({ width: 200, height: 10 });
    editor.selectRectangle({ x: 0, y: 0, width: 150, height: 10 }, 'add');
    const { rect, samples } = grown(editor.mask, -3);
    editor.replace(rect, samples);
    expect(editor.mask.bounds()).toEqual({ x: 0, y: 0, width: 147, height: 10 });
    editor.invert();
    editor.invert();
    const gone = grown(editor.mask, -147);
    expect(gone.samples.every((sample) => sample === 0)).toBe(true);
  });

  it('does nothing to an empty mask, a full one, and by 0', () => {
    const editor = new MaskEditor({ width: 140, height: 3 });
    expect(grown(editor.mask, 5).samples).toHaveLength(0);
    expect(grown(editor.mask, -5).samples).toHaveLength(0);
    editor.selectRectangle({ x: 4, y: 1, width: 1, height: 1 }, 'add');
    expect(grown(editor.mask, 0)).toEqual({
      rect: { x: 4, y: 1, width: 1, height: 1 },
      samples: Uint8Array.of(255),
    });
    editor.clear();
    editor.invert();
    for (const radius of [-200, 200]) {
      expect(grown(editor.mask, radius).samples).toEqual(new Uint8Array(140 * 3).fill(255));
    }
  });
});

describe.each(seeds(30))('grown, seed %i', (seed) => {
  it('is the maximum or minimum over a disc', () => {
    const random = new Random(seed);
    const size = { width: random.whole(1, 50), height: random.whole(1, 50) };
    const density = random.next() ** 3;
    const values = random.pick([[255], [255, 128], Array.from({ length: 255 }, (_, i) => i + 1)]);
    const samples = Array.from({ length: size.width * size.height }, () =>
      random.chance(density) ? random.pick(values) : 0,
    );
    const editor = editorOf(size, samples);
    const radius = random.pick([1, 2, 3, random.whole(1, 40), random.real(0, 10), random.whole(60, 200)]);
    expect(samplesGrown(editor, radius)).toEqual(slowlyGrown(samples, size, radius));
    expect(samplesGrown(editor, -radius)).toEqual(slowlyGrown(samples, size, -radius));
  });
});
