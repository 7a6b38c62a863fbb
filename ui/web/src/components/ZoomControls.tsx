import { useCallback, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPercent } from './format';
import { IconButton } from './IconButton';
import { useKeysOf } from './use-key-names';
import { viewport } from './view';

/** Zoom of the stage, for the mask and for the result. */
export function ZoomControls() {
  const { t, i18n } = useTranslation();
  const keysOf = useKeysOf();
  const subscribe = useCallback((listener: () => void) => viewport.subscribe(listener), []);
  const scale = useSyncExternalStore(subscribe, () => viewport.scale);
  const percent = formatPercent(i18n.language, scale);
  return (
    <div className="zoom" role="group" aria-label={t('mask.zoom')}>
      <IconButton icon="zoomOut" label={t('mask.zoomOut')} keys="-" onPress={() => viewport.zoomOut()} />
      <span className="zoom-percent">
        <span className="visually-hidden">{t('mask.zoomPercent', { percent })}</span>
        <span aria-hidden="true">{percent}</span>
      </span>
      <IconButton icon="zoomIn" label={t('mask.zoomIn')} keys="+" onPress={() => viewport.zoomIn()} />
      <IconButton
        icon="zoomFit"
        label={t('mask.zoomFit')}
        keys={keysOf('zoomFit')}
        onPress={() => viewport.fit()}
      />
      <IconButton
        icon="zoomOne"
        label={t('mask.zoomOne')}
        keys={keysOf('zoomOne')}
        onPress={() => viewport.zoomTo(1)}
      />
    </div>
  );
}
