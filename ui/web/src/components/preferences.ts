// How the page looks, kept in this browser: language and theme. What the user works on is kept by src/storage.

type Preference = 'language' | 'theme';

const prefix = 'nanobanana.';

/** Null if there is none, or if the browser keeps nothing (private windows, blocked storage). */
export function readPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

export function writePreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // It holds for this visit only.
  }
}
