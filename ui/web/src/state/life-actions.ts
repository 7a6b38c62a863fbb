// The beginning and the end of a session: limits, restoring, forgetting, the access token.

import { EditError } from '../api/types';
import { connectionFailure } from '../api/failure';
import { MaskEditor, type SerialisedMask } from '../mask/mask-editor';
import type { SavedSession } from '../storage/types';
import { maskState, type Context } from './context';
import { fitSettings, initialWork } from './initial';
import { checkAgainstLimits } from './picture-actions';
import { hasSize } from './scale-mask';
import type { SessionActions } from './session-types';

const firstDelay = 1000; // milliseconds until limits are asked for again, doubled up to:
const longestDelay = 15_000;

const reading = new WeakSet<Context>();

type LifeActions = Pick<
  SessionActions,
  'start' | 'setToken' | 'dismissRestored' | 'dismissStorageFailure' | 'forgetEverything'
>;

export function lifeActions(context: Context): LifeActions {
  const { set, get, dependencies, persistence } = context;
  return {
    async start() {
      void readLimits(context);
      await restore(context);
      persistence.begin();
      dependencies.onLeave(() => void persistence.flush(true));
    },
    setToken(token) {
      const value = token === null || token.trim() === '' ? null : token.trim();
      dependencies.tokens.write(value);
      set({ token: value });
    },
    dismissRestored: () => set({ restored: false }),
    dismissStorageFailure: () => set({ storageFailed: false }),
    async forgetEverything() {
      get().cancel();
      get().removePicture(); // also what is being read
      for (const { id } of get().results) get().removeResult(id);
      get().setToken(null);
      const work = initialWork();
      set({ ...work, settings: fitSettings(work.settings, get().limits) });
      await persistence.clear();
    },
  };
}

/** Asks until the server answers. Resolves then. */
export async function readLimits(context: Context): Promise<void> {
  if (reading.has(context)) return;
  reading.add(context);
  await readUntilAnswered(context);
  reading.delete(context);
}

async function readUntilAnswered(context: Context): Promise<void> {
  const { set, get, dependencies } = context;
  for (let delay = firstDelay; ; delay = Math.min(2 * delay, longestDelay)) {
    try {
      const limits = await dependencies.fetchLimits();
      set({ limits, limitsFailed: null, settings: fitSettings(get().settings, limits) });
      await checkAgainstLimits(context);
      return;
    } catch (error) {
      set({ limitsFailed: error instanceof EditError ? error.failure : connectionFailure });
    }
    await dependencies.wait(delay);
  }
}

async function restore(context: Context): Promise<void> {
  const { set, get, dependencies, urls } = context;
  const before = get();
  const saved = await dependencies.storage.load();
  if (saved === null) return;
  // Read again: what storage has may be damaged, or not to be decoded any more.
  const taken = saved.picture && (await dependencies.takeIn(saved.picture.blob, saved.picture.name, null));
  const now = get();
  if (now.picture !== null || now.takingPicture || now.prompt !== before.prompt) return; // the user was faster
  set({ prompt: saved.prompt, tool: saved.tool, brush: saved.brush });
  set({ settings: fitSettings(saved.settings, now.limits) });
  if (taken?.state !== 'taken') return;
  const { blob, name, width, height } = taken;
  set({
    picture: { blob, name, width, height, url: urls.create(blob) },
    pictureNotice: taken.notice,
    ...maskState(restoredEditor(saved, taken) ?? new MaskEditor({ width, height })),
    restored: true,
  });
  await checkAgainstLimits(context);
}

function restoredEditor(saved: SavedSession, size: { width: number; height: number }): MaskEditor | null {
  const editor = saved.mask && editorFrom(saved.mask);
  return editor !== null && hasSize(editor.mask.size, size) ? editor : null;
}

function editorFrom(saved: SerialisedMask): MaskEditor | null {
  try {
    return MaskEditor.restore(saved);
  } catch {
    return null; // damaged
  }
}
