import { beforeEach, describe, expect, it } from 'vitest';
import { KeyboardCursor, type KeyReport, type StageMessage } from '../../src/canvas/keyboard';
import { ToolDriver } from '../../src/canvas/tool-driver';
import type { Viewport } from '../../src/canvas/viewport';
import { LoggingPainter, viewportAt200 } from './painter';

let viewport: Viewport;
let painter: LoggingPainter;
let driver: ToolDriver;
let keys: KeyboardCursor;
let said: StageMessage[] = [];

const press = (key: string, change: Partial<KeyReport> = {}) =>
  keys.press({ key, shift: false, alt: false, ctrl: false, ...change });

beforeEach(() => {
  said = [];
  viewport = viewportAt200();
  painter = new LoggingPainter();
  driver = new ToolDriver(viewport, painter);
  driver.brush = { diameter: 30, hardness: 1 };
  keys = new KeyboardCursor(
    viewport,
    driver,
    painter,
    (message) => said.push(message),
    () => undefined,
  );
});

describe('arrows', () => {
  it('move a cursor from the middle of what is seen, by 10, with Shift by 50, with Alt by 1', () => {
    press('ArrowRight');
    expect(keys.cursor).toEqual({ x: 210, y: 100 });
    press('ArrowUp', { shift: true });
    press('ArrowLeft', { alt: true });
    press('ArrowDown');
    expect(keys.cursor).toEqual({ x: 209, y: 60 });
    expect(said.at(-1)).toEqual({ kind: 'cursor', x: 209, y: 60 });
  });

  it('stop at the edge of the picture and keep the cursor in sight', () => {
    for (let step = 0; step < 12; ++step) press('ArrowRight', { shift: true });
    expect(keys.cursor).toEqual({ x: 400, y: 100 });
    const { x } = viewport.toStage({ x: 400, y: 100 });
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThanOrEqual(400 - 24);
  });

  it('pan with the hand, and while nothing may be painted', () => {
    driver.tool = 'pan';
    press('ArrowRight');
    expect(viewport.x).toBe(-200 - 64);
    driver.tool = 'rectangle';
    driver.disabled = true;
    press('ArrowLeft');
    expect(viewport.x).toBe(-200);
    expect(keys.cursor).toBeNull();
  });
});

describe('rectangle', () => {
  beforeEach(() => {
    driver.tool = 'rectangle';
  });

  it('is started and ended by Enter, and its place and size are said', () => {
    press('Enter');
    press('ArrowLeft', { shift: true });
    press('ArrowDown');
    expect(keys.outline).toEqual({
      kind: 'box',
      box: { x: 150, y: 100, width: 50, height: 10 },
      mode: 'add',
    });
    press('Enter');
    expect(painter.log).toEqual(['rectangle add 150,100 50x10']);
    expect(said).toEqual([
      { kind: 'rectangleStarted', x: 200, y: 100 },
      { kind: 'rectangle', x: 150, y: 100, width: 50, height: 0 },
      { kind: 'rectangle', x: 150, y: 100, width: 50, height: 10 },
      { kind: 'rectangleAdded', x: 150, y: 100, width: 50, height: 10 },
    ]);
    expect(keys.outline).toBeNull();
  });

  it('is not ended while it has no area', () => {
    press('Enter');
    press('ArrowRight');
    press('Enter');
    press('ArrowDown');
    press('Enter');
    expect(painter.log).toEqual(['rectangle add 200,100 10x10']);
  });

  it('is subtracted with Alt', () => {
    press('Enter');
    press('ArrowRight');
    press('ArrowDown');
    press('Enter', { alt: true });
    expect(painter.log).toEqual(['rectangle subtract 200,100 10x10']);
    expect(said.at(-1)?.kind).toBe('rectangleRemoved');
  });

  it('is cancelled by Escape, which is the page’s where there is none', () => {
    expect(press('Escape')).toBe(false);
    press('Enter');
    expect(press('Escape')).toBe(true);
    expect(press('Escape')).toBe(false);
    expect(keys.outline).toBeNull();
    expect(painter.log).toEqual([]);
  });

  it('goes when the pointer is used', () => {
    press('Enter');
    keys.hide();
    expect(keys.outline).toBeNull();
    expect(keys.cursor).toBeNull();
  });
});

describe('brush', () => {
  it('paints a dab with Enter, a line with Shift, erases with Alt', () => {
    press('Enter');
    press('ArrowRight');
    press('Enter', { shift: true });
    press('Enter', { alt: true });
    expect(painter.log).toEqual([
      'stroke add 30',
      'add 200,100*1',
      'end',
      'stroke add 30',
      'add 200,100*1 210,100*1',
      'end',
      'stroke subtract 30',
      'add 210,100*1',
      'end',
    ]);
    expect(said.map(({ kind }) => kind)).toEqual(['painted', 'cursor', 'painted', 'erased']);
  });

  it('erases with the eraser', () => {
    driver.tool = 'erase';
    press('Enter');
    expect(painter.log[0]).toBe('stroke subtract 30');
  });

  it('is left alone by Ctrl+Enter, by Tab and by letters', () => {
    for (const key of ['Tab', 'b', 'x', '[']) expect(press(key)).toBe(false);
    expect(press('Enter', { ctrl: true })).toBe(false);
    driver.disabled = true;
    expect(press('Enter')).toBe(false);
    expect(painter.log).toEqual([]);
  });
});

describe('lasso', () => {
  it('takes a corner with each Enter and is closed by Enter on the last one', () => {
    driver.tool = 'lasso';
    press('Enter');
    press('Enter'); // one corner is none to close
    press('ArrowRight');
    press('Enter');
    press('ArrowDown');
    press('Enter');
    expect(keys.outline).toMatchObject({ kind: 'lasso' });
    press('Enter');
    expect(painter.log).toEqual(['polygon add 200,100 210,100 210,110']);
    expect(keys.outline).toBeNull();
  });
});

it('zooms with + - 0 1 and says how far', () => {
  press('+');
  expect(viewport.scale).toBe(3);
  press('-');
  press('-');
  expect(viewport.scale).toBe(1.5);
  press('1');
  expect(said.at(-1)).toEqual({ kind: 'zoom', percent: 100 });
  press('0');
  expect(viewport.fitted).toBe(true);
});
