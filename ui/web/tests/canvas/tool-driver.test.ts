import { beforeEach, describe, expect, it } from 'vitest';
import { noModifiers, type Modifiers, type PointerReport } from '../../src/canvas/gestures';
import { ToolDriver } from '../../src/canvas/tool-driver';
import type { Tool } from '../../src/canvas/tool';
import { LoggingPainter, viewportAt200 } from './painter';

let painter: LoggingPainter;
let driver: ToolDriver;
let outlines = 0;

const report = (x: number, y: number, modifiers: Partial<Modifiers> = {}, pressure = 1): PointerReport => ({
  id: 1,
  kind: 'mouse',
  at: { x, y },
  pressure,
  buttons: 1,
  time: 0,
  modifiers: { ...noModifiers, ...modifiers },
});

beforeEach(() => {
  outlines = 0;
  painter = new LoggingPainter();
  driver = new ToolDriver(viewportAt200(), painter, () => ++outlines);
  driver.brush = { diameter: 30, hardness: 1 };
});

const use = (tool: Tool) => {
  driver.tool = tool;
};

describe('brush', () => {
  it('paints a stroke through all reports, in picture pixels', () => {
    expect(driver.toolPress(report(0, 0), false)).toBe(true);
    driver.toolMove([report(2, 0), report(4, 2, {}, 0.5)]);
    driver.toolRelease(report(4, 2, {}, 0));
    expect(painter.log).toEqual(['stroke add 30', 'add 100,50*1', 'add 101,50*1 102,51*0.5', 'end']);
  });

  it('goes on to where it is released, with the last pressure', () => {
    driver.toolPress(report(0, 0, {}, 0.7), false);
    driver.toolRelease(report(10, 0, {}, 0));
    expect(painter.log).toEqual(['stroke add 30', 'add 100,50*0.7', 'add 105,50*0.7', 'end']);
  });

  it('erases with the eraser, the right button and Ctrl', () => {
    driver.toolPress(report(0, 0), true);
    driver.toolRelease(null);
    driver.toolPress(report(0, 0, { ctrl: true }), false);
    driver.toolRelease(null);
    use('erase');
    driver.toolPress(report(0, 0), false);
    expect(painter.log.filter((line) => line.startsWith('stroke'))).toEqual(
      Array(3).fill('stroke subtract 30'),
    );
  });

  it('paints a straight line from the last stroke with Shift', () => {
    driver.toolPress(report(0, 0, { shift: true }), false); // there is no last one yet
    driver.toolRelease(report(20, 0));
    driver.toolPress(report(100, 100, { shift: true }), false);
    expect(painter.log).toEqual([
      'stroke add 30',
      'add 100,50*1',
      'add 110,50*1',
      'end',
      'stroke add 30',
      'add 110,50*1 150,100*1',
    ]);
  });

  it('leaves no trace when it is cancelled', () => {
    driver.toolPress(report(0, 0), false);
    driver.toolCancel();
    driver.toolRelease(report(0, 0));
    expect(painter.log).toEqual(['stroke add 30', 'add 100,50*1', 'cancel']);
  });

  it('does not begin while it is disabled, nor with the hand', () => {
    driver.disabled = true;
    expect(driver.toolPress(report(0, 0), false)).toBe(false);
    driver.disabled = false;
    use('pan');
    expect(driver.toolPress(report(0, 0), false)).toBe(false);
    expect(painter.log).toEqual([]);
  });
});

describe('rectangle', () => {
  beforeEach(() => use('rectangle'));

  it('selects whole pixels between press and release', () => {
    driver.toolPress(report(1, 1), false); // picture (100.5, 50.5), to 101 and 51
    driver.toolMove([report(41, 20)]); // (120.5, 60)
    expect(driver.outline).toEqual({
      kind: 'box',
      box: { x: 101, y: 51, width: 20, height: 9 },
      mode: 'add',
    });
    driver.toolRelease(report(41, 20));
    expect(painter.log).toEqual(['rectangle add 101,51 20x9']);
    expect(driver.outline).toBeNull();
    expect(outlines).toBe(3);
  });

  it('is a square with Shift, and centred with Alt, whichever way it is dragged', () => {
    driver.toolPress(report(100, 100), false); // (150, 100)
    driver.toolMove([report(80, 110, { shift: true })]); // 10 to the left, 5 down
    expect(driver.outline).toMatchObject({ box: { x: 140, y: 100, width: 10, height: 10 } });
    driver.setModifiers({ ...noModifiers, alt: true }); // the pointer stands still
    expect(driver.outline).toMatchObject({ box: { x: 140, y: 95, width: 20, height: 10 } });
    driver.toolRelease(report(80, 110, { shift: true, alt: true }));
    expect(painter.log).toEqual(['rectangle add 140,90 20x20']);
  });

  it('subtracts with Ctrl or the right button', () => {
    driver.toolPress(report(0, 0), false);
    driver.toolRelease(report(20, 20, { ctrl: true }));
    driver.toolPress(report(0, 0), true);
    driver.toolRelease(report(20, 20));
    expect(painter.log).toEqual(['rectangle subtract 100,50 10x10', 'rectangle subtract 100,50 10x10']);
  });

  it('selects nothing by a click, nor when it is cancelled', () => {
    driver.toolPress(report(10, 10), false);
    driver.toolRelease(report(10, 10));
    driver.toolPress(report(10, 10), false);
    driver.toolMove([report(90, 90)]);
    driver.toolCancel();
    expect(painter.log).toEqual([]);
    expect(driver.outline).toBeNull();
  });
});

describe('lasso', () => {
  beforeEach(() => use('lasso'));

  it('selects what it goes around, without corners nearer than half a stage pixel', () => {
    driver.toolPress(report(0, 0), false);
    driver.toolMove([report(0.25, 0), report(20, 0), report(20.4, 0.2), report(20, 20)]);
    driver.toolRelease(report(0, 20));
    expect(painter.log).toEqual(['polygon add 100,50 110,50 110,60 100,60']);
  });

  it('selects nothing with fewer than three corners', () => {
    driver.toolPress(report(0, 0), false);
    driver.toolRelease(report(20, 20));
    expect(painter.log).toEqual([]);
  });

  it('subtracts with the right button', () => {
    driver.toolPress(report(0, 0), true);
    driver.toolMove([report(20, 0)]);
    driver.toolRelease(report(20, 20));
    expect(painter.log).toEqual(['polygon subtract 100,50 110,50 110,60']);
  });
});

it('paints single dabs for the keyboard, with a line from the last one when asked', () => {
  driver.dab({ x: 7, y: 8 }, 'add', false);
  driver.dab({ x: 17, y: 8 }, 'subtract', true);
  expect(painter.log).toEqual([
    'stroke add 30',
    'add 7,8*1',
    'end',
    'stroke subtract 30',
    'add 7,8*1 17,8*1',
    'end',
  ]);
});
