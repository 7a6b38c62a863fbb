// Asking for an edit, one at a time, and what becomes of its results.

import { EditError, type EditAnswer } from '../api/types';
import { connectionFailure } from '../api/failure';
import type { Context } from './context';
import { fitSettings } from './initial';
import { readLimits } from './life-actions';
import { trimPrompt } from './prompt';
import { followQueue } from './queue';
import { missingForGenerate } from './ready';
import { randomSeed } from './seed';
import type { SessionActions } from './session-types';
import type { Failure, Job, Picture, Result, Settings } from './types';

/** What the local engine is told if there is no prompt: the API asks for one. */
const neutralPrompt = 'fill with the surroundings';

type EditActions = Pick<
  SessionActions,
  | 'generate'
  | 'cancel'
  | 'dismissFailure'
  | 'retryWithAnotherSeed'
  | 'showResult'
  | 'removeResult'
  | 'restoreSettings'
>;

/** All that an edit is made of, as it was when it began. */
interface Input {
  readonly picture: Picture;
  readonly mask: Promise<Blob>;
  readonly prompt: string;
  readonly seed: number;
  readonly strength: number;
  readonly guidanceScale: number;
}

type RunningJob = Extract<Job, { state: 'running' }>;

export function editActions(context: Context): EditActions {
  const { get, set, dependencies, urls } = context;
  const masks = new Map<string, Blob>(); // of each result, by its id
  let running: AbortController | null = null;
  let count = 0;

  const run = async (input: Input) => {
    const controller = new AbortController();
    running = controller;
    const { signal } = controller;
    const isCurrent = () => running === controller;
    const startedAt = dependencies.now();
    urls.pin(input.picture);
    set({ job: { state: 'running', phase: 'preparing', startedAt, uploaded: null, queue: null } });
    try {
      const mask = await input.mask;
      const answer = await ask(context, input, mask, signal, isCurrent);
      if (!isCurrent()) return;
      const result = resultOf(context, String(++count), input, answer, startedAt);
      masks.set(result.id, mask);
      set({ job: { state: 'idle' }, results: [result, ...get().results], shownResult: result.id });
    } catch (error) {
      if (isCurrent()) fail(context, error);
    } finally {
      if (isCurrent()) running = null;
      controller.abort(); // what asked for the queue's state
      urls.unpin(input.picture);
      urls.revokeUnused(get());
    }
  };

  return {
    async generate() {
      const { limits, picture, editor, settings, prompt } = get();
      if (running !== null || limits === null || picture === null || editor === null) return;
      if (missingForGenerate(get()).length > 0) return;
      const fixed = settings.seedLocked ? settings.seed : null;
      const seed = fixed ?? randomSeed(limits.seed, dependencies.randomBits);
      set({ settings: { ...settings, seed } });
      const { strength, guidanceScale } = settings;
      const mask = dependencies.encodeMask(editor.mask);
      await run({ picture, mask, prompt: trimPrompt(prompt), seed, strength, guidanceScale });
    },
    cancel() {
      if (running === null) return;
      const controller = running;
      running = null;
      set({ job: { state: 'cancelled' } });
      controller.abort();
    },
    dismissFailure() {
      if (running === null) set({ job: { state: 'idle' } });
    },
    async retryWithAnotherSeed(resultId) {
      const result = get().results.find(({ id }) => id === resultId);
      const mask = masks.get(resultId);
      const { limits, settings } = get();
      if (running !== null || limits === null || result === undefined || mask === undefined) return;
      let seed = result.seed;
      while (seed === result.seed) seed = randomSeed(limits.seed, dependencies.randomBits);
      if (!settings.seedLocked) set({ settings: { ...settings, seed } });
      const { original: picture, prompt, strength, guidanceScale } = result;
      await run({ picture, mask: Promise.resolve(mask), prompt, seed, strength, guidanceScale });
    },
    showResult: (id) => set({ shownResult: get().results.some((result) => result.id === id) ? id : null }),
    removeResult(id) {
      masks.delete(id);
      const { results, shownResult } = get();
      set({
        results: results.filter((result) => result.id !== id),
        shownResult: shownResult === id ? null : shownResult,
      });
    },
    restoreSettings(resultId) {
      const result = get().results.find(({ id }) => id === resultId);
      if (result === undefined) return;
      const { prompt, seed, strength, guidanceScale } = result;
      const settings: Settings = { seed, seedLocked: true, strength, guidanceScale };
      set({ prompt, settings: fitSettings(settings, get().limits) });
    },
  };
}

async function ask(
  { get, set, dependencies }: Context,
  input: Input,
  mask: Blob,
  signal: AbortSignal,
  isCurrent: () => boolean,
): Promise<EditAnswer> {
  signal.throwIfAborted();
  const change = (part: Partial<Pick<RunningJob, 'phase' | 'uploaded' | 'queue'>>) => {
    const { job } = get();
    if (isCurrent() && job.state === 'running') set({ job: { ...job, ...part } });
  };
  change({ phase: 'uploading', uploaded: 0 });
  void followQueue(dependencies, signal, (queue) => change({ queue }));
  const { token } = get();
  return dependencies.requestEdit(
    {
      image: input.picture.blob,
      imageName: input.picture.name,
      mask,
      prompt: input.prompt === '' ? neutralPrompt : input.prompt,
      seed: input.seed,
      strength: input.strength,
      guidanceScale: input.guidanceScale,
    },
    {
      signal,
      ...(token === null ? {} : { token }),
      onPhase: (phase) =>
        change({ phase: phase.phase, uploaded: phase.phase === 'uploading' ? phase.uploaded : null }),
    },
  );
}

function resultOf(
  { dependencies, urls }: Context,
  id: string,
  input: Input,
  answer: EditAnswer,
  startedAt: number,
): Result {
  const { picture: original, prompt, seed, strength, guidanceScale } = input;
  const { blob, width, height, engine, requestId } = answer;
  const seconds = answer.seconds ?? (dependencies.now() - startedAt) / 1000;
  const made = { blob, url: urls.create(blob), width, height, engine, requestId, seconds };
  return { id, original, prompt, seed, strength, guidanceScale, ...made };
}

function fail(context: Context, error: unknown): void {
  const failure: Failure =
    error instanceof EditError ? error.failure : { ...connectionFailure, kind: 'server' };
  if (!(error instanceof EditError)) console.warn('The edit could not be asked for', error);
  context.set({ job: { state: 'failed', failure } });
  // The server may have been restarted with other limits than those that were checked.
  if (failure.kind === 'invalid' || failure.kind === 'token') void readLimits(context);
}
