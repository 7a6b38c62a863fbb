// Light or dark: what the system says, or what the user has chosen.

import { readPreference, writePreference } from './preferences';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');
let theme: Theme = 'system';
const listeners = new Set<() => void>();

function apply(): void {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark.matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

/** To be called once, before the page is drawn. */
export function startTheme(): void {
  const kept = readPreference('theme');
  theme = themes.find((name) => name === kept) ?? 'system';
  systemIsDark.addEventListener('change', apply);
  apply();
}

export function setTheme(name: Theme): void {
  theme = name;
  writePreference('theme', name);
  apply();
  for (const listener of listeners) listener();
}

export function currentTheme(): Theme {
  return theme;
}

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
