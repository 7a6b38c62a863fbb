import { describe, expect, it } from 'vitest';
import type { Rect } from '../../src/mask/geometry';
import { MaskEditor } from '../../src/mask/mask-editor';
import { Random, seeds } from './random';

const brush = { diameter: 10, hardness: 1 };
const whole = (editor: MaskEditor) => [...editor.mask.readRect({ x: 0, y: 0, ...editor.mask.size })];
const at = (x: number, y: number) => [{ x, y, pressure: 1 }];

function small(samples: readonly number[], width: number): MaskEditor {
  const editor = new MaskEditor({ width, height: samples.length / width });
  editor.replace({ x: 0, y: 0, ...editor.mask.size }, Uint8Array.from(samples));
  return editor;
}

describe('a stroke', () => {
  it('is one step', () => {
    const editor = new MaskEditor({ width: 300, height: 200 });
    const stroke = editor.beginStroke(brush, 'add');
    stroke.add(at(20, 20));
    stroke.add(at(200, 100));
    expect(editor.canUndo).toBe(false); // not while it is open
    expect(editor.undo()).toBe(false);
    const seen: boolean[] = [];
    editor.subscribe(() => seen.push(editor.canUndo));
    stroke.end();
    expect(seen).toEqual([true]);
    expect(editor.canUndo).toBe(true);
    expect(editor.mask.bounds()).toEqual({ x: 15, y: 15, width: 190, height: 90 });
    const open = editor.beginStroke(brush, 'add');
    expect(editor.undo()).toBe(false); // not while one is open
    expect(editor.isPainting).toBe(true);
    expect(editor.canUndo).toBe(true);
    open.end();
    expect(editor.isPainting).toBe(false);
    expect(seen).toEqual([true]);
    editor.undo();
    expect(editor.mask.isEmpty()).toBe(true);
    expect(editor.canUndo).toBe(false);
  });

  it('that is cancelled leaves no trace', () => {
    const editor = new MaskEditor({ width: 300, height: 200 });
    editor.selectRectangle({ x: 100, y: 100, width: 50, height: 50 }, 'add');
    editor.selectRectangle({ x: 0, y: 0, width: 10, height: 10 }, 'add');
    editor.undo();
    const before = whole(editor);
    const changed: Rect[] = [];
    editor.subscribe((rect) => changed.push(rect));
    const stroke = editor.beginStroke({ diameter: 60, hardness: 0.2 }, 'add');
    stroke.add(at(120, 120));
    expect(changed).toHaveLength(1);
    expect(whole(editor)).not.toEqual(before);
    stroke.cancel();
    expect(whole(editor)).toEqual(before);
    expect(changed).toHaveLength(2);
    expect(changed[1]).toEqual(changed[0]);
    expect(editor.canRedo).toBe(true); // also the step that was undone is still there
    expect(editor.redo()).toBe(true);
    expect(editor.mask.sample(5, 5)).toBe(255);
  });

  it('is not stronger where it crosses itself, a second one is', () => {
    const soft = { diameter: 40, hardness: 0 };
    const once = new MaskEditor({ width: 64, height: 64 });
    const twice = new MaskEditor({ width: 64, height: 64 });
    const paint = (editor: MaskEditor, times: number) => {
      const stroke = editor.beginStroke(soft, 'add');
      for (let i = 0; i < times; ++i) {
        stroke.add([...at(10, 32), ...at(54, 32)]);
        stroke.add(at(10, 32));
      }
      stroke.end();
    };
    paint(once, 1);
    paint(twice, 1);
    const value = once.mask.sample(32, 22);
    expect(value).toBeGreaterThan(50);
    expect(value).toBeLessThan(200);
    paint(twice, 1);
    expect(twice.mask.sample(32, 22)).toBe(Math.round(value + ((255 - value) * value) / 255));
  });

  it('takes from the selection what it covers', () => {
    const editor = small([255, 200, 100, 0], 4);
    const stroke = editor.beginStroke({ diameter: 1, hardness: 1 }, 'subtract');
    stroke.add([...at(0.5, 0.5), ...at(1.5, 0.5)]);
    stroke.end();
    expect(whole(editor)).toEqual([0, 0, 100, 0]);
  });

  it('tells small rectangles', () => {
    const editor = new MaskEditor({ width: 2048, height: 2048 });
    const stroke = editor.beginStroke(brush, 'add');
    stroke.add(at(1000, 1000));
    const changed: Rect[] = [];
    const stop = editor.subscribe((rect) => changed.push(rect));
    stroke.add(at(1010, 1000));
    stroke.add(at(1010, 1000)); // nothing new
    expect(changed).toHaveLength(1);
    expect(changed[0]?.width).toBeLessThan(25);
    expect(changed[0]?.height).toBeLessThan(14);
    stop();
    stroke.add(at(1100, 1000));
    expect(changed).toHaveLength(1);
  });

  it('is the only open one, and any other change ends it', () => {
    const editor = new MaskEditor({ width: 100, height: 100 });
    const stroke = editor.beginStroke(brush, 'add');
    expect(() => editor.beginStroke(brush, 'add')).toThrow();
    stroke.add(at(50, 50));
    editor.invert();
    stroke.add(at(10, 10));
    stroke.cancel();
    stroke.end();
    expect(editor.mask.sample(50, 50)).toBe(0);
    expect(editor.mask.sample(10, 10)).toBe(255);
    editor.undo();
    expect(editor.mask.sample(50, 50)).toBe(255);
    editor.undo();
    expect(editor.mask.isEmpty()).toBe(true);
    expect(editor.canUndo).toBe(false);
  });

  it('without points is no step', () => {
    const editor = new MaskEditor({ width: 10, height: 10 });
    const stroke = editor.beginStroke(brush, 'add');
    stroke.add([]);
    stroke.end();
    expect(editor.canUndo).toBe(false);
    expect(editor.revision).toBe(0);
  });
});

describe('a rectangle', () => {
  it('is exact and cut to the mask', () => {
    const editor = new MaskEditor({ width: 300, height: 200 });
    editor.selectRectangle({ x: 120, y: -5, width: 500, height: 10 }, 'add');
    expect(editor.mask.bounds()).toEqual({ x: 120, y: 0, width: 180, height: 5 });
    editor.selectRectangle({ x: 120.4, y: 0.6, width: 1, height: 1.1 }, 'subtract'); // 120 to 121, 1 to 2
    expect([...editor.mask.readRect({ x: 119, y: 0, width: 3, height: 3 })]).toEqual([
      0, 255, 255, 0, 0, 255, 0, 255, 255,
    ]);
  });

  it.each([
    { x: 500, y: 0, width: 5, height: 5 },
    { x: -9, y: 0, width: 9, height: 5 },
    { x: 0, y: 0, width: 0, height: 5 },
    { x: 5, y: 5, width: -3, height: 5 },
    { x: NaN, y: 0, width: 5, height: 5 },
    { x: 0, y: 0, width: NaN, height: Infinity },
  ])('%o selects nothing', (rect) => {
    const editor = new MaskEditor({ width: 300, height: 200 });
    editor.selectRectangle(rect, 'add');
    expect(editor.mask.isEmpty()).toBe(true);
    expect(editor.canUndo).toBe(false);
  });
});

describe('a polygon', () => {
  it('with corners between pixels is exact', () => {
    const editor = new MaskEditor({ width: 300, height: 200 });
    const corners = [
      { x: 100, y: 50 },
      { x: 200, y: 50 },
      { x: 200, y: 150 },
      { x: 100, y: 150 },
    ];
    editor.selectPolygon(corners, 'add');
    expect(editor.mask.bounds()).toEqual({ x: 100, y: 50, width: 100, height: 100 });
    expect(editor.mask.readRect({ x: 100, y: 50, width: 100, height: 100 }).every((s) => s === 255)).toBe(
      true,
    );
    editor.selectPolygon(corners.reverse(), 'subtract'); // its sense makes no difference
    expect(editor.mask.isEmpty()).toBe(true);
  });

  it('covers pixels by their share', () => {
    const editor = new MaskEditor({ width: 4, height: 4 });
    editor.selectPolygon(
      [
        { x: 0, y: 0 },
        { x: 4, y: 0 },
        { x: 0, y: 4 },
      ],
      'add',
    );
    // Half of each pixel on the diagonal; 255 / 2 may become 127 or 128.
    const h = editor.mask.sample(3, 0);
    expect(Math.abs(h - 127.5)).toBe(0.5);
    expect(whole(editor)).toEqual([255, 255, 255, h, 255, 255, h, 0, 255, h, 0, 0, h, 0, 0, 0]);
    editor.clear();
    editor.selectPolygon(
      [
        { x: 1.25, y: 1.5 },
        { x: 3, y: 1.5 },
        { x: 3, y: 2.75 },
        { x: 1.25, y: 2.75 },
      ],
      'add',
    );
    // 3/4 by 1/2, 1 by 1/2, 3/4 by 3/4, 1 by 3/4
    expect([...editor.mask.readRect({ x: 1, y: 1, width: 2, height: 2 })]).toEqual([96, 128, 143, 191]);
  });

  it('that crosses itself has a hole only where it winds back', () => {
    const star = [0, 2, 4, 1, 3].map((i) => ({
      x: 50 + 40 * Math.sin((i * 2 * Math.PI) / 5),
      y: 50 - 40 * Math.cos((i * 2 * Math.PI) / 5),
    }));
    const editor = new MaskEditor({ width: 100, height: 100 });
    editor.selectPolygon(star, 'add');
    expect(editor.mask.sample(50, 50)).toBe(255); // wound around twice
    expect(editor.mask.sample(50, 20)).toBe(255);
    expect(editor.mask.sample(30, 20)).toBe(0);
  });

  it.each([
    ['no point', []],
    ['one point', [[5, 5]]],
    [
      'two points',
      [
        [5, 5],
        [50, 50],
      ],
    ],
    [
      'no area',
      [
        [5, 5],
        [50, 50],
        [20, 20],
      ],
    ],
    [
      'one height',
      [
        [5, 5],
        [50, 5],
        [20, 5],
      ],
    ],
    [
      'outside',
      [
        [500, 5],
        [600, 5],
        [500, 50],
      ],
    ],
    [
      'too few places',
      [
        [NaN, 5],
        [50, 5],
        [20, 50],
      ],
    ],
  ] as [string, [number, number][]][])('of %s selects nothing', (_, points) => {
    const editor = new MaskEditor({ width: 100, height: 100 });
    editor.selectPolygon(
      points.map(([x, y]) => ({ x, y })),
      'add',
    );
    expect(editor.mask.isEmpty()).toBe(true);
    expect(editor.canUndo).toBe(false);
  });

  it.each(seeds(8))('of strange numbers is safe, seed %i', (seed) => {
    const random = new Random(seed);
    const editor = new MaskEditor({ width: random.whole(1, 200), height: random.whole(1, 200) });
    const strange = [
      NaN,
      Infinity,
      -Infinity,
      0,
      -0,
      1e-300,
      1e300,
      -1e300,
      2 ** 31,
      -(2 ** 53),
      100,
      128,
      127.99999999,
    ];
    const number = () => (random.chance(0.3) ? random.pick(strange) : random.real(-100, 300));
    for (let i = 0; i < 10; ++i) {
      const points = Array.from({ length: random.whole(0, 20) }, () => ({ x: number(), y: number() }));
      editor.selectPolygon(points, random.pick(['add', 'subtract']));
      const stroke = editor.beginStroke({ diameter: number(), hardness: number() }, 'add');
      stroke.add(points.slice(0, 3).map((point) => ({ ...point, pressure: number() })));
      stroke.end();
    }
    while (editor.undo()) {
      // until nothing is left
    }
    expect(editor.mask.isEmpty()).toBe(true);
  });

  it('with corners far outside covers what it surrounds', () => {
    const editor = new MaskEditor({ width: 130, height: 130 });
    const far = 1e200;
    editor.selectPolygon(
      [
        { x: -far, y: -far },
        { x: far, y: -far },
        { x: far, y: far },
        { x: -far, y: far },
      ],
      'add',
    );
    expect(whole(editor).every((sample) => sample === 255)).toBe(true);
  });
});

describe('the buttons', () => {
  it('invert each sample', () => {
    const editor = small([0, 1, 127, 255], 2);
    editor.invert();
    expect(whole(editor)).toEqual([255, 254, 128, 0]);
    editor.invert();
    expect(whole(editor)).toEqual([0, 1, 127, 255]);
  });

  it('clear, and an empty mask stays as it is', () => {
    const editor = small([0, 1, 127, 255], 2);
    editor.clear();
    expect(editor.mask.isEmpty()).toBe(true);
    const { revision } = editor;
    editor.clear();
    expect(editor.revision).toBe(revision);
    editor.undo();
    expect(whole(editor)).toEqual([0, 1, 127, 255]);
  });

  it('replace the mask in one step', () => {
    const editor = small([1, 1, 1, 1], 2);
    editor.replace({ x: 1, y: 1, width: 2, height: 1 }, Uint8Array.of(7, 8));
    expect(whole(editor)).toEqual([0, 0, 0, 7]);
    editor.undo();
    expect(whole(editor)).toEqual([1, 1, 1, 1]);
    expect(() => editor.replace({ x: 0, y: 0, width: 2, height: 2 }, new Uint8Array(3))).toThrow(RangeError);
    expect(whole(editor)).toEqual([1, 1, 1, 1]);
    expect(editor.canRedo).toBe(true);
    editor.replace({ x: 0, y: 0, width: 2, height: 2 }, new Uint8Array(4).fill(1)); // nothing changes
    expect(editor.canRedo).toBe(true);
  });
});

describe('the history', () => {
  it('forgets what was undone at the next change', () => {
    const editor = new MaskEditor({ width: 100, height: 100 });
    editor.selectRectangle({ x: 0, y: 0, width: 10, height: 10 }, 'add');
    editor.undo();
    expect(editor.canRedo).toBe(true);
    editor.selectRectangle({ x: 50, y: 0, width: 10, height: 10 }, 'add');
    expect(editor.canRedo).toBe(false);
    expect(editor.redo()).toBe(false);
    expect(editor.mask.bounds()).toEqual({ x: 50, y: 0, width: 10, height: 10 });
  });

  it('has no limit and takes little memory', () => {
    const editor = new MaskEditor({ width: 2048, height: 2048 });
    for (let i = 0; i < 1000; ++i) {
      const stroke = editor.beginStroke({ diameter: 100, hardness: 0.8 }, i % 3 === 2 ? 'subtract' : 'add');
      stroke.add(at((i * 523) % 2048, (i * 811) % 2048));
      stroke.end();
    }
    expect(editor.historyBytes).toBeLessThan(1000 * 12_000); // a dab's box has 10,000 samples
    let steps = 0;
    while (editor.undo()) {
      ++steps;
    }
    expect(steps).toBeGreaterThan(900); // some erase where nothing is
    expect(editor.mask.isEmpty()).toBe(true);
  });

  it('of whole-mask changes is small on the largest mask', () => {
    const editor = new MaskEditor({ width: 16384, height: 16384 });
    editor.invert();
    editor.clear();
    editor.undo();
    expect(editor.mask.bounds()).toEqual({ x: 0, y: 0, width: 16384, height: 16384 });
    expect(editor.historyBytes).toBeLessThan(2 * 16384 * 8);
  });
});
