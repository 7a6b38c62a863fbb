import { useTranslation } from 'react-i18next';
import { useSession } from '../state/session';
import type { Failure } from '../state/types';
import { failureMessage } from './failure-text';

/** What the server has said against a field; null if nothing. */
export function useFieldError(field: NonNullable<Failure['field']>): string | null {
  const { t } = useTranslation();
  const job = useSession((session) => session.job);
  if (job.state !== 'failed' || job.failure.field !== field) return null;
  return `${t('failure.error')} ${failureMessage(job.failure, t)}`;
}

/** An error of the server, below the field that it is about. */
export function errorId(field: NonNullable<Failure['field']>): string {
  return `error-${field}`;
}
