import { describe, expect, it } from 'vitest';
import { coverageAt, type Dab, DabPath, edgeWidth, radiusOf, snapped, spacingOf } from '../../src/mask/brush';
import { MaskEditor } from '../../src/mask/mask-editor';
import type { Brush, BrushPoint } from '../../src/mask/types';

const hard = (diameter: number): Brush => ({ diameter, hardness: 1 });

function painted(brush: Brush, points: readonly BrushPoint[], size = { width: 8, height: 8 }): MaskEditor {
  const editor = new MaskEditor(size);
  const stroke = editor.beginStroke(brush, 'add');
  stroke.add(points);
  stroke.end();
  return editor;
}

function dabsAlong(brush: Brush, points: readonly BrushPoint[]): Dab[] {
  const dabs: Dab[] = [];
  const path = new DabPath(brush, (dab) => dabs.push({ ...dab }));
  points.forEach((point) => path.lineTo(point));
  path.end();
  return dabs;
}

describe('a dab', () => {
  it('of one pixel is the pixel that it is in', () => {
    for (const [x, y] of [
      [3, 5],
      [3.5, 5.5],
      [3.999, 5.001],
    ] as const) {
      const { mask } = painted(hard(1), [{ x, y, pressure: 1 }]);
      expect(mask.bounds()).toEqual({ x: 3, y: 5, width: 1, height: 1 });
      expect(mask.sample(3, 5)).toBe(255);
    }
  });

  it('of three pixels is a pixel, its neighbours and a part of those across', () => {
    const { mask } = painted(hard(3), [{ x: 3.5, y: 3.5, pressure: 1 }]);
    // Radius 1.5: 1.5 + 0.5 - sqrt(2) = 0.586 into the ramp; 3 u^2 - 2 u^3 = 0.628.
    const across = Math.round(255 * (3 * 0.5857864 ** 2 - 2 * 0.5857864 ** 3));
    const [a, b] = [across, 255];
    expect([...mask.readRect({ x: 1, y: 1, width: 5, height: 5 })]).toEqual(
      [0, 0, 0, 0, 0, 0, a, b, a, 0, 0, b, b, b, 0, 0, a, b, a, 0].concat([0, 0, 0, 0, 0]),
    );
  });

  it('of two pixels between four selects them alike', () => {
    const { mask } = painted(hard(2), [{ x: 4, y: 4, pressure: 1 }]);
    const four = [...mask.readRect({ x: 3, y: 3, width: 2, height: 2 })];
    expect(new Set(four).size).toBe(1);
    expect(four[0]).toBeGreaterThan(200); // sqrt(0.5) from the centre, of 1.5 where the ramp ends
    expect(mask.bounds()).toEqual({ x: 3, y: 3, width: 2, height: 2 });
  });

  it('is as wide as its diameter', () => {
    for (const diameter of [10, 33.5, 400]) {
      const { mask } = painted(hard(diameter), [{ x: 300, y: 300, pressure: 1 }], {
        width: 600,
        height: 600,
      });
      const line = mask.readRect({ x: 0, y: 300, width: 600, height: 1 });
      expect(line.reduce((sum, sample) => sum + sample / 255, 0)).toBeCloseTo(diameter, 0);
      const all = mask.readRect({ x: 0, y: 0, width: 600, height: 600 });
      const area = all.reduce((sum, sample) => sum + sample / 255, 0);
      expect(area / (Math.PI * (diameter / 2) ** 2)).toBeCloseTo(1, 1);
    }
  });

  it('falls from full to nothing between hardness times the radius and the radius', () => {
    const brush = { diameter: 100, hardness: 0.6 };
    const edge = edgeWidth(brush, 50);
    expect(edge).toBeCloseTo(20);
    expect(coverageAt(30.5, 50, edge)).toBe(255);
    expect(coverageAt(40.5, 50, edge)).toBe(128); // the middle of the ramp
    expect(coverageAt(35.5, 50, edge)).toBe(215); // a quarter into it: 255 * 27/32
    expect(coverageAt(45.5, 50, edge)).toBe(40); // 255 * 5/32
    expect(coverageAt(50.5, 50, edge)).toBe(0);
  });

  it('has a ramp of a pixel when it is hard', () => {
    expect(edgeWidth(hard(100), 50)).toBe(1);
    expect([49.5, 50, 50.5].map((distance) => coverageAt(distance, 50, 1))).toEqual([255, 128, 0]);
  });

  it('is moved to the pixel only when it is narrow', () => {
    expect(snapped(7.9, 0.5)).toBe(7.5);
    expect(snapped(-0.1, 0.5)).toBe(-0.5);
    expect(snapped(7.9, 0.75)).toBeCloseTo(7.7);
    expect(snapped(7.9, 1)).toBe(7.9);
    expect(snapped(7.9, 200)).toBe(7.9);
  });

  it('has a radius between half a pixel and 200 pixels', () => {
    expect(radiusOf(hard(100), 1)).toBe(50);
    expect(radiusOf(hard(100), 0.5)).toBe(25);
    expect(radiusOf(hard(100), 0)).toBe(2.5); // a pen that barely touches still draws
    expect(radiusOf(hard(2), 0.1)).toBe(0.5);
    expect(radiusOf(hard(9999), 7)).toBe(200);
    expect(radiusOf(hard(NaN), NaN)).toBe(200);
  });
});

describe('the path of a stroke', () => {
  it('has one dab for a click', () => {
    expect(dabsAlong(hard(10), [{ x: 3, y: 4, pressure: 1 }])).toEqual([{ x: 3, y: 4, radius: 5 }]);
    const still = { x: 3, y: 4, pressure: 1 };
    expect(dabsAlong(hard(10), [still, still, still])).toHaveLength(1);
  });

  it('has dabs a spacing apart, and one at its end', () => {
    const spacing = spacingOf(8, 1); // sqrt(8)
    expect(spacing).toBeCloseTo(2.828, 3);
    // The same, whatever the points between are.
    for (const cut of [[10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [0.1, 9.9, 10]]) {
      const points = [0, ...cut].map((x) => ({ x, y: 0, pressure: 1 }));
      const xs = dabsAlong(hard(16), points).map((dab) => dab.x);
      expect(xs).toHaveLength(5);
      [0, spacing, 2 * spacing, 3 * spacing, 10].forEach((x, i) => expect(xs[i]).toBeCloseTo(x, 9));
    }
  });

  it('grows with the pressure between points', () => {
    const dabs = dabsAlong(hard(200), [
      { x: 0, y: 0, pressure: 0.2 },
      { x: 100, y: 0, pressure: 0.8 },
    ]);
    dabs.forEach((dab) => expect(dab.radius).toBeCloseTo(20 + 0.6 * dab.x, 9));
    expect(dabs[dabs.length - 1]?.radius).toBe(80);
  });

  it('has larger dabs where a pen is pressed harder in one place', () => {
    const { mask } = painted(
      hard(40),
      [0.05, 0.3, 1].map((pressure) => ({ x: 32, y: 32, pressure })),
      { width: 64, height: 64 },
    );
    expect(mask.bounds()).toEqual({ x: 12, y: 12, width: 40, height: 40 });
  });

  it.each([4, 20, 100, 400])('makes a smooth edge with a diameter of %d', (diameter) => {
    const size = { width: 1400, height: diameter + 20 };
    const y = size.height / 2 + 0.3;
    const points = [0, 1399].map((x) => ({ x, y, pressure: 1 }));
    const { mask } = painted(hard(diameter), points, size);
    // The upper edge, in pixels from the top: what a column has not selected above the middle.
    const half = Math.floor(y);
    const edges: number[] = [];
    for (let x = 300; x < 1100; ++x) {
      const column = mask.readRect({ x, y: 0, width: 1, height: half });
      edges.push(half - column.reduce((sum, sample) => sum + sample / 255, 0));
    }
    expect(Math.max(...edges) - Math.min(...edges)).toBeLessThan(0.2);
  });

  it('ignores what is no place and survives what is far', () => {
    const editor = painted(hard(10), [
      { x: NaN, y: 3, pressure: 1 },
      { x: 3, y: Infinity, pressure: 1 },
      { x: 4, y: 4, pressure: NaN },
      { x: 1e300, y: 4, pressure: 1 },
    ]);
    expect(editor.mask.sample(4, 4)).toBe(255);
    expect(editor.mask.sample(7, 4)).toBe(255);
  });
});
