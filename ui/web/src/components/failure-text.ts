// What is said about an edit that failed.

import type { TFunction } from 'i18next';
import type { Failure } from '../state/types';

/** The server's own message, or, where there is none, what can be said without it. */
export function failureMessage(failure: Failure, t: TFunction): string {
  const { kind, message, status, field } = failure;
  if (message !== '') return message;
  if (status !== null)
    return status === 413 && field === 'image' ? t('failure.tooLarge') : t('failure.unclear', { status });
  if (kind === 'token') return t('failure.unsendableToken');
  return kind === 'network' ? t('failure.network') : t('failure.unprepared');
}
