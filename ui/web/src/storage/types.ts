// What survives a reload, and where it is kept.

import type { Tool } from '../canvas/tool';
import type { Size } from '../mask/geometry';
import type { SerialisedMask } from '../mask/mask-editor';
import type { Brush } from '../mask/types';
import type { Settings } from '../state/types';

export interface SavedPicture extends Size {
  readonly blob: Blob;
  readonly name: string;
}

export interface SavedSession {
  readonly picture: SavedPicture | null;
  /** Of the picture's size; null without a picture. MaskEditor.restore() finds out whether it is sound. */
  readonly mask: SerialisedMask | null;
  readonly prompt: string;
  readonly settings: Settings;
  readonly tool: Tool;
  readonly brush: Brush;
}

export interface SessionStorage {
  /** Null if nothing is there, or nothing usable. Never rejects. */
  readonly load: () => Promise<SavedSession | null>;
  /**
   * Replaces what is there, all or nothing. Rejects where nothing can be kept: full, or not allowed. isLeaving: the page
   * is about to go, and will not hear how it ended.
   */
  readonly save: (session: SavedSession, isLeaving: boolean) => Promise<void>;
  /** Never rejects. */
  readonly clear: () => Promise<void>;
}

/** The access token, for this tab alone. */
export interface TokenStorage {
  readonly read: () => string | null;
  readonly write: (token: string | null) => void;
}
