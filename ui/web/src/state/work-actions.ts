// Prompt, settings, tools and what the buttons do with the mask.

import { clampBrush } from './clamp';
import type { Context } from './context';
import { fitSettings } from './initial';
import { withoutControlCharacters } from './prompt';
import { randomSeed } from './seed';
import type { SessionActions } from './session-types';

const anySeed = { min: 0, max: 2 ** 31 - 1 }; // until the server has said its range

type WorkActions = Pick<
  SessionActions,
  | 'setPrompt'
  | 'setSettings'
  | 'rollSeed'
  | 'setTool'
  | 'setBrush'
  | 'undo'
  | 'redo'
  | 'invert'
  | 'clearMask'
  | 'growMask'
>;

export function workActions(context: Context): WorkActions {
  const { set, get, dependencies } = context;
  return {
    setPrompt: (text) => set({ prompt: withoutControlCharacters(text) }),
    setSettings(change) {
      const settings = { ...get().settings, ...change };
      const isNewSeed = typeof change.seed === 'number' && change.seedLocked === undefined;
      const seedLocked = settings.seed !== null && (isNewSeed || settings.seedLocked);
      set({ settings: fitSettings({ ...settings, seedLocked }, get().limits) });
    },
    rollSeed() {
      const seed = randomSeed(get().limits?.seed ?? anySeed, dependencies.randomBits);
      set({ settings: { ...get().settings, seed, seedLocked: true } });
    },
    setTool: (tool) => set({ tool }),
    setBrush: (brush) => set({ brush: clampBrush(brush) }),
    undo: () => void get().editor?.undo(),
    redo: () => void get().editor?.redo(),
    invert: () => get().editor?.invert(),
    clearMask: () => get().editor?.clear(),
    growMask: (radius) => growMask(context, radius),
  };
}

async function growMask({ get, dependencies }: Context, radius: number): Promise<void> {
  const { editor } = get();
  if (editor === null || editor.mask.isEmpty() || radius === 0) return;
  const { revision } = editor;
  try {
    const { rect, samples } = await dependencies.growMask(editor.mask, radius);
    // Painted on in the meantime: what was computed is of another mask.
    if (get().editor === editor && editor.revision === revision) editor.replace(rect, samples);
  } catch (error) {
    console.warn('The mask could not be grown', error); // out of memory: it stays as it is
  }
}
