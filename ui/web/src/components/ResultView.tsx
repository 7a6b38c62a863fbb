import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { CompareView } from '../canvas/CompareView';
import { Icon } from '../icons/Icon';
import { session, useSession } from '../state/session';
import type { Result } from '../state/types';
import { Choice } from './Choice';
import { formatSeconds } from './format';
import { Tip } from './Tip';
import { useKeysOf } from './use-key-names';
import { viewport, useView } from './view';
import { ZoomControls } from './ZoomControls';

/** Shows the original for as long as it is pressed, by pointer or by Space and Enter. */
function HoldButton() {
  const { t } = useTranslation();
  const keysOf = useKeysOf();
  const held = useView((view) => view.holdsOriginal);
  const hold = useView((view) => view.holdOriginal);
  const key = (event: KeyboardEvent, down: boolean) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    hold(down);
  };
  return (
    <Tip text={t('result.hold')} keys={keysOf('hold')}>
      <button
        type="button"
        className="button hold"
        aria-label={t('result.hold')}
        aria-pressed={held}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          hold(true);
        }}
        onPointerUp={() => hold(false)}
        onPointerCancel={() => hold(false)}
        onContextMenu={(event) => event.preventDefault()} // a long press of a finger is a hold, too
        onKeyDown={(event) => key(event, true)}
        onKeyUp={(event) => key(event, false)}
        onBlur={() => hold(false)}
      >
        <Icon name="eye" />
        <span className="hold-text">{t('result.hold')}</span>
      </button>
    </Tip>
  );
}

/** How the result is compared with the original. */
export function ResultToolbar() {
  const { t } = useTranslation();
  const mode = useView((view) => view.compareMode);
  const setMode = useView((view) => view.setCompareMode);
  const modes = [
    { value: 'wipe', label: t('result.wipe'), icon: 'wipe' },
    { value: 'side', label: t('result.side'), icon: 'side' },
  ] as const;
  return (
    <div className="toolbar">
      <button type="button" className="button" onClick={() => session.getState().showResult(null)}>
        <Icon name="brush" />
        {t('result.back')}
      </button>
      <span className="toolbar-line" />
      <Choice label={t('result.view')} options={modes} value={mode} onChange={setMode} withText />
      <HoldButton />
      <span className="toolbar-space" />
      <ZoomControls />
    </div>
  );
}

/** Original and result. */
export function ResultStage({ result }: { result: Result }) {
  const { t } = useTranslation();
  const mode = useView((view) => view.compareMode);
  const held = useView((view) => view.holdsOriginal);
  return (
    <CompareView
      original={result.original}
      result={result}
      viewport={viewport}
      mode={held ? 'original' : mode}
      labels={{
        view: t('result.heading'),
        original: t('result.original'),
        result: t('result.result'),
        handle: t('result.handle'),
      }}
    />
  );
}

/** What the result was made with, and what can be done with it. */
export function ResultBar({ result }: { result: Result }) {
  const { t, i18n } = useTranslation();
  const [keepMask, setKeepMask] = useState(false);
  const running = useSession((state) => state.job.state === 'running');
  const { useAsInput: takeAsInput, retryWithAnotherSeed } = session.getState();
  const whenIdle = (action: () => void) => () => {
    if (!running) action();
  };
  return (
    <section className="result-bar" aria-label={t('result.heading')}>
      <div className="result-facts">
        <p className="result-prompt" title={result.prompt}>
          {result.prompt === '' ? t('result.noPrompt') : result.prompt}
        </p>
        <p className="small dim">
          {t('result.details', {
            seed: result.seed,
            seconds: formatSeconds(i18n.language, result.seconds),
          })}
        </p>
      </div>
      <div className="result-actions">
        <a className="button button-primary" href={result.url} download="inpainted-image.png">
          <Icon name="save" />
          {t('result.download')}
        </a>
        <button
          type="button"
          className="button"
          aria-disabled={running}
          onClick={whenIdle(() => void retryWithAnotherSeed(result.id))}
        >
          <Icon name="dice" />
          {t('result.retry')}
        </button>
        <div className="result-input">
          <button
            type="button"
            className="button"
            aria-disabled={running}
            onClick={whenIdle(() => void takeAsInput(result.id, keepMask))}
          >
            <Icon name="picture" />
            {t('result.useAsInput')}
          </button>
          <label className="checkbox">
            <input
              type="checkbox"
              checked={keepMask}
              onChange={(event) => setKeepMask(event.currentTarget.checked)}
            />
            {t('result.keepMask')}
          </label>
        </div>
      </div>
    </section>
  );
}
