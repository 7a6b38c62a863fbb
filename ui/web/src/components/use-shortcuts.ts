import { useEffect } from 'react';
import { session } from '../state/session';
import { generateOrShowMissing } from './GenerateBar';
import { changeMask } from './mask-commands';
import { isMac } from './platform';
import { findShortcut, type Command, type KeyPress } from './shortcuts';
import { useView, viewport } from './view';

const sizeStep = 1.15; // a press of [ or ]
const hardnessStep = 0.1;

function scaleBrush(larger: boolean): void {
  const { brush, setBrush } = session.getState();
  const scaled = larger
    ? Math.max(brush.diameter + 1, brush.diameter * sizeStep)
    : Math.min(brush.diameter - 1, brush.diameter / sizeStep);
  setBrush({ ...brush, diameter: Math.min(400, Math.max(1, Math.round(scaled))) });
}

function changeHardness(change: number): void {
  const { brush, setBrush } = session.getState();
  const hardness = Math.min(1, Math.max(0, brush.hardness + change));
  setBrush({ ...brush, hardness: Math.round(hardness * 100) / 100 });
}

const actions: Readonly<Record<Command, () => void>> = {
  brush: () => session.getState().setTool('brush'),
  erase: () => session.getState().setTool('erase'),
  rectangle: () => session.getState().setTool('rectangle'),
  lasso: () => session.getState().setTool('lasso'),
  pan: () => session.getState().setTool('pan'),
  swap: () => session.getState().setTool(session.getState().tool === 'brush' ? 'erase' : 'brush'),
  smaller: () => scaleBrush(false),
  larger: () => scaleBrush(true),
  softer: () => changeHardness(-hardnessStep),
  harder: () => changeHardness(hardnessStep),
  undo: () => changeMask(({ undo }) => undo()),
  redo: () => changeMask(({ redo }) => redo()),
  invert: () => changeMask(({ invert }) => invert()),
  clear: () => changeMask(({ clearMask }) => clearMask()),
  zoomFit: () => viewport.fit(),
  zoomOne: () => viewport.zoomTo(1),
  hold: () => useView.getState().holdOriginal(true),
  generate: generateOrShowMissing,
  cancel: () => session.getState().cancel(),
  help: () => useView.getState().openHelp(true),
};

function pressOf(event: KeyboardEvent): KeyPress {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  return { key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph: event.getModifierState('AltGraph') };
}

/** Keys belong to the text there; a slider or a button is no text field. */
function writesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type="checkbox"], [type="range"], [type="file"])'))
  );
}

function keyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return; // the stage had a use for it; or text is being composed
  if (document.querySelector('dialog[open]') !== null) return;
  const shortcut = findShortcut(pressOf(event), isMac);
  if (shortcut === null || (writesText(event.target) && !shortcut.inText)) return;
  if (shortcut.command === 'cancel' && session.getState().job.state !== 'running') return;
  event.preventDefault();
  const repeats: readonly Command[] = ['smaller', 'larger', 'softer', 'harder', 'undo', 'redo'];
  if (!event.repeat || repeats.includes(shortcut.command)) actions[shortcut.command]();
}

/** What is held ends with the key, and when the window is left. */
function letGo(): void {
  if (useView.getState().holdsOriginal) useView.getState().holdOriginal(false);
}

/** The keys of the page, on the window. */
export function useShortcuts(): void {
  useEffect(() => {
    const keyUp = (event: KeyboardEvent) => {
      if (findShortcut(pressOf(event), isMac)?.command === 'hold') letGo();
    };
    window.addEventListener('keydown', keyDown);
    window.addEventListener('keyup', keyUp);
    window.addEventListener('blur', letGo);
    return () => {
      window.removeEventListener('keydown', keyDown);
      window.removeEventListener('keyup', keyUp);
      window.removeEventListener('blur', letGo);
    };
  }, []);
}
