import { useCallback, useSyncExternalStore } from 'react';

/** Room for the stage beside the steps. As in src/styles/layout.css. */
export const wideLayout = '(min-width: 64em) and (min-height: 30em)';

/** Whether a media query holds, now and whenever it changes. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
