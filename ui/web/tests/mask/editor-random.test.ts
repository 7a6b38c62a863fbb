// Random changes against a second implementation, and against themselves undone and redone.

import { describe, expect, it } from 'vitest';
import type { Point, Rect, Size } from '../../src/mask/geometry';
import { MaskEditor } from '../../src/mask/mask-editor';
import type { Brush, BrushPoint, MaskMode } from '../../src/mask/types';
import { Random, seeds } from './random';
import { polygonCoverage, ReferenceMask } from './reference';

function randomSize(random: Random, largest = 300): Size {
  return { width: random.whole(1, largest), height: random.whole(1, largest) };
}

function randomBrush(random: Random): Brush {
  const diameter = random.chance(0.3) ? random.real(1, 4) : random.real(1, 120);
  return { diameter, hardness: random.pick([0, 1, random.next()]) };
}

/** Often outside, sometimes whole numbers. */
function randomPoint(random: Random, { width, height }: Size): Point {
  const point = { x: random.real(-0.3, 1.3) * width, y: random.real(-0.3, 1.3) * height };
  return random.chance(0.2) ? { x: Math.round(point.x), y: Math.round(point.y) } : point;
}

function randomPath(random: Random, size: Size): BrushPoint[] {
  const isPen = random.chance(0.5);
  return Array.from({ length: random.whole(1, 6) }, () => ({
    ...randomPoint(random, size),
    pressure: isPen ? random.next() : 1,
  }));
}

function randomRect(random: Random, { width, height }: Size): Rect {
  const at = { x: random.whole(-50, width), y: random.whole(-50, height) };
  return { ...at, width: random.whole(0, width + 60), height: random.whole(0, height + 60) };
}

function randomMode(random: Random): MaskMode {
  return random.pick(['add', 'add', 'subtract']);
}

/** Makes the same random change to both. */
function change(random: Random, editor: MaskEditor, reference?: ReferenceMask): void {
  const { size } = editor.mask;
  const mode = randomMode(random);
  const kind = random.whole(0, reference === undefined ? 8 : 7);
  if (kind <= 3) {
    const brush = randomBrush(random);
    const points = randomPath(random, size);
    const stroke = editor.beginStroke(brush, mode);
    const cut = random.whole(0, points.length);
    stroke.add(points.slice(0, cut));
    stroke.add(points.slice(cut));
    if (random.chance(0.1)) {
      stroke.cancel();
    } else {
      stroke.end();
      reference?.stroke(brush, mode, points);
    }
  } else if (kind <= 5) {
    const rect = randomRect(random, size);
    editor.selectRectangle(rect, mode);
    reference?.rectangle(rect, mode);
  } else if (kind === 6) {
    const rect = randomRect(random, size);
    const samples = new Uint8Array(rect.width * rect.height).map(() =>
      random.pick([0, 255, random.whole(0, 255)]),
    );
    editor.replace(rect, samples);
    reference?.replace(rect, samples);
  } else if (kind === 7) {
    const isInversion = random.chance(0.7);
    if (isInversion) {
      editor.invert();
      reference?.invert();
    } else {
      editor.clear();
      reference?.clear();
    }
  } else {
    editor.selectPolygon(
      Array.from({ length: random.whole(0, 9) }, () => randomPoint(random, size)),
      mode,
    );
  }
}

function all(editor: MaskEditor): Uint8Array {
  return editor.mask.readRect({ x: 0, y: 0, ...editor.mask.size });
}

/** toEqual() takes a second for each megapixel. */
function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && Buffer.compare(a, b) === 0;
}

/** The largest difference of two samples. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((largest, sample, i) => Math.max(largest, Math.abs(sample - (b[i] ?? NaN))), 0);
}

describe.each(seeds(12))('random changes, seed %i', (seed) => {
  it('are what the definitions say', () => {
    const random = new Random(seed);
    const editor = new MaskEditor(randomSize(random, 180));
    const reference = new ReferenceMask(editor.mask.size);
    for (let i = 0; i < 8; ++i) {
      change(random, editor, reference);
      // Where a value lies between two whole numbers, the order of the operations may decide which it becomes.
      expect(difference(all(editor), reference.samples)).toBeLessThanOrEqual(1);
      reference.samples = all(editor);
      expect(editor.mask.bounds()).toEqual(reference.bounds());
      expect(editor.mask.isEmpty()).toBe(reference.bounds() === null);
    }
    const { width, height } = editor.mask.size;
    for (let i = 0; i < 100; ++i) {
      const [x, y] = [random.whole(-3, width + 3), random.whole(-3, height + 3)];
      expect(editor.mask.sample(x, y)).toBe(reference.at(x, y));
    }
    const rect = randomRect(random, editor.mask.size);
    const read = editor.mask.readRect(rect);
    expect(read.length).toBe(rect.width * rect.height);
    read.forEach((sample, i) => {
      if (sample !== reference.at(rect.x + (i % rect.width), rect.y + Math.floor(i / rect.width))) {
        expect.fail(`sample ${i} of ${JSON.stringify(rect)}`);
      }
    });
  });

  it('undone are gone, redone are back', () => {
    const random = new Random(seed + 1000);
    const editor = new MaskEditor(randomSize(random));
    const states = [all(editor)];
    while (states.length < 15) {
      const before = editor.canUndo;
      change(random, editor);
      const now = all(editor);
      if (!isSame(now, states[states.length - 1])) {
        states.push(now);
        expect(editor.canUndo).toBe(true);
      } else {
        expect(editor.canUndo).toBe(before);
      }
    }
    const bytes = editor.historyBytes;
    for (let round = 0; round < 2; ++round) {
      for (let i = states.length - 2; i >= 0; --i) {
        expect(editor.undo()).toBe(true);
        expect(isSame(all(editor), states[i])).toBe(true);
      }
      expect(editor.canUndo).toBe(false);
      expect(editor.undo()).toBe(false);
      expect(editor.mask.isEmpty()).toBe(true);
      for (const state of states.slice(1)) {
        expect(editor.redo()).toBe(true);
        expect(isSame(all(editor), state)).toBe(true);
      }
      expect(editor.redo()).toBe(false);
    }
    expect(editor.historyBytes).toBe(bytes);
  });

  it('tell their listeners each pixel that changes', () => {
    const random = new Random(seed + 2000);
    const editor = new MaskEditor(randomSize(random));
    const { width, height } = editor.mask.size;
    const copy = all(editor);
    let revision = editor.revision;
    editor.subscribe((rect) => {
      expect(
        Math.min(rect.x, rect.y, width - rect.x - rect.width, height - rect.y - rect.height),
      ).toBeGreaterThanOrEqual(0);
      expect(Math.min(rect.width, rect.height)).toBeGreaterThan(0);
      expect(editor.revision).toBeGreaterThan(revision);
      revision = editor.revision;
      const samples = editor.mask.readRect(rect);
      for (let y = 0; y < rect.height; ++y) {
        copy.set(samples.subarray(y * rect.width, (y + 1) * rect.width), (rect.y + y) * width + rect.x);
      }
    });
    for (let i = 0; i < 30; ++i) {
      const kind = random.whole(0, 5);
      if (kind === 0) {
        editor.undo();
      } else if (kind === 1) {
        editor.redo();
      } else {
        change(random, editor);
      }
      expect(isSame(copy, all(editor))).toBe(true);
    }
  });

  it('come back from storage', () => {
    const random = new Random(seed + 3000);
    const editor = new MaskEditor(randomSize(random));
    for (let i = 0; i < 6; ++i) {
      change(random, editor);
      const saved = structuredClone(editor.serialise());
      const restored = MaskEditor.restore(saved);
      expect(restored.mask.size).toEqual(editor.mask.size);
      expect(isSame(all(restored), all(editor))).toBe(true);
      expect(restored.mask.bounds()).toEqual(editor.mask.bounds());
      expect(restored.canUndo).toBe(false);
      expect(isSame(restored.serialise().delta, editor.serialise().delta)).toBe(true);
    }
  });

  it('by a polygon cover what lies inside', () => {
    const random = new Random(seed + 4000);
    const editor = new MaskEditor({ width: random.whole(1, 40), height: random.whole(1, 40) });
    const points = Array.from({ length: random.whole(3, 8) }, () => randomPoint(random, editor.mask.size));
    editor.selectPolygon(points, 'add');
    const { width } = editor.mask.size;
    all(editor).forEach((sample, i) => {
      const expected = 255 * polygonCoverage(points, i % width, Math.floor(i / width));
      // The second implementation is wrong by up to 1/128 where an edge crosses a line.
      if (Math.abs(sample - expected) > 8) {
        expect.fail(`pixel ${i}: ${sample}, expected ${expected}, of ${JSON.stringify(points)}`);
      }
    });
  });
});
