// The session: all that the page shows and changes, except how it looks. src/state/session.ts is the one store.

import type { Limits } from '../api/limits';
import type { Tool } from '../canvas/tool';
import type { IntakeFailure, Notice } from '../intake/types';
import type { MaskEditor } from '../mask/mask-editor';
import type { Brush } from '../mask/types';
import type { Failure, Job, Picture, Result, Settings } from './types';

export interface Session {
  /** Null until the server has said them. */
  readonly limits: Limits | null;
  /** Why they could not be read; asked for again until they come. */
  readonly limitsFailed: Failure | null;

  readonly picture: Picture | null;
  /** A file is being read, checked or scaled. */
  readonly takingPicture: boolean;
  readonly pictureNotice: Notice | null;
  readonly pictureFailure: IntakeFailure | null;

  /** Of the picture's size; null without a picture. */
  readonly editor: MaskEditor | null;
  readonly maskIsEmpty: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;

  /** As the user writes it: not trimmed, perhaps longer than the server takes. */
  readonly prompt: string;
  readonly settings: Settings;
  readonly tool: Tool;
  readonly brush: Brush;

  readonly job: Job;
  /** Of this visit, newest first. */
  readonly results: readonly Result[];
  /** The id of the result on the stage; null: the picture with its mask is there. */
  readonly shownResult: string | null;

  /** Kept for this tab only. */
  readonly token: string | null;
  /** Picture and mask were brought back from the last visit. */
  readonly restored: boolean;
  /** This browser keeps nothing over a reload (private window, no room): to be said once. */
  readonly storageFailed: boolean;
}

export interface SessionActions {
  /**
   * Reads the limits, again and again while the server is away, and brings back what storage has. Once, at the start.
   * Resolves when storage has been read; the limits may come later.
   */
  readonly start: () => Promise<void>;

  /** Checks the file, makes it fit and replaces picture and mask. `keepMask`: used if it has the picture's size. */
  readonly takePicture: (file: Blob, name: string, keepMask?: MaskEditor) => Promise<void>;
  /** The first of several, with a notice of how many were passed over. */
  readonly takeFiles: (files: readonly File[]) => Promise<void>;
  readonly takeSample: () => Promise<void>;
  /** Takes picture and mask away; prompt, settings and results stay. */
  readonly removePicture: () => void;
  readonly dismissPictureFailure: () => void;
  readonly dismissPictureNotice: () => void;

  /** Without control characters except tab and newline, which the server refuses. */
  readonly setPrompt: (text: string) => void;
  /** A new seed without a word about the lock locks it: it is meant to be used. Values are clamped to the limits. */
  readonly setSettings: (change: Partial<Settings>) => void;
  /** Chooses another seed and locks it. */
  readonly rollSeed: () => void;
  readonly setTool: (tool: Tool) => void;
  readonly setBrush: (brush: Brush) => void;
  /** Null or empty forgets it. */
  readonly setToken: (token: string | null) => void;

  readonly undo: () => void;
  readonly redo: () => void;
  readonly invert: () => void;
  readonly clearMask: () => void;
  /** By pixels; negative shrinks. */
  readonly growMask: (radius: number) => Promise<void>;

  /** Does nothing while something is missing (missingForGenerate) or an edit runs. Resolves when the edit has ended. */
  readonly generate: () => Promise<void>;
  /** At once: the job is 'cancelled' when this returns. */
  readonly cancel: () => void;
  /** From 'failed' or 'cancelled' to 'idle'. */
  readonly dismissFailure: () => void;
  /** The same edit as the result's, picture and mask included, with a seed of its own. */
  readonly retryWithAnotherSeed: (resultId: string) => Promise<void>;
  /** The result becomes the picture. keepMask: the present mask stays if it has the result's size. */
  readonly useAsInput: (resultId: string, keepMask: boolean) => Promise<void>;
  readonly showResult: (id: string | null) => void;
  readonly removeResult: (id: string) => void;
  /** Prompt, strength, guidance scale and seed (locked) of the result. */
  readonly restoreSettings: (resultId: string) => void;

  readonly dismissRestored: () => void;
  readonly dismissStorageFailure: () => void;
  /** Everything but the limits: picture, mask, prompt, settings, results, token, and what storage has. */
  readonly forgetEverything: () => Promise<void>;
}

export type SessionState = Session & SessionActions;
