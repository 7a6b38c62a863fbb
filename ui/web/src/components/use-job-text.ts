import { useTranslation } from 'react-i18next';
import type { Job } from '../state/types';
import { formatPercent } from './format';

type Running = Extract<Job, { state: 'running' }>;

/** What a running edit is doing, in words. */
export function useJobText(): (job: Running) => string {
  const { t, i18n } = useTranslation();
  return ({ phase, uploaded, queue }) => {
    switch (phase) {
      case 'preparing':
        return t('generate.preparing');
      case 'uploading':
        return uploaded === null
          ? t('generate.uploadingPlain')
          : t('generate.uploading', {
              percent: formatPercent(i18n.language, Math.round(uploaded * 100) / 100),
            });
      case 'waiting':
        // `waiting` counts this edit too, if it has no slot yet.
        return queue !== null && queue.waiting > 1
          ? t('generate.queued', { count: queue.waiting - 1 })
          : t('generate.waiting');
      case 'downloading':
        return t('generate.downloading');
    }
  };
}
