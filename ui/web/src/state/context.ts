// What the groups of actions share.

import type { MaskEditor } from '../mask/mask-editor';
import type { SessionDependencies } from './dependencies';
import type { ObjectUrls } from './object-urls';
import type { Persistence } from './persistence';
import type { Session, SessionState } from './session-types';

export interface Context {
  readonly get: () => SessionState;
  readonly set: (change: Partial<Session>) => void;
  readonly dependencies: SessionDependencies;
  readonly urls: ObjectUrls;
  readonly persistence: Persistence;
}

/** What the session says of the editor. */
export function maskState(
  editor: MaskEditor | null,
): Pick<Session, 'editor' | 'maskIsEmpty' | 'canUndo' | 'canRedo'> {
  return {
    editor,
    maskIsEmpty: editor?.mask.isEmpty() ?? true,
    canUndo: editor?.canUndo ?? false,
    canRedo: editor?.canRedo ?? false,
  };
}
