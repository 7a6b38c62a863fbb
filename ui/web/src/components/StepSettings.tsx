import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Limits } from '../api/limits';
import { session, useSession } from '../state/session';
import { generateOrShowMissing } from './GenerateBar';
import { IconButton } from './IconButton';
import { SliderRow } from './SliderRow';
import { Step } from './Step';
import { idOf } from './steps';
import { useFieldError } from './use-field-error';

/** The seed: empty means a new one each time. */
function SeedRow({ limits }: { limits: Limits | null }) {
  const { t } = useTranslation();
  const { seed, seedLocked } = useSession((state) => state.settings);
  const { setSettings, rollSeed } = session.getState();
  const error = useFieldError('seed');
  const change = (text: string) => {
    const number = Number(text);
    if (text === '') setSettings({ seed: null, seedLocked: false });
    else if (Number.isInteger(number)) setSettings({ seed: number, seedLocked: true });
  };
  return (
    <div>
      <div className="seed-row">
        <label htmlFor={idOf('seed')}>{t('settings.seed')}</label>
        <input
          id={idOf('seed')}
          type="number"
          inputMode="numeric"
          className="field field-number"
          min={limits?.seed.min}
          max={limits?.seed.max}
          step={1}
          placeholder={t('settings.seedPlaceholder')}
          aria-describedby="seed-help"
          aria-invalid={error !== null}
          value={seed ?? ''}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <IconButton
          icon={seedLocked ? 'lock' : 'unlock'}
          label={t('settings.lock')}
          pressed={seedLocked}
          unavailable={seed === null}
          onPress={() => setSettings({ seedLocked: !seedLocked })}
        />
        <IconButton icon="dice" label={t('settings.roll')} onPress={rollSeed} />
      </div>
      <div id="seed-help" className="small dim">
        {error !== null && <p className="notice notice-error">{error}</p>}
        <p>{t('settings.seedHelp')}</p>
      </div>
    </div>
  );
}

/** The access token of a server that asks for one. */
function TokenField() {
  const { t } = useTranslation();
  const token = useSession((state) => state.token);
  const setToken = useSession((state) => state.setToken);
  return (
    <form
      className="token"
      onSubmit={(event) => {
        event.preventDefault();
        generateOrShowMissing();
      }}
    >
      <label htmlFor={idOf('token')}>{t('settings.token')}</label>
      <input
        id={idOf('token')}
        type="password"
        className="field"
        autoComplete="off"
        spellCheck={false}
        aria-describedby="token-help"
        value={token ?? ''}
        onChange={(event) => setToken(event.currentTarget.value)}
      />
      <p id="token-help" className="small dim">
        {t('settings.tokenHelp')}
      </p>
    </form>
  );
}

/** Once a token is wanted, the field stays: it must not vanish while it is filled in. */
function useTokenWanted(): boolean {
  const wanted = useSession(
    (state) =>
      state.limits?.access_token_required === true ||
      state.token !== null ||
      (state.job.state === 'failed' && state.job.failure.kind === 'token'),
  );
  const [seen, setSeen] = useState(wanted);
  if (wanted && !seen) setSeen(true);
  return wanted || seen;
}

function resetToDefaults(): void {
  const { limits, setSettings } = session.getState();
  setSettings({
    seed: null,
    seedLocked: false,
    ...(limits === null
      ? {}
      : { strength: limits.strength.default, guidanceScale: limits.guidance_scale.default }),
  });
}

/** 4: the settings that most edits can do without. */
export function StepSettings() {
  const { t } = useTranslation();
  const limits = useSession((state) => state.limits);
  const settings = useSession((state) => state.settings);
  const setSettings = useSession((state) => state.setSettings);
  const isLocal = limits?.engine === 'local';
  const strengthError = useFieldError('strength');
  const guidanceError = useFieldError('guidance_scale');
  const tokenWanted = useTokenWanted();
  const strength = limits?.strength ?? { min: 0, max: settings.strength };
  const guidance = limits?.guidance_scale ?? { min: 0, max: settings.guidanceScale };
  return (
    <Step
      place={null}
      name="settings"
      heading={t('settings.heading')}
      aside={
        <button type="button" className="button button-plain button-small" onClick={resetToDefaults}>
          {t('settings.reset')}
        </button>
      }
    >
      {tokenWanted && <TokenField />}
      <SeedRow limits={limits} />
      <SliderRow
        id={idOf('strength')}
        label={t('settings.strength')}
        value={settings.strength}
        min={strength.min}
        max={strength.max}
        step={0.05}
        onChange={(value) => setSettings({ strength: value })}
        help={isLocal ? t('settings.strengthLocal') : t('settings.strengthHelp')}
        error={strengthError}
      />
      <SliderRow
        id={idOf('guidance_scale')}
        label={t('settings.guidance')}
        value={settings.guidanceScale}
        min={guidance.min}
        max={guidance.max}
        step={0.5}
        onChange={(value) => setSettings({ guidanceScale: value })}
        help={isLocal ? t('settings.guidanceLocal') : t('settings.guidanceHelp')}
        error={guidanceError}
      />
    </Step>
  );
}
