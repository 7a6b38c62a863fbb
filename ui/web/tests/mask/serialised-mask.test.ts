import { describe, expect, it } from 'vitest';
import { DamagedMaskError, MaskEditor } from '../../src/mask/mask-editor';
import { decodeDelta, DeltaEncoder } from '../../src/mask/delta';
import { Random, seeds } from './random';

const samples = 128 * 128;

/** A run is 2 * length + 1 and the value; 2 * 16384 + 1 = 32769 = 1 + 0 * 128 + 2 * 128 * 128. */
const fullRun = [0x81, 0x80, 0x02, 255];

function restoreDelta(delta: readonly number[], size = { width: 256, height: 256 }): MaskEditor {
  return MaskEditor.restore({ format: 1, ...size, delta: Uint8Array.from(delta) });
}

describe('a delta', () => {
  it('is the index and tokens', () => {
    const encoder = new DeltaEncoder();
    const tile = new Uint8Array(samples);
    expect(encoder.take()).toBeNull();
    encoder.add(3, tile, tile.slice());
    encoder.add(4, null, tile);
    expect(encoder.take()).toBeNull(); // nothing differs
    encoder.add(300, null, tile.slice().fill(255));
    expect([...(encoder.take() ?? [])]).toEqual([0xac, 0x02, ...fullRun]);
    tile.set([7, 8, 9, 9, 9, 9]);
    encoder.add(0, tile, null);
    // 2 values, 4 nines, 16378 zeros: 2 * 16378 + 1 = 32757 = 117 + 127 * 128 + 1 * 16384
    expect([...(encoder.take() ?? [])]).toEqual([0, 4, 7, 8, 9, 9, 117 + 128, 127 + 128, 1, 0]);
  });

  it.each(seeds(20))('comes back, seed %i', (seed) => {
    const random = new Random(seed);
    const change = random.next();
    let value = 0;
    const next = () => (value = random.chance(change) ? random.whole(0, 255) : value);
    const tile = new Uint8Array(samples).map(next);
    const encoder = new DeltaEncoder();
    encoder.add(5, null, tile);
    const delta = encoder.take() ?? new Uint8Array(0);
    expect(delta.length).toBeLessThan(samples + 10);
    let calls = 0;
    decodeDelta(delta, (index, decoded) => {
      ++calls;
      expect(index).toBe(5);
      expect(Buffer.compare(decoded, tile)).toBe(0);
    });
    expect(calls).toBe(1);
  });
});

describe('restore', () => {
  it('takes an empty mask', () => {
    const saved = new MaskEditor({ width: 300, height: 1 }).serialise();
    expect(saved).toEqual({ format: 1, width: 300, height: 1, delta: new Uint8Array(0) });
    expect(MaskEditor.restore(saved).mask.isEmpty()).toBe(true);
  });

  it('takes full tiles in a few bytes', () => {
    const editor = restoreDelta([1, ...fullRun]);
    expect(editor.mask.bounds()).toEqual({ x: 128, y: 0, width: 128, height: 128 });
    expect([...editor.serialise().delta]).toEqual([1, ...fullRun]);
  });

  it.each([
    ['is cut off in an index', [0x80]],
    ['is cut off after an index', [0]],
    ['is cut off in a run', [0, 0x81, 0x80, 0x02]],
    ['is cut off in values', [0, 20, 1, 2, 3]],
    ['is cut off within a tile', [0, 21, 5]],
    ['has a run without length', [0, 1, 5, ...fullRun]],
    ['has values without length', [0, 0, 0, 0]],
    ['has too long a run', [0, 0x83, 0x80, 0x02, 255]],
    ['has too many values', [0, 0x82, 0x80, 0x02, ...new Array<number>(samples + 1).fill(1)]],
    ['has a huge number', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, ...fullRun]],
    ['has a tile outside', [4, ...fullRun]],
    ['has a tile twice', [1, ...fullRun, 1, ...fullRun]],
    ['has tiles in disorder', [1, ...fullRun, 0, ...fullRun]],
    ['has more at its end', [1, ...fullRun, 7]],
  ])('refuses a delta that %s', (_, delta) => {
    expect(() => restoreDelta(delta)).toThrow(DamagedMaskError);
  });

  it('refuses samples outside the mask', () => {
    expect(() => restoreDelta([1, ...fullRun], { width: 200, height: 200 })).toThrow(DamagedMaskError);
    expect(() => restoreDelta([2, ...fullRun], { width: 200, height: 200 })).toThrow(DamagedMaskError);
    expect(restoreDelta([0, ...fullRun], { width: 200, height: 200 }).mask.isEmpty()).toBe(false);
  });

  it.each([
    { format: 2, width: 10, height: 10, delta: new Uint8Array(0) },
    { format: 1, width: 0, height: 10, delta: new Uint8Array(0) },
    { format: 1, width: 10, height: 1e9, delta: new Uint8Array(0) },
    { format: 1, width: 10, height: NaN, delta: new Uint8Array(0) },
    { format: 1, width: '10', height: 10, delta: new Uint8Array(0) },
    { format: 1, width: 10, height: 10, delta: [] },
    { format: 1, width: 10, height: 10, delta: new Uint16Array(4) },
    { format: 1, width: 10, height: 10 },
    {},
    null,
    undefined,
    'mask',
  ])('refuses %o', (saved) => {
    expect(() => MaskEditor.restore(saved)).toThrow(DamagedMaskError);
  });

  it.each(seeds(60))('of damaged bytes gives a mask or the error, seed %i', (seed) => {
    const random = new Random(seed);
    const editor = new MaskEditor({ width: 400, height: 300 });
    for (let i = 0; i < 3; ++i) {
      const stroke = editor.beginStroke({ diameter: random.real(1, 200), hardness: random.next() }, 'add');
      stroke.add([{ x: random.real(0, 400), y: random.real(0, 300), pressure: 1 }]);
      stroke.end();
    }
    const saved = editor.serialise();
    for (let i = 0; i < 20; ++i) {
      const delta = saved.delta.slice(
        0,
        random.chance(0.3) ? random.whole(0, saved.delta.length) : undefined,
      );
      for (let n = random.whole(0, 3); n > 0 && delta.length > 0; --n) {
        delta[random.whole(0, delta.length - 1)] = random.whole(0, 255);
      }
      try {
        const restored = MaskEditor.restore({ ...saved, delta });
        expect(restored.mask.readRect({ x: 0, y: 0, width: 400, height: 300 })).toHaveLength(120000);
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedMaskError);
      }
    }
  });
});
