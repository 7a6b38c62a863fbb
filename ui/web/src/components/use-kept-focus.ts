import { useEffect } from 'react';
import { useSession } from '../state/session';

/**
 * What had the focus may go: a button that took a picture, showed a result or removed one. Then the focus would be
 * nowhere, and the next Tab at the top of the page; it goes on from the stage or, without one, from the steps.
 */
export function useKeptFocus(): void {
  const picture = useSession((state) => state.picture);
  const shown = useSession((state) => state.shownResult);
  const results = useSession((state) => state.results.length);
  const failed = useSession((state) => state.job.state === 'failed');
  const restored = useSession((state) => state.restored);
  useEffect(() => {
    if (document.activeElement !== document.body || document.documentElement.dataset['input'] !== 'keys')
      return;
    const place = document.querySelector<HTMLElement>('.stage-area') ?? document.getElementById('steps');
    place?.focus({ preventScroll: true });
  }, [picture, shown, results, failed, restored]);
}
