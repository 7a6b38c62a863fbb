import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon';
import { missingForGenerate, type Missing } from '../state/ready';
import { session, useSession } from '../state/session';
import type { Job } from '../state/types';
import { formatElapsed } from './format';
import { useOutcome } from './StatusRegion';
import { goTo, placeOfMissing } from './steps';
import { useJobText } from './use-job-text';
import { useKeysOf } from './use-key-names';
import { useNow } from './use-now';

/** Asks for an edit, or leads to the first thing that is missing for it. */
export function generateOrShowMissing(): void {
  const state = session.getState();
  if (state.job.state === 'running') return;
  const place = missingForGenerate(state)
    .map(placeOfMissing)
    .find((found) => found !== null);
  if (place === undefined) void state.generate();
  else goTo(place);
}

/** What still has to be done, in words; empty if nothing. */
function useMissingText(missing: readonly Missing[]): string {
  const { t } = useTranslation();
  const away = useSession((state) => state.limitsFailed !== null);
  if (missing.includes('limits')) return away ? t('generate.missing.limits') : t('header.connecting');
  // Without a picture, the mask is not worth a word yet.
  const said = missing.includes('picture') ? missing.filter((what) => what !== 'mask') : missing;
  return said.map((what) => t(`generate.missing.${what}`)).join(' ');
}

function useMissing(): readonly Missing[] {
  const limits = useSession((state) => state.limits);
  const picture = useSession((state) => state.picture);
  const maskIsEmpty = useSession((state) => state.maskIsEmpty);
  const prompt = useSession((state) => state.prompt);
  return missingForGenerate({ limits, picture, maskIsEmpty, prompt });
}

function RunningLine({ job }: { job: Extract<Job, { state: 'running' }> }) {
  const { t, i18n } = useTranslation();
  const text = useJobText();
  const now = useNow(true);
  return (
    <p className="generate-line">
      <span className="generate-text">{text(job)}</span>
      <span className="elapsed" aria-label={t('generate.elapsed')} role="timer">
        {formatElapsed(i18n.language, now - job.startedAt)}
      </span>
    </p>
  );
}

/** The part of the work that is done, as far as it is known. */
export function ProgressLine({ job }: { job: Job }) {
  if (job.state !== 'running') return <div className="progress" />;
  const uploaded = job.phase === 'uploading' ? job.uploaded : null;
  return (
    <div className="progress" data-running="true" data-known={uploaded !== null}>
      <div className="progress-done" style={uploaded === null ? {} : { inlineSize: `${uploaded * 100}%` }} />
    </div>
  );
}

/** The button of the page, with what is missing, what happens and what has happened. */
export function GenerateBar() {
  const { t } = useTranslation();
  const keysOf = useKeysOf();
  const job = useSession((state) => state.job);
  const missing = useMissing();
  const missingText = useMissingText(missing);
  const outcome = useOutcome();
  const button = useRef<HTMLButtonElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const running = job.state === 'running';
  const hadFocus = useRef(false);
  useEffect(() => {
    // Cancel goes when the edit has ended; who had just used it goes on from the button beside it.
    if (!running && hadFocus.current) button.current?.focus();
    hadFocus.current = false;
  }, [running]);

  const line = missingText || outcome || t('generate.ready');
  return (
    <section className="generate" aria-label={t('generate.heading')}>
      <ProgressLine job={job} />
      {running ? (
        <RunningLine job={job} />
      ) : (
        <p className="generate-line" id="generate-line">
          {line}
        </p>
      )}
      <div className="generate-buttons">
        <button
          ref={button}
          type="button"
          className="button button-primary generate-button"
          aria-disabled={running || missing.length > 0}
          aria-describedby={running ? undefined : 'generate-line'}
          onClick={generateOrShowMissing}
        >
          <Icon name="generate" />
          {t('generate.action')}
          {!running && (
            <kbd className="generate-keys" aria-hidden="true">
              {keysOf('generate')}
            </kbd>
          )}
        </button>
        {running && (
          <button
            ref={cancel}
            type="button"
            className="button"
            onClick={() => {
              hadFocus.current = document.activeElement === cancel.current;
              session.getState().cancel();
            }}
          >
            {t('app.cancel')}
          </button>
        )}
      </div>
    </section>
  );
}
