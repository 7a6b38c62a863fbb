import { useTranslation } from 'react-i18next';
import type { StageMessage } from '../canvas/keyboard';
import { formatPercent } from './format';

/** What the keys have done on the stage, for screen readers. */
export function useStageMessage(): (message: StageMessage) => string {
  const { t, i18n } = useTranslation();
  return (message) => {
    switch (message.kind) {
      case 'zoom':
        return t('mask.zoomPercent', { percent: formatPercent(i18n.language, message.percent / 100) });
      case 'lassoAdded':
      case 'lassoRemoved':
      case 'cancelled':
        return t(`stage.${message.kind}`);
      default:
        return t(`stage.${message.kind}`, { ...message });
    }
  };
}
