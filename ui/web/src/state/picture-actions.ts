// Taking a picture: checked and made fit (src/intake), then it replaces the one that was there.

import type { IntakeOutcome, TakenPicture } from '../intake/intake';
import { MaskEditor } from '../mask/mask-editor';
import { maskState, type Context } from './context';
import { hasSize, scaleMask } from './scale-mask';
import type { SessionActions } from './session-types';

type PictureActions = Pick<
  SessionActions,
  | 'takePicture'
  | 'takeFiles'
  | 'takeSample'
  | 'removePicture'
  | 'dismissPictureFailure'
  | 'dismissPictureNotice'
  | 'useAsInput'
>;

export function pictureActions(context: Context): PictureActions {
  const { set, get, dependencies } = context;
  let newest = 0; // of several files, one after the other, the last one counts

  const take = async (
    read: () => Promise<{ readonly blob: Blob; readonly name: string }>,
    keepMask: MaskEditor | null,
    ignoredFiles = 0,
  ) => {
    const mine = ++newest;
    set({ takingPicture: true, pictureFailure: null, pictureNotice: null });
    const { limits } = get();
    const outcome = await readAndTake(context, read);
    if (mine !== newest) return;
    set({ takingPicture: false });
    if (outcome.state === 'refused') {
      set({ pictureFailure: outcome.failure });
      return;
    }
    show(context, outcome, keepMask, ignoredFiles);
    if (get().limits !== limits) await checkAgainstLimits(context); // they came in between
  };

  return {
    takePicture: (blob, name, keepMask) => take(() => Promise.resolve({ blob, name }), keepMask ?? null),
    async takeFiles(files) {
      const [first] = files;
      if (first === undefined) return;
      await take(() => Promise.resolve({ blob: first, name: first.name }), null, files.length - 1);
    },
    takeSample: () => take(() => dependencies.loadSample(), null),
    removePicture() {
      newest++;
      set({
        picture: null,
        takingPicture: false,
        pictureFailure: null,
        pictureNotice: null,
        restored: false,
      });
      set({ ...maskState(null), shownResult: null });
      dismissOldJob(context);
    },
    dismissPictureFailure: () => set({ pictureFailure: null }),
    dismissPictureNotice: () => set({ pictureNotice: null }),
    async useAsInput(resultId, keepMask) {
      const result = get().results.find(({ id }) => id === resultId);
      if (result === undefined) return;
      const { blob, original } = result;
      await take(() => Promise.resolve({ blob, name: original.name }), keepMask ? get().editor : null);
    },
  };
}

async function readAndTake(
  { get, dependencies }: Context,
  read: () => Promise<{ readonly blob: Blob; readonly name: string }>,
): Promise<IntakeOutcome> {
  try {
    const { blob, name } = await read();
    return await dependencies.takeIn(blob, name, get().limits);
  } catch {
    const failure = { reason: 'unreadable', name: '', format: null, size: null, minimum: null } as const;
    return { state: 'refused', failure };
  }
}

function show(
  context: Context,
  taken: TakenPicture,
  keepMask: MaskEditor | null,
  ignoredFiles: number,
): void {
  const { blob, name, width, height } = taken;
  const size = { width, height };
  const notice = taken.notice ?? {
    convertedFrom: null,
    scaledFrom: null,
    size,
    recompressed: false,
    ignoredFiles: 0,
  };
  context.set({
    picture: { blob, name, width, height, url: context.urls.create(blob) },
    pictureNotice: taken.notice === null && ignoredFiles === 0 ? null : { ...notice, ignoredFiles },
    pictureFailure: null,
    ...maskState(fittingEditor(keepMask, taken) ?? new MaskEditor(size)),
    shownResult: null,
    restored: false,
  });
  dismissOldJob(context);
}

// The mask that was there, scaled if the picture was.
function fittingEditor(editor: MaskEditor | null, taken: TakenPicture): MaskEditor | null {
  if (editor === null) return null;
  if (hasSize(editor.mask.size, taken)) return editor;
  const from = taken.notice?.scaledFrom ?? null;
  return from !== null && hasSize(editor.mask.size, from) ? scaleMask(editor.mask, taken) : null;
}

// What is said of the last edit is said of another picture.
function dismissOldJob({ get, set }: Context): void {
  const { state } = get().job;
  if (state === 'failed' || state === 'cancelled') set({ job: { state: 'idle' } });
}

/** A picture that was taken before the server had said what it takes. */
export async function checkAgainstLimits(context: Context): Promise<void> {
  const { get, set, dependencies } = context;
  const { picture, limits } = get();
  if (picture === null || limits === null) return;
  const { min_dimension: minimum, max_dimension: maximum, max_bytes: bytes } = limits.image;
  const sides = [picture.width, picture.height];
  if (sides.every((side) => side >= minimum && side <= maximum) && picture.blob.size <= bytes) return;
  const outcome = await dependencies.takeIn(picture.blob, picture.name, limits);
  if (get().picture !== picture) return;
  if (outcome.state === 'taken') {
    show(context, outcome, get().editor, 0);
  } else {
    get().removePicture();
    set({ pictureFailure: outcome.failure });
  }
}
