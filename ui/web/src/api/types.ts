// What the page and the server say to each other (docs/api.md).

import type { Size } from '../mask/geometry';
import type { Failure, QueueState } from '../state/types';

/** What the page uses of GET /api/health. */
export interface Health {
  readonly status: 'ok' | 'degraded';
  /** Null where the server does not say. */
  readonly queue: QueueState | null;
}

export interface EditRequest {
  /** PNG or JPEG; its bytes go out as they are. */
  readonly image: Blob;
  readonly imageName: string;
  /** PNG of the upright picture's size, 255 = regenerate. */
  readonly mask: Blob;
  /** Trimmed; not empty. */
  readonly prompt: string;
  readonly seed: number;
  readonly strength: number;
  readonly guidanceScale: number;
}

export interface EditAnswer extends Size {
  /** A whole PNG. */
  readonly blob: Blob;
  /** As `X-Engine` says it; empty if it was not there. */
  readonly engine: string;
  readonly requestId: string | null;
  /** As the server measured it; null if it did not say. */
  readonly seconds: number | null;
}

export type EditPhase =
  | { readonly phase: 'uploading'; readonly uploaded: number } // 0 to 1
  | { readonly phase: 'waiting' }
  | { readonly phase: 'downloading' };

export interface EditOptions {
  /** Closes the connection at once, and with it ends the edit at the server. */
  readonly signal: AbortSignal;
  /** An access token of API_TOKENS. */
  readonly token?: string;
  readonly onPhase?: (phase: EditPhase) => void;
}

/** What a request failed with. Cancelling rejects with a DOMException "AbortError" instead. */
export class EditError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message === '' ? failure.kind : failure.message);
    this.name = 'EditError';
    this.failure = failure;
  }
}
