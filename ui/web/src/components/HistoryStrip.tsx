import { useTranslation } from 'react-i18next';
import { session, useSession } from '../state/session';
import type { Result } from '../state/types';
import { formatSeconds } from './format';
import { IconButton } from './IconButton';

function Entry({ result, number, shown }: { result: Result; number: number; shown: boolean }) {
  const { t, i18n } = useTranslation();
  const { showResult, restoreSettings, removeResult } = session.getState();
  const prompt = result.prompt === '' ? t('result.noPrompt') : result.prompt;
  return (
    <li className="history-entry" data-shown={shown}>
      <button
        type="button"
        className="history-show"
        aria-current={shown}
        onClick={() => showResult(result.id)}
      >
        <img src={result.url} alt="" decoding="async" />
        <span className="visually-hidden">{t('history.show', { number })}</span>
        <span className="history-text">
          <span className="history-prompt">{prompt}</span>
          <span className="small dim">{t('result.seed', { seed: result.seed })}</span>
          <span className="small dim">{formatSeconds(i18n.language, result.seconds)}</span>
        </span>
      </button>
      <div className="history-actions">
        <IconButton
          icon="history"
          label={t('history.restore', { number })}
          onPress={() => restoreSettings(result.id)}
        />
        <IconButton
          icon="discard"
          label={t('history.remove', { number })}
          onPress={() => removeResult(result.id)}
        />
      </div>
    </li>
  );
}

/** The results of this visit, newest first. */
export function HistoryStrip() {
  const { t } = useTranslation();
  const results = useSession((state) => state.results);
  const shown = useSession((state) => state.shownResult);
  if (results.length === 0) return null;
  return (
    <section className="history" aria-labelledby="history-heading" data-testid="history">
      <h2 id="history-heading" className="visually-hidden">
        {t('history.heading')}
      </h2>
      <ul className="history-list">
        {results.map((result, index) => (
          <Entry
            key={result.id}
            result={result}
            number={results.length - index}
            shown={result.id === shown}
          />
        ))}
      </ul>
    </section>
  );
}
