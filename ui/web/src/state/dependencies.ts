// What the session needs of the world around it. Tests give their own.

import type { Limits } from '../api/limits';
import type { EditAnswer, EditOptions, EditRequest, Health } from '../api/types';
import type { IntakeOutcome } from '../intake/intake';
import type { Rect } from '../mask/geometry';
import type { Mask } from '../mask/mask';
import type { SessionStorage, TokenStorage } from '../storage/types';

export interface SessionDependencies {
  /** Rejects with EditError. */
  readonly fetchLimits: (signal?: AbortSignal) => Promise<Limits>;
  readonly fetchHealth: (signal?: AbortSignal) => Promise<Health>;
  /** Rejects with EditError, or AbortError by the options' signal. */
  readonly requestEdit: (request: EditRequest, options: EditOptions) => Promise<EditAnswer>;
  /** Never rejects. */
  readonly takeIn: (file: Blob, name: string, limits: Limits | null) => Promise<IntakeOutcome>;
  readonly loadSample: () => Promise<{ readonly blob: Blob; readonly name: string }>;
  readonly encodeMask: (mask: Mask) => Promise<Blob>;
  readonly growMask: (
    mask: Mask,
    radius: number,
  ) => Promise<{ readonly rect: Rect; readonly samples: Uint8Array }>;
  readonly storage: SessionStorage;
  readonly tokens: TokenStorage;
  readonly createUrl: (blob: Blob) => string;
  readonly revokeUrl: (url: string) => void;
  /** 32 random bits as a number. */
  readonly randomBits: () => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** True after the milliseconds; false at once when the signal aborts. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<boolean>;
  /** The tab is not looked at. */
  readonly isHidden: () => boolean;
  /** Calls when the page is about to go or to be hidden. */
  readonly onLeave: (listener: () => void) => void;
}
