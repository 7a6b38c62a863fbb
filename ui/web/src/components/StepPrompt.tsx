import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon';
import { countCodePoints } from '../state/prompt';
import { useSession } from '../state/session';
import { Step } from './Step';
import { idOf } from './steps';
import { useFieldError } from './use-field-error';

/** 3: the prompt. */
export function StepPrompt() {
  const { t } = useTranslation();
  const prompt = useSession((state) => state.prompt);
  const setPrompt = useSession((state) => state.setPrompt);
  const maximum = useSession((state) => state.limits?.prompt.max_characters ?? null);
  const isLocal = useSession((state) => state.limits?.engine === 'local');
  const refused = useFieldError('prompt');
  const used = countCodePoints(prompt);
  const over = maximum === null ? 0 : used - maximum;
  const error = over > 0 ? t('prompt.tooLong', { count: over }) : refused;
  const counter = maximum !== null && (
    <p className="counter small" data-over={over > 0}>
      <span aria-hidden="true">
        {used}/{maximum}
      </span>
      <span className="visually-hidden">{t('prompt.counter', { used, maximum })}</span>
    </p>
  );
  return (
    <Step
      place={null}
      name="prompt"
      heading={t('prompt.heading')}
      done={used > 0 && over <= 0}
      aside={counter}
    >
      <textarea
        id={idOf('prompt')}
        className="field prompt"
        rows={3}
        dir="auto"
        aria-label={t('prompt.label')}
        aria-describedby="prompt-help"
        aria-invalid={error !== null}
        placeholder={t('prompt.placeholder')}
        value={prompt}
        onChange={(event) => setPrompt(event.currentTarget.value)}
      />
      <div id="prompt-help" className="small dim prompt-help">
        {error === null ? (
          <p>{isLocal ? t('prompt.local') : t('prompt.help')}</p>
        ) : (
          <p className="notice notice-error">
            <Icon name="error" />
            {error}
          </p>
        )}
      </div>
    </Step>
  );
}
