import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon';
import { useSession } from '../state/session';
import { intakeFailureText } from './intake-texts';
import { usePictureIntake } from './picture-intake';

/** Why the last file was not taken. */
export function IntakeError() {
  const { t } = useTranslation();
  const failure = useSession((session) => session.pictureFailure);
  return (
    <div role="alert" className="messages">
      {failure !== null && (
        <p className="notice notice-error">
          <Icon name="error" />
          {intakeFailureText(failure, t)}
        </p>
      )}
    </div>
  );
}

/** Where a picture is wanted: what to do, and the buttons for it. */
export function UploadArea() {
  const { t } = useTranslation();
  const { chooseFile, usePhoto, useSample } = usePictureIntake();
  const taking = useSession((session) => session.takingPicture);
  return (
    <div className="upload-area" aria-busy={taking}>
      <span className="upload-picture">
        <Icon name="picture" />
      </span>
      <p className="upload-title">{taking ? t('upload.reading') : t('upload.title')}</p>
      <p className="dim upload-hint">{t('upload.hint')}</p>
      <div className="upload-actions">
        <button type="button" className="button button-primary" onClick={chooseFile}>
          <Icon name="open" />
          {t('upload.choose')}
        </button>
        <button type="button" className="button upload-camera" onClick={usePhoto}>
          <Icon name="camera" />
          {t('upload.camera')}
        </button>
        <button type="button" className="button button-plain upload-sample" onClick={useSample}>
          {t('upload.sample')}
        </button>
      </div>
      <IntakeError />
    </div>
  );
}
