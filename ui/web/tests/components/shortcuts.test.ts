import { describe, expect, it } from 'vitest';
import { findShortcut, keysOf, shortcuts, type KeyPress } from '../../src/components/shortcuts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, altGraph: false };

function press(key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { ...none, key, code, ...modifiers };
}

function command(event: KeyPress, mac = false): string | null {
  return findShortcut(event, mac)?.command ?? null;
}

describe('on a US layout', () => {
  it.each([
    ['b', 'KeyB', {}, 'brush'],
    ['e', 'KeyE', {}, 'erase'],
    ['r', 'KeyR', {}, 'rectangle'],
    ['l', 'KeyL', {}, 'lasso'],
    ['h', 'KeyH', {}, 'pan'],
    ['x', 'KeyX', {}, 'swap'],
    ['[', 'BracketLeft', {}, 'smaller'],
    [']', 'BracketRight', {}, 'larger'],
    ['{', 'BracketLeft', { shiftKey: true }, 'softer'],
    ['}', 'BracketRight', { shiftKey: true }, 'harder'],
    ['z', 'KeyZ', { ctrlKey: true }, 'undo'],
    ['Z', 'KeyZ', { ctrlKey: true, shiftKey: true }, 'redo'],
    ['y', 'KeyY', { ctrlKey: true }, 'redo'],
    ['i', 'KeyI', { ctrlKey: true }, 'invert'],
    ['V', 'KeyV', { shiftKey: true }, 'invert'],
    ['Delete', 'Delete', {}, 'clear'],
    ['0', 'Digit0', {}, 'zoomFit'],
    ['1', 'Numpad1', {}, 'zoomOne'],
    ['\\', 'Backslash', {}, 'hold'],
    ['Enter', 'Enter', { ctrlKey: true }, 'generate'],
    ['Escape', 'Escape', {}, 'cancel'],
    ['?', 'Slash', { shiftKey: true }, 'help'],
  ])('%s (%s) %o is %s', (key, code, modifiers, expected) => {
    expect(command(press(key, code, modifiers))).toBe(expected);
  });

  it.each([
    ['paste', press('v', 'KeyV', { ctrlKey: true })],
    ['zoom of the browser', press('0', 'Digit0', { ctrlKey: true })],
    ['reload', press('r', 'KeyR', { ctrlKey: true })],
    ['a menu by Alt', press('e', 'KeyE', { altKey: true })],
    ['the system key', press('l', 'KeyL', { metaKey: true })],
    ['a capital letter', press('B', 'KeyB', { shiftKey: true })],
    ['Enter alone', press('Enter', 'Enter')],
  ])('leaves %s to the browser', (_what, event) => {
    expect(command(event)).toBeNull();
  });
});

describe('on other layouts', () => {
  it('takes brackets that are written with AltGr, however the system reports it', () => {
    expect(command(press('[', 'Digit8', { altGraph: true }))).toBe('smaller');
    expect(command(press(']', 'Digit9', { ctrlKey: true, altKey: true }))).toBe('larger');
    expect(command(press('{', 'Digit7', { altGraph: true }))).toBe('softer');
    expect(command(press('\\', 'Minus', { altGraph: true }))).toBe('hold');
  });

  it('takes the keys in the place of the brackets too', () => {
    expect(command(press('ü', 'BracketLeft'))).toBe('smaller');
    expect(command(press('*', 'BracketRight', { shiftKey: true }))).toBe('harder');
    expect(command(press('Dead', 'BracketLeft'))).toBe('smaller');
  });

  it('prefers the character to the place: Dvorak has the question mark where a bracket is', () => {
    expect(command(press('?', 'BracketLeft', { shiftKey: true }))).toBe('help');
  });

  it('goes by the place of letters where another script is written', () => {
    expect(command(press('и', 'KeyB'))).toBe('brush');
    expect(command(press('я', 'KeyZ', { ctrlKey: true }))).toBe('undo');
    expect(command(press('Я', 'KeyZ', { ctrlKey: true, shiftKey: true }))).toBe('redo');
  });

  it('goes by the letter where Latin is written: z and y change places in Germany', () => {
    expect(command(press('z', 'KeyY', { ctrlKey: true }))).toBe('undo');
    expect(command(press('y', 'KeyZ', { ctrlKey: true }))).toBe('redo');
  });

  it('takes digits of layouts that write them with Shift', () => {
    expect(command(press('0', 'Digit0', { shiftKey: true }))).toBe('zoomFit');
  });
});

describe('on macOS', () => {
  it('takes Command for Ctrl', () => {
    expect(command(press('z', 'KeyZ', { metaKey: true }), true)).toBe('undo');
    expect(command(press('Enter', 'Enter', { metaKey: true }), true)).toBe('generate');
    expect(command(press('z', 'KeyZ', { ctrlKey: true }), true)).toBeNull();
  });

  it('takes characters that are written with Option', () => {
    expect(command(press('[', 'Digit5', { altKey: true }), true)).toBe('smaller');
  });
});

describe('the table', () => {
  it('leaves all but generate and cancel to a text field', () => {
    expect(shortcuts.filter(({ inText }) => inText).map((shortcut) => shortcut.command)).toEqual([
      'generate',
      'cancel',
    ]);
  });

  it('is shown with the names of the keys', () => {
    const names = { ctrl: 'Strg', shift: 'Umschalt', enter: 'Eingabe', escape: 'Esc', delete: 'Entf' };
    expect(keysOf({ key: 'z', mod: true, shift: true }, names, false)).toEqual(['Strg', 'Umschalt', 'Z']);
    expect(keysOf({ key: 'z', mod: true, shift: true }, names, true)).toEqual(['⌘', '⇧', 'Z']);
    expect(keysOf({ key: '{', shift: true, anyShift: true }, names, false)).toEqual(['Umschalt', '[']);
  });
});
