// Changing the mask as a whole, by buttons and keys.

import { session, type SessionState } from '../state/session';

/** Nothing while an edit runs. A result that is on the stage goes: a change that nobody sees would be a surprise. */
export function changeMask(change: (state: SessionState) => void): void {
  const state = session.getState();
  if (state.editor === null || state.job.state === 'running') return;
  if (state.shownResult !== null) state.showResult(null);
  change(state);
}
