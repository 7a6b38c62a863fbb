// The access token in sessionStorage: for this tab, gone with it. Where that is not allowed, for this page only.

import type { TokenStorage } from './types';

const key = 'nanobanana.token';

export const tabToken: TokenStorage = {
  read() {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(token) {
    try {
      if (token === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, token);
    } catch {
      // the session has it all the same
    }
  },
};
