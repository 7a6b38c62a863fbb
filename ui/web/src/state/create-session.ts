// Puts the store together from its groups of actions.

import { createStore, type StoreApi } from 'zustand/vanilla';
import { editActions } from './edit-actions';
import { initialWork } from './initial';
import { maskState, type Context } from './context';
import type { SessionDependencies } from './dependencies';
import { lifeActions } from './life-actions';
import { ObjectUrls } from './object-urls';
import { Persistence } from './persistence';
import { pictureActions } from './picture-actions';
import type { SessionState } from './session-types';
import { workActions } from './work-actions';

export function createSession(dependencies: SessionDependencies): StoreApi<SessionState> {
  const { storage, tokens, wait } = dependencies;
  const urls = new ObjectUrls(dependencies.createUrl, dependencies.revokeUrl);
  const persistence = new Persistence(
    storage,
    wait,
    () => store.getState(),
    () => store.setState({ storageFailed: true }),
  );
  const store = createStore<SessionState>()((set, get) => {
    const context: Context = { get, set, dependencies, urls, persistence };
    return {
      limits: null,
      limitsFailed: null,
      token: tokens.read(),
      ...initialWork(),
      ...lifeActions(context),
      ...pictureActions(context),
      ...workActions(context),
      ...editActions(context),
    };
  });
  followChanges(store, urls, persistence);
  return store;
}

// Keeps what follows from the session's values true: the mask's state, URLs, storage.
function followChanges(store: StoreApi<SessionState>, urls: ObjectUrls, persistence: Persistence): void {
  let unsubscribe = () => {};
  const onMaskChange = () => {
    const { editor, maskIsEmpty, canUndo, canRedo } = store.getState();
    const now = maskState(editor);
    // Its end is a change too; saving in between would hold it up.
    if (editor?.isPainting !== true) persistence.noteChange();
    // A stroke changes the mask with each movement: components are told only of what they see.
    if (now.maskIsEmpty !== maskIsEmpty || now.canUndo !== canUndo || now.canRedo !== canRedo)
      store.setState(now);
  };
  store.subscribe((state, before) => {
    if (state.editor !== before.editor) {
      unsubscribe();
      unsubscribe = state.editor?.subscribe(onMaskChange) ?? (() => {});
    }
    if (state.picture !== before.picture || state.results !== before.results) urls.revokeUnused(state);
    const isSaved = ['picture', 'editor', 'prompt', 'settings', 'tool', 'brush'] as const;
    if (isSaved.some((key) => state[key] !== before[key])) persistence.noteChange();
  });
}
