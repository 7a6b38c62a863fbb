// What the server's queue looks like while an edit waits.

import type { SessionDependencies } from './dependencies';
import type { QueueState } from './types';

const interval = 1000; // milliseconds

/** Asks until the signal aborts; not while the tab is hidden. That it cannot be known is no error. */
export async function followQueue(
  { fetchHealth, isHidden, wait }: Pick<SessionDependencies, 'fetchHealth' | 'isHidden' | 'wait'>,
  signal: AbortSignal,
  onQueue: (queue: QueueState | null) => void,
): Promise<void> {
  while (await wait(interval, signal)) {
    if (isHidden()) continue;
    try {
      const { queue } = await fetchHealth(signal);
      if (!signal.aborted) onQueue(queue);
    } catch {
      // the edit's own request says what is wrong
    }
  }
}
