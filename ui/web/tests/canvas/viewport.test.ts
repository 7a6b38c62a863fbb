import { describe, expect, it } from 'vitest';
import { maxScale, minScale, Viewport } from '../../src/canvas/viewport';

const made = (stage = { width: 800, height: 600 }, picture = { width: 2000, height: 1000 }, ratio = 1) => {
  const viewport = new Viewport();
  viewport.setStage(stage, ratio);
  viewport.setPicture(picture);
  return viewport;
};

/** A repeatable sequence of numbers from 0 to 1 (mulberry32). */
const randoms = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

describe('fit', () => {
  it('shows all of a picture, with a margin, in the middle', () => {
    const viewport = made(); // margin: 2 % of 600 = 12 on each side, so 776 for 2000 pixels
    expect(viewport.scale).toBeCloseTo(0.388, 12);
    expect(viewport.x).toBe(12);
    expect(viewport.y).toBe(106); // (600 - 388) / 2
  });

  it('does not enlarge a picture at first, but does when asked', () => {
    const viewport = made({ width: 800, height: 600 }, { width: 100, height: 100 });
    expect(viewport.scale).toBe(1);
    expect([viewport.x, viewport.y]).toEqual([350, 250]);
    viewport.fit();
    expect(viewport.scale).toBeCloseTo(5.76, 12); // (600 - 2 * 12) / 100
  });

  it('follows the stage until the user zooms', () => {
    const viewport = made();
    viewport.setStage({ width: 424, height: 424 }); // margin 8.48
    expect(viewport.scale).toBeCloseTo((424 - 16.96) / 2000, 12);
    viewport.zoomTo(1);
    viewport.setStage({ width: 800, height: 600 });
    expect(viewport.scale).toBe(1);
  });

  it('happens with a picture of another size only', () => {
    const viewport = made();
    viewport.zoomTo(2, { x: 100, y: 100 });
    const before = [viewport.scale, viewport.x, viewport.y];
    viewport.setPicture({ width: 2000, height: 1000 });
    expect([viewport.scale, viewport.x, viewport.y]).toEqual(before);
    viewport.setPicture({ width: 1000, height: 2000 });
    expect(viewport.fitted).toBe(true);
  });
});

describe('zoom', () => {
  it('holds what is under the pointer', () => {
    const viewport = made();
    const at = { x: 212, y: 300 }; // picture (515.46, 500)
    const before = viewport.toPicture(at);
    viewport.zoomBy(3, at);
    const after = viewport.toPicture(at);
    expect(Math.abs(after.x - before.x) * viewport.scale).toBeLessThanOrEqual(0.51 * 2); // x, y are rounded
    expect(Math.abs(after.y - before.y) * viewport.scale).toBeLessThanOrEqual(0.51 * 2);
  });

  it('does not drift over many steps there and back', () => {
    const viewport = made();
    const at = { x: 333.3, y: 217.7 };
    const before = viewport.toPicture(at);
    for (let step = 0; step < 200; ++step) viewport.zoomBy(step % 2 === 0 ? 1.3 : 1 / 1.3, at);
    const after = viewport.toPicture(at);
    expect(Math.hypot(after.x - before.x, after.y - before.y) * viewport.scale).toBeLessThan(0.01);
  });

  it('keeps to its limits', () => {
    const viewport = made();
    viewport.zoomBy(1e9);
    expect(viewport.scale).toBe(maxScale);
    viewport.zoomBy(1e-9);
    expect(viewport.scale).toBe(minScale);
  });

  it('steps through round percentages', () => {
    const viewport = made(); // at 38.8 %
    const up: number[] = [];
    for (let step = 0; step < 5; ++step) {
      viewport.zoomIn();
      up.push(viewport.scale);
    }
    expect(up).toEqual([0.5, 2 / 3, 1, 1.5, 2]);
    viewport.zoomOut();
    expect(viewport.scale).toBe(1.5);
    for (let step = 0; step < 40; ++step) viewport.zoomOut();
    expect(viewport.scale).toBe(minScale);
    for (let step = 0; step < 40; ++step) viewport.zoomIn();
    expect(viewport.scale).toBe(maxScale);
  });
});

describe('pan', () => {
  it('moves the picture with the pointer', () => {
    const viewport = made();
    viewport.panBy(10, -20);
    expect([viewport.x, viewport.y]).toEqual([22, 86]);
  });

  it('adds up fractions of a device pixel', () => {
    const viewport = made();
    for (let step = 0; step < 40; ++step) viewport.panBy(0.25, 0);
    expect(viewport.x).toBe(22);
  });

  it('keeps the picture under the middle of the stage', () => {
    const viewport = made();
    viewport.panBy(1e6, 1e6);
    expect([viewport.x, viewport.y]).toEqual([400, 300]);
    viewport.panBy(-1e6, -1e6);
    expect(viewport.x + 2000 * viewport.scale).toBeCloseTo(400, 9);
    expect(viewport.y + 1000 * viewport.scale).toBeCloseTo(300, 9);
  });

  it('reveals a point with the least pan', () => {
    const viewport = made();
    viewport.zoomTo(1); // picture (1000, 500) in the middle: x 600 to 1400 are seen
    viewport.reveal({ x: 700, y: 500 }, 20);
    expect(viewport.x).toBe(-600);
    viewport.reveal({ x: 1500, y: 500 }, 20); // at 900, to 780
    expect(viewport.x).toBe(-720);
    expect(viewport.y).toBe(-200);
  });
});

describe('the stage', () => {
  it('keeps the centre when it is resized', () => {
    const viewport = made();
    viewport.zoomTo(1);
    viewport.panBy(100, 50); // the middle shows (900, 450)
    viewport.setStage({ width: 300, height: 900 });
    expect(viewport.toPicture({ x: 150, y: 450 })).toEqual({ x: 900, y: 450 });
  });

  it.each([1, 1.25, 1.5, 2, 2.625, 3])('puts the picture on a whole device pixel, ratio %d', (ratio) => {
    const seed = 20261128;
    const random = randoms(seed);
    const viewport = made({ width: 801.3, height: 599.6 }, { width: 1999, height: 1001 }, ratio);
    for (let step = 0; step < 200; ++step) {
      viewport.zoomBy(0.5 + random(), { x: 800 * random(), y: 600 * random() });
      viewport.panBy(100 * random() - 50, 100 * random() - 50);
      expect(viewport.x * ratio, `seed ${seed}, step ${step}`).toBeCloseTo(Math.round(viewport.x * ratio), 8);
      expect(viewport.y * ratio, `seed ${seed}, step ${step}`).toBeCloseTo(Math.round(viewport.y * ratio), 8);
    }
  });

  it('maps there and back', () => {
    const viewport = made();
    viewport.pinch({ x: 100, y: 100 }, { x: 150, y: 90 }, 1.7);
    const there = viewport.toStage({ x: 123.5, y: 678.25 });
    const back = viewport.toPicture(there);
    expect(back.x).toBeCloseTo(123.5, 9);
    expect(back.y).toBeCloseTo(678.25, 9);
  });
});

describe('pinch', () => {
  it('takes the point under the fingers along', () => {
    const viewport = made();
    const point = viewport.toPicture({ x: 300, y: 300 });
    viewport.pinch({ x: 300, y: 300 }, { x: 340, y: 280 }, 2);
    const at = viewport.toStage(point);
    expect(Math.abs(at.x - 340)).toBeLessThan(1.1); // rounded to device pixels before and after
    expect(Math.abs(at.y - 280)).toBeLessThan(1.1);
  });
});

describe('subscribe', () => {
  it('reports changes until it is ended, and nothing that is none', () => {
    const viewport = made();
    let calls = 0;
    const end = viewport.subscribe(() => ++calls);
    viewport.panBy(0, 0);
    viewport.setStage({ width: 800, height: 600 });
    viewport.setPicture({ width: 2000, height: 1000 });
    expect(calls).toBe(0);
    viewport.panBy(1, 0);
    viewport.zoomTo(2);
    expect(calls).toBe(2);
    end();
    viewport.fit();
    expect(calls).toBe(2);
  });
});
