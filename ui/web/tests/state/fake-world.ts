// The world around a session, in the test's hands: time passes when the test says so, the server answers what it says.

import type { StoreApi } from 'zustand/vanilla';
import type { Limits } from '../../src/api/limits';
import type { EditAnswer, EditOptions, EditRequest, Health } from '../../src/api/types';
import type { IntakeOutcome } from '../../src/intake/intake';
import type { Mask } from '../../src/mask/mask';
import { createSession } from '../../src/state/create-session';
import type { SessionDependencies } from '../../src/state/dependencies';
import type { SessionState } from '../../src/state/session-types';
import type { SavedSession } from '../../src/storage/types';
import { limitsJson } from '../api/fake-transport';

interface Sleeper {
  readonly end: number;
  readonly wake: (passed: boolean) => void;
}

export interface PendingEdit {
  readonly request: EditRequest;
  readonly options: EditOptions;
  readonly answer: (answer?: Partial<EditAnswer>) => void;
  readonly fail: (error: unknown) => void;
}

export const limits: Limits = limitsJson;
export const pictureSize = { width: 640, height: 480 };

export class FakeWorld {
  time = 1_000_000;
  hidden = false;
  limits: () => Promise<Limits> = () => Promise.resolve(limits);
  health: () => Promise<Health> = () => Promise.resolve({ status: 'ok', queue: { running: 1, waiting: 3 } });
  takeIn: SessionDependencies['takeIn'] = (blob, name) => Promise.resolve(taken(blob, name));
  encodeMask: (mask: Mask) => Promise<Blob> = () =>
    Promise.resolve(new Blob(['mask'], { type: 'image/png' }));
  grown: SessionDependencies['growMask'] = () =>
    Promise.resolve({ rect: { x: 0, y: 0, width: 1, height: 1 }, samples: new Uint8Array([255]) });
  saved: SavedSession | null = null;
  saves = 0;
  saveError: Error | null = null;
  token: string | null = null;
  seeds: number[] = [];
  readonly edits: PendingEdit[] = [];
  readonly liveUrls = new Set<string>();
  leave: () => void = () => {};
  private urlCount = 0;
  private sleepers: Sleeper[] = [];

  /** Lets everything run that waits for nothing but its turn. */
  async settle(): Promise<void> {
    for (let i = 0; i < 40; i++) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }

  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await this.settle();
    for (;;) {
      const next = this.sleepers.filter((sleeper) => sleeper.end <= end).sort((a, b) => a.end - b.end)[0];
      if (next === undefined) break;
      this.time = next.end;
      this.sleepers = this.sleepers.filter((sleeper) => sleeper !== next);
      next.wake(true);
      await this.settle();
    }
    this.time = end;
  }

  get sleeping(): number {
    return this.sleepers.length;
  }

  lastEdit(): PendingEdit {
    const edit = this.edits.at(-1);
    if (edit === undefined) throw new Error('no edit was asked for');
    return edit;
  }

  session(): StoreApi<SessionState> {
    return createSession({
      fetchLimits: () => this.limits(),
      fetchHealth: () => this.health(),
      requestEdit: (request, options) => this.edit(request, options),
      takeIn: (blob, name, known) => this.takeIn(blob, name, known),
      loadSample: () => Promise.resolve({ blob: new Blob(['sample']), name: 'sample.jpg' }),
      encodeMask: (mask) => this.encodeMask(mask),
      growMask: (mask, radius) => this.grown(mask, radius),
      storage: {
        load: () => Promise.resolve(this.saved),
        save: (session) => this.save(session),
        clear: () => {
          this.saved = null;
          return Promise.resolve();
        },
      },
      tokens: { read: () => this.token, write: (token) => (this.token = token) },
      createUrl: () => {
        const url = `blob:${++this.urlCount}`;
        this.liveUrls.add(url);
        return url;
      },
      revokeUrl: (url) => this.liveUrls.delete(url),
      randomBits: () => this.seeds.shift() ?? 4711,
      now: () => this.time,
      wait: (milliseconds, signal) => this.wait(milliseconds, signal),
      isHidden: () => this.hidden,
      onLeave: (listener) => (this.leave = listener),
    });
  }

  private save(session: SavedSession): Promise<void> {
    this.saves++;
    if (this.saveError !== null) return Promise.reject(this.saveError);
    this.saved = session;
    return Promise.resolve();
  }

  private edit(request: EditRequest, options: EditOptions): Promise<EditAnswer> {
    return new Promise((resolve, reject) => {
      options.signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      const standard = {
        blob: new Blob(['result']),
        ...pictureSize,
        engine: 'gemini',
        requestId: 'r',
        seconds: 2.5,
      };
      this.edits.push({
        request,
        options,
        answer: (answer) => resolve({ ...standard, ...answer }),
        fail: (error) => reject(error instanceof Error ? error : new Error(String(error))),
      });
    });
  }

  private wait(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve(false);
        return;
      }
      const sleeper = { end: this.time + milliseconds, wake: resolve };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        resolve(false);
      });
    });
  }
}

export function taken(
  blob: Blob,
  name: string,
  change: Partial<Extract<IntakeOutcome, { state: 'taken' }>> = {},
): IntakeOutcome {
  return { state: 'taken', blob, name, ...pictureSize, notice: null, ...change };
}

/** A session that has begun and has limits, a picture, a painted mask and a prompt. */
export async function readySession(world = new FakeWorld()): Promise<StoreApi<SessionState>> {
  const session = world.session();
  await session.getState().start();
  await world.settle();
  await session.getState().takePicture(new Blob(['picture']), 'picture.jpg');
  session.getState().editor?.selectRectangle({ x: 10, y: 20, width: 30, height: 40 }, 'add');
  session.getState().setPrompt('  a rose ');
  return session;
}
