import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon';
import { session, useSession } from '../state/session';
import type { Picture } from '../state/types';
import { askUser } from './confirm';
import { formatBytes } from './format';
import { IconButton } from './IconButton';
import { noticeTexts } from './intake-texts';
import { usePictureIntake } from './picture-intake';
import { Step } from './Step';
import { IntakeError, UploadArea } from './UploadArea';
import { useFieldError } from './use-field-error';

function useRemoval(): () => void {
  const { t } = useTranslation();
  const question = {
    title: t('confirm.removeTitle'),
    text: t('confirm.removeText'),
    action: t('confirm.remove'),
  };
  return () => {
    const { maskIsEmpty, removePicture } = session.getState();
    void (maskIsEmpty ? Promise.resolve(true) : askUser(question)).then((yes) => {
      if (yes) removePicture();
    });
  };
}

/** The picture's name and size, and what was done to it. */
function PictureCard({ picture }: { picture: Picture }) {
  const { t, i18n } = useTranslation();
  const { chooseFile } = usePictureIntake();
  const remove = useRemoval();
  const running = useSession((state) => state.job.state === 'running');
  const taking = useSession((state) => state.takingPicture);
  const notice = useSession((state) => state.pictureNotice);
  const maximum = useSession((state) => state.limits?.image.max_dimension ?? 0);
  const size = t('upload.size', { width: picture.width, height: picture.height });
  return (
    <>
      <div className="picture-card">
        <img className="picture-thumbnail" src={picture.url} alt="" />
        <div className="picture-facts">
          <p className="picture-name" title={picture.name}>
            {picture.name}
          </p>
          <p className="small dim picture-size">
            <span>{taking ? t('upload.reading') : size}</span>
            {!taking && <span>{formatBytes(i18n.language, picture.blob.size)}</span>}
          </p>
        </div>
        <IconButton icon="open" label={t('upload.replace')} unavailable={running} onPress={chooseFile} />
        <IconButton icon="discard" label={t('upload.remove')} unavailable={running} onPress={remove} />
      </div>
      <div role="status" className="messages">
        {notice !== null &&
          noticeTexts(notice, maximum, t).map((text) => (
            <p key={text} className="notice">
              <Icon name="about" />
              {text}
            </p>
          ))}
      </div>
    </>
  );
}

/** 1: the picture. `withArea`: the stage has no room for the upload area. */
export function StepUpload({ withArea }: { withArea: boolean }) {
  const { t, i18n } = useTranslation();
  const picture = useSession((state) => state.picture);
  const limits = useSession((state) => state.limits);
  const error = useFieldError('image');
  return (
    <Step place="image" name="upload" heading={t('upload.heading')} done={picture !== null}>
      {picture === null && withArea && <UploadArea />}
      {picture !== null && <PictureCard picture={picture} />}
      {picture !== null && <IntakeError />}
      {error !== null && <p className="notice notice-error">{error}</p>}
      {picture === null && (
        <p className="small dim upload-limits">
          {limits !== null &&
            t('upload.limits', {
              minimum: limits.image.min_dimension,
              maximum: limits.image.max_dimension,
              bytes: formatBytes(i18n.language, limits.image.max_bytes),
            })}
        </p>
      )}
    </Step>
  );
}
