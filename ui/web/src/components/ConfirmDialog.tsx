import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirmation } from './confirm';
import { Dialog } from './Dialog';

/** Shows what askUser() asks. */
export function ConfirmDialog() {
  const { t } = useTranslation();
  const { question, answer } = useConfirmation();
  const refuse = useCallback(() => answer(false), [answer]);
  if (question === null) return null;
  return (
    <Dialog title={question.title} onClose={refuse} className="dialog-small">
      <p>{question.text}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={refuse}>
          {t('app.cancel')}
        </button>
        <button type="button" className="button button-primary" onClick={() => answer(true)}>
          {question.action}
        </button>
      </div>
    </Dialog>
  );
}
