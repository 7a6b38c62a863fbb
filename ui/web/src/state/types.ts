// The values of a session: what the user works on. src/state/session.ts holds and changes them.

import type { Size } from '../mask/geometry';

/** The picture that is edited. Its bytes go to the server as they are. */
export interface Picture extends Size {
  /** PNG or JPEG. */
  readonly blob: Blob;
  /** The file's name, for the user. */
  readonly name: string;
  /** An object URL of the blob. Width and height are those of the upright picture. */
  readonly url: string;
}

export interface Settings {
  /** The seed of the next edit while it is locked, else of the last one; null: none yet. */
  readonly seed: number | null;
  /** Locked: each edit uses `seed`. Not locked: each edit gets a new one. */
  readonly seedLocked: boolean;
  readonly strength: number;
  readonly guidanceScale: number;
}

/** What the server's queue looks like while an edit waits (`queue` of /api/health). */
export interface QueueState {
  readonly running: number;
  readonly waiting: number;
}

/** Why an edit, or taking a picture, failed, in terms that the page has texts for. */
export interface Failure {
  readonly kind:
    | 'network' // no connection, or it was lost
    | 'rate_limit' // 429
    | 'busy' // 503
    | 'provider' // 502
    | 'timeout' // 504
    | 'invalid' // 422, 413, 415 and other 4xx: `field` is at fault
    | 'token' // 401
    | 'origin' // 403
    | 'server'; // 500 and what cannot be understood
  /** The server's own message, or for 'network' an empty text. */
  readonly message: string;
  readonly status: number | null;
  readonly field: 'image' | 'mask' | 'prompt' | 'seed' | 'strength' | 'guidance_scale' | null;
  /** When trying again makes sense (milliseconds since the epoch), from Retry-After. */
  readonly retryAt: number | null;
  readonly requestId: string | null;
}

export type Job =
  | { readonly state: 'idle' }
  | {
      readonly state: 'running';
      readonly phase: 'preparing' | 'uploading' | 'waiting' | 'downloading';
      /** Milliseconds since the epoch. */
      readonly startedAt: number;
      /** 0 to 1 while uploading, else null. */
      readonly uploaded: number | null;
      /** Null until /api/health has answered. */
      readonly queue: QueueState | null;
    }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'cancelled' };

/** A finished edit of this visit. */
export interface Result extends Size {
  readonly id: string;
  readonly blob: Blob;
  readonly url: string;
  /** The picture that was edited. */
  readonly original: Picture;
  /** The prompt as the user wrote it; empty for the local engine if there was none. */
  readonly prompt: string;
  readonly seed: number;
  readonly strength: number;
  readonly guidanceScale: number;
  readonly engine: string;
  readonly seconds: number;
  readonly requestId: string | null;
}
