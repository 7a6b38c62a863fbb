import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon';
import { session, useSession } from '../state/session';
import { askUser } from './confirm';

function Notice({
  text,
  action,
  onClose,
}: {
  text: string;
  action?: [string, () => void];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="card">
      <Icon name="about" />
      <div className="card-text card-line">
        <p>{text}</p>
        {action !== undefined && (
          <button type="button" className="button" onClick={action[1]}>
            {action[0]}
          </button>
        )}
      </div>
      <button type="button" className="button button-icon" aria-label={t('app.dismiss')} onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** What is said once: the last visit is back; this browser keeps nothing. */
export function Notices() {
  const { t } = useTranslation();
  const restored = useSession((state) => state.restored);
  const storageFailed = useSession((state) => state.storageFailed);
  const { dismissRestored, dismissStorageFailure } = session.getState();
  const startOver = () => {
    const question = {
      title: t('confirm.startOverTitle'),
      text: t('confirm.startOverText'),
      action: t('confirm.startOver'),
    };
    void askUser(question).then((yes) => (yes ? session.getState().forgetEverything() : undefined));
  };
  return (
    <div role="status" className="notices">
      {restored && (
        <Notice
          text={t('restored.text')}
          action={[t('restored.startOver'), startOver]}
          onClose={dismissRestored}
        />
      )}
      {storageFailed && <Notice text={t('restored.notKept')} onClose={dismissStorageFailure} />}
    </div>
  );
}
