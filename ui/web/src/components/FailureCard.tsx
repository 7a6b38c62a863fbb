import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon';
import { session, useSession } from '../state/session';
import type { Failure } from '../state/types';
import { failureMessage } from './failure-text';
import { secondsUntil } from './format';
import { generateOrShowMissing } from './GenerateBar';
import { goTo, placeOfFailure } from './steps';
import { useNow } from './use-now';

/** Failures that may be over by themselves. */
const canRepeat: ReadonlySet<Failure['kind']> = new Set([
  'network',
  'rate_limit',
  'busy',
  'provider',
  'timeout',
  'server',
]);

/** Counts down, then offers to try again. */
function TryAgain({ failure }: { failure: Failure }) {
  const { t } = useTranslation();
  const now = useNow(failure.retryAt !== null);
  const wait = failure.retryAt === null ? 0 : secondsUntil(failure.retryAt, now);
  return (
    <>
      {wait > 0 && (
        <p className="small dim" role="timer">
          {t('failure.wait', { count: wait })}
        </p>
      )}
      <button
        type="button"
        className="button"
        aria-disabled={wait > 0}
        onClick={() => {
          if (wait === 0) generateOrShowMissing();
        }}
      >
        {t('app.tryAgain')}
      </button>
    </>
  );
}

function Card({ failure }: { failure: Failure }) {
  const { t } = useTranslation();
  const place = placeOfFailure(failure);
  useEffect(() => {
    if (place !== null) goTo(place);
  }, [place]);
  return (
    <div className="card failure">
      <Icon name="error" />
      <div className="card-text">
        <div role="alert">
          <p className="failure-message">
            {t('failure.error')}{' '}
            <span lang={failure.message === '' ? undefined : 'en'}>{failureMessage(failure, t)}</span>
          </p>
          <p>
            {t(`failure.advice.${failure.kind}`)} {t('failure.nothingLost')}
          </p>
        </div>
        {failure.kind === 'server' && failure.requestId !== null && (
          <p className="small dim">{t('failure.requestId', { id: failure.requestId })}</p>
        )}
        <div className="card-actions">
          {canRepeat.has(failure.kind) && <TryAgain failure={failure} />}
          {place !== null && (
            <button type="button" className="button" onClick={() => goTo(place)}>
              {t('failure.goTo')}
            </button>
          )}
        </div>
      </div>
      <button
        type="button"
        className="button button-icon"
        aria-label={t('app.dismiss')}
        onClick={() => session.getState().dismissFailure()}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** Why the last edit failed, and what can be done about it. */
export function FailureCard() {
  const job = useSession((state) => state.job);
  return job.state === 'failed' ? <Card failure={job.failure} /> : null;
}
