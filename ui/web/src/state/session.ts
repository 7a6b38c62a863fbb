// The one store of the page: what the user works on and what the server says. Components read it with useSession();
// nothing outside src/state changes it but through its actions.

import { useStore } from 'zustand';
import { browserDependencies } from './browser-dependencies';
import { createSession } from './create-session';
import type { SessionState } from './session-types';

export type { Session, SessionActions, SessionState } from './session-types';

export const session = createSession(browserDependencies());

export function useSession<T>(selector: (state: SessionState) => T): T {
  return useStore(session, selector);
}
