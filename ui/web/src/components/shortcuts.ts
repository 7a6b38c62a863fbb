// The keys of the page, as in the studio: which key press is which command. Pure; use-shortcuts.ts carries them out.

export type Command =
  | 'brush'
  | 'erase'
  | 'rectangle'
  | 'lasso'
  | 'pan'
  | 'swap'
  | 'smaller'
  | 'larger'
  | 'softer'
  | 'harder'
  | 'undo'
  | 'redo'
  | 'invert'
  | 'clear'
  | 'zoomFit'
  | 'zoomOne'
  | 'hold'
  | 'generate'
  | 'cancel'
  | 'help';

/** What of a KeyboardEvent decides. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly altGraph: boolean;
}

export interface Trigger {
  /** The character or the key's name, in lower case. */
  readonly key: string;
  /** Ctrl, on macOS Command. */
  readonly mod?: true;
  readonly shift?: true;
  /** For characters that some layouts have elsewhere or only with AltGr: this place on the keyboard does as well. */
  readonly code?: string;
  /** The character's own place needs Shift on some layouts and not on others: Shift does not count. */
  readonly anyShift?: true;
}

export interface Shortcut {
  readonly command: Command;
  readonly triggers: readonly Trigger[];
  /** Also while a text field has the focus. */
  readonly inText?: true;
}

export const shortcuts: readonly Shortcut[] = [
  { command: 'brush', triggers: [{ key: 'b' }] },
  { command: 'erase', triggers: [{ key: 'e' }] },
  { command: 'rectangle', triggers: [{ key: 'r' }] },
  { command: 'lasso', triggers: [{ key: 'l' }] },
  { command: 'pan', triggers: [{ key: 'h' }] },
  { command: 'swap', triggers: [{ key: 'x' }] },
  { command: 'smaller', triggers: [{ key: '[', code: 'BracketLeft', anyShift: true }] },
  { command: 'larger', triggers: [{ key: ']', code: 'BracketRight', anyShift: true }] },
  { command: 'softer', triggers: [{ key: '{', code: 'BracketLeft', shift: true, anyShift: true }] },
  { command: 'harder', triggers: [{ key: '}', code: 'BracketRight', shift: true, anyShift: true }] },
  { command: 'undo', triggers: [{ key: 'z', mod: true }] },
  {
    command: 'redo',
    triggers: [
      { key: 'z', mod: true, shift: true },
      { key: 'y', mod: true },
    ],
  },
  {
    command: 'invert',
    triggers: [
      { key: 'i', mod: true },
      { key: 'v', shift: true },
    ],
  },
  { command: 'clear', triggers: [{ key: 'delete' }] },
  { command: 'zoomFit', triggers: [{ key: '0', anyShift: true }] },
  { command: 'zoomOne', triggers: [{ key: '1', anyShift: true }] },
  { command: 'hold', triggers: [{ key: '\\', anyShift: true }] },
  { command: 'generate', triggers: [{ key: 'enter', mod: true }], inText: true },
  { command: 'cancel', triggers: [{ key: 'escape' }], inText: true },
  { command: 'help', triggers: [{ key: '?', anyShift: true }] },
];

const latinLetter = /^[a-z]$/i;

/** Ctrl and Alt together are how some systems report AltGr, with which a character is written. */
function writesCharacter(press: KeyPress): boolean {
  return press.altGraph || (press.ctrlKey && press.altKey);
}

function hasModifier(press: KeyPress, mac: boolean): boolean {
  if (writesCharacter(press)) return false;
  return mac ? press.metaKey : press.ctrlKey;
}

function modifiersFit(trigger: Trigger, press: KeyPress, mac: boolean): boolean {
  if (hasModifier(press, mac) !== (trigger.mod ?? false)) return false;
  if (writesCharacter(press)) return true;
  if (press.altKey && !(mac && trigger.anyShift)) return false; // on macOS Option writes characters
  return mac ? !press.ctrlKey : !press.metaKey;
}

function matchesKey(trigger: Trigger, press: KeyPress): boolean {
  if (press.key.toLowerCase() !== trigger.key) return false;
  return trigger.anyShift ?? press.shiftKey === (trigger.shift ?? false);
}

/** By the key's place: brackets, and letters where the layout writes another script. */
function matchesPlace(trigger: Trigger, press: KeyPress): boolean {
  if (latinLetter.test(press.key) || writesCharacter(press)) return false;
  if (press.shiftKey !== (trigger.shift ?? false)) return false;
  if (trigger.code !== undefined) return press.code === trigger.code;
  return latinLetter.test(trigger.key) && press.code === `Key${trigger.key.toUpperCase()}`;
}

/** The command of a key press; null if it has none. */
export function findShortcut(press: KeyPress, mac: boolean): Shortcut | null {
  for (const matches of [matchesKey, matchesPlace]) {
    const found = shortcuts.find(({ triggers }) =>
      triggers.some((trigger) => modifiersFit(trigger, press, mac) && matches(trigger, press)),
    );
    if (found !== undefined) return found;
  }
  return null;
}

export interface KeyNames {
  readonly ctrl: string;
  readonly shift: string;
  readonly enter: string;
  readonly escape: string;
  readonly delete: string;
}

/** What to press, key by key, as the list of keys shows it. */
export function keysOf(trigger: Trigger, names: KeyNames, mac: boolean): readonly string[] {
  const braces: Readonly<Record<string, string>> = { '{': '[', '}': ']' };
  const named: Readonly<Record<string, string>> = {
    enter: mac ? '⏎' : names.enter,
    escape: names.escape,
    delete: names.delete,
  };
  const key = braces[trigger.key] ?? named[trigger.key] ?? trigger.key.toUpperCase();
  return [
    ...(trigger.mod ? [mac ? '⌘' : names.ctrl] : []),
    ...(trigger.shift ? [mac ? '⇧' : names.shift] : []),
    key,
  ];
}
