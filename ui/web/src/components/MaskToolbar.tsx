import { useTranslation } from 'react-i18next';
import { session, useSession } from '../state/session';
import { Choice } from './Choice';
import { IconButton } from './IconButton';
import { useKeysOf } from './use-key-names';
import { ZoomControls } from './ZoomControls';

/** The tools of the stage, undo and redo, zoom. */
export function MaskToolbar() {
  const { t } = useTranslation();
  const keysOf = useKeysOf();
  const tool = useSession((state) => state.tool);
  const running = useSession((state) => state.job.state === 'running');
  const canUndo = useSession((state) => state.canUndo);
  const canRedo = useSession((state) => state.canRedo);
  const { setTool, undo, redo } = session.getState();
  const tools = [
    { value: 'brush', label: t('mask.brush'), icon: 'brush', keys: keysOf('brush') },
    { value: 'erase', label: t('mask.erase'), icon: 'erase', keys: keysOf('erase') },
    { value: 'rectangle', label: t('mask.rectangle'), icon: 'rectangle', keys: keysOf('rectangle') },
    { value: 'lasso', label: t('mask.lasso'), icon: 'lasso', keys: keysOf('lasso') },
    { value: 'pan', label: t('mask.pan'), icon: 'hand', keys: keysOf('pan') },
  ] as const;
  return (
    <div className="toolbar">
      <Choice label={t('mask.tools')} options={tools} value={tool} onChange={setTool} />
      <span className="toolbar-line" />
      <div className="toolbar-group">
        <IconButton
          icon="undo"
          label={t('mask.undo')}
          keys={keysOf('undo')}
          unavailable={!canUndo || running}
          onPress={undo}
        />
        <IconButton
          icon="redo"
          label={t('mask.redo')}
          keys={keysOf('redo')}
          unavailable={!canRedo || running}
          onPress={redo}
        />
      </div>
      <span className="toolbar-space" />
      <ZoomControls />
    </div>
  );
}
