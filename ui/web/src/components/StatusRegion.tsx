import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../state/session';
import type { Job } from '../state/types';
import { formatSeconds } from './format';
import { useJobText } from './use-job-text';

/** What has become of the last edit; empty before there is one. */
export function useOutcome(): string {
  const { t, i18n } = useTranslation();
  const job = useSession((state) => state.job);
  const newest = useSession((state) => state.results[0]);
  const previous = useRef(job.state);
  const finished = useRef<string | null>(null);
  if (previous.current === 'running' && job.state === 'idle') finished.current = newest?.id ?? null;
  previous.current = job.state;
  if (job.state === 'cancelled') return t('generate.cancelled');
  if (job.state === 'failed') return t('generate.failed');
  if (job.state === 'idle' && newest !== undefined && newest.id === finished.current)
    return t('generate.done', { seconds: formatSeconds(i18n.language, newest.seconds) });
  return '';
}

/** Says what happens to an edit, for screen readers: each phase once, without the ticking time. */
export function StatusRegion() {
  const { t } = useTranslation();
  const text = useJobText();
  const job = useSession((state) => state.job);
  const taking = useSession((state) => state.takingPicture);
  const outcome = useOutcome();
  const phase = (running: Extract<Job, { state: 'running' }>) => text({ ...running, uploaded: null }); // not each percent
  return (
    <div className="visually-hidden" role="status" data-testid="status">
      {job.state === 'running' ? phase(job) : taking ? t('upload.reading') : outcome}
    </div>
  );
}

/** The title of the tab says that an edit runs and, while nobody looks, how it has ended. */
export function useDocumentTitle(): void {
  const { t } = useTranslation();
  const state = useSession((session) => session.job.state);
  const previous = useRef(state);
  useEffect(() => {
    const plain = t('app.name');
    const show = (text: string | null) => {
      document.title = text === null ? plain : `${text} · ${plain}`;
    };
    const ended = previous.current === 'running' && state !== 'running';
    previous.current = state;
    if (state === 'running') show(t('generate.titleRunning'));
    else if (!ended || !document.hidden || state === 'cancelled') show(null);
    else show(state === 'failed' ? t('generate.titleFailed') : t('generate.titleDone'));
    const seen = () => {
      if (!document.hidden && state !== 'running') show(null);
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [state, t]);
}
