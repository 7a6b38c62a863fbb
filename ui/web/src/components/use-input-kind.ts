import { useEffect } from 'react';

/**
 * Marks the page with what was used last, as `data-input` on <html>: a stage that is painted on with a pointer has the
 * focus, for its keys, and shows no ring until a key is used.
 */
export function useInputKind(): void {
  useEffect(() => {
    const mark = (kind: 'pointer' | 'keys') => {
      document.documentElement.dataset['input'] = kind;
    };
    const pointer = () => mark('pointer');
    const keys = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey && event.key !== 'Shift') mark('keys');
    };
    window.addEventListener('pointerdown', pointer, true);
    window.addEventListener('keydown', keys, true);
    return () => {
      window.removeEventListener('pointerdown', pointer, true);
      window.removeEventListener('keydown', keys, true);
    };
  }, []);
}
