import { describe, expect, it } from 'vitest';
import { crc32Of, decodedGreyPng } from './png-reader';
import { MaskEditor } from '../../src/mask/mask-editor';
import { packed, unpacked } from '../../src/workers/packed-mask';
import { encodedPng } from '../../src/workers/png';
import { Random, seeds } from '../mask/random';

function paintedAt(random: Random): MaskEditor {
  const editor = new MaskEditor({ width: random.whole(1, 300), height: random.whole(1, 300) });
  const stroke = editor.beginStroke({ diameter: random.real(1, 200), hardness: random.next() }, 'add');
  stroke.add([1, 2, 3].map(() => ({ x: random.real(0, 300), y: random.real(0, 300), pressure: 1 })));
  stroke.end();
  if (random.chance(0.5)) {
    editor.invert();
  }
  return editor;
}

describe('a PNG of the mask', () => {
  it('is read with the checksum of the format', () => {
    expect(crc32Of(Buffer.from('123456789'))).toBe(0xcbf43926); // the check value of CRC-32
  });

  it('has the samples row by row', () => {
    const editor = new MaskEditor({ width: 3, height: 2 });
    editor.replace({ x: 0, y: 0, width: 3, height: 2 }, Uint8Array.of(0, 255, 1, 128, 0, 254));
    expect(decodedGreyPng(encodedPng(editor.mask))).toEqual({
      width: 3,
      height: 2,
      samples: Uint8Array.of(0, 255, 1, 128, 0, 254),
    });
  });

  it.each(seeds(10))('has the samples of the mask, seed %i', (seed) => {
    const { mask } = paintedAt(new Random(seed));
    const { width, height, samples } = decodedGreyPng(encodedPng(mask));
    expect({ width, height }).toEqual(mask.size);
    expect(Buffer.compare(samples, mask.readRect({ x: 0, y: 0, width, height }))).toBe(0);
  });

  it('of a large mask is small', () => {
    const editor = new MaskEditor({ width: 2048, height: 2048 });
    editor.selectRectangle({ x: 300, y: 300, width: 1000, height: 1000 }, 'add');
    const png = encodedPng(editor.mask);
    expect(png.buffer.byteLength).toBe(png.length); // the buffer can be handed on as it is
    expect(png.length).toBeLessThan(100_000);
  });
});

describe('a packed mask', () => {
  it.each(seeds(10))('is the same mask, seed %i', (seed) => {
    const { mask } = paintedAt(new Random(seed));
    const copy = unpacked(structuredClone(packed(mask)));
    expect(copy.size).toEqual(mask.size);
    expect(copy.bounds()).toEqual(mask.bounds());
    const all = { x: 0, y: 0, ...mask.size };
    expect(Buffer.compare(copy.readRect(all), mask.readRect(all))).toBe(0);
  });

  it('has no samples of empty and full tiles', () => {
    const editor = new MaskEditor({ width: 16384, height: 16384 });
    editor.selectRectangle({ x: 0, y: 0, width: 16384, height: 8000 }, 'add'); // 62 rows of tiles and a half
    expect(packed(editor.mask).samples).toHaveLength(128 * 128 * 128);
  });
});
