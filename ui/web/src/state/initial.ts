// The session of somebody who comes for the first time.

import type { Limits } from '../api/limits';
import { clamp } from './clamp';
import { maskState } from './context';
import type { Session } from './session-types';
import type { Settings } from './types';

/** The API's own defaults, until the server has said what its are. */
const defaultSettings: Settings = { seed: null, seedLocked: false, strength: 0.8, guidanceScale: 7.5 };

export function initialWork(): Omit<Session, 'limits' | 'limitsFailed' | 'token'> {
  return {
    picture: null,
    takingPicture: false,
    pictureNotice: null,
    pictureFailure: null,
    ...maskState(null),
    prompt: '',
    settings: defaultSettings,
    tool: 'brush',
    brush: { diameter: 40, hardness: 0.8 },
    job: { state: 'idle' },
    results: [],
    shownResult: null,
    restored: false,
    storageFailed: false,
  };
}

/** Within what the server takes; its defaults where nothing was chosen. */
export function fitSettings(settings: Settings, limits: Limits | null): Settings {
  if (limits === null) return settings;
  const { seed, strength, guidance_scale: guidance } = limits;
  const isUntouched = (value: number, original: number) => value === original;
  const fitted: Settings = {
    ...settings,
    seed: settings.seed === null ? null : clamp(Math.round(settings.seed), seed, seed.min),
    strength: isUntouched(settings.strength, defaultSettings.strength)
      ? strength.default
      : clamp(settings.strength, strength, strength.default),
    guidanceScale: isUntouched(settings.guidanceScale, defaultSettings.guidanceScale)
      ? guidance.default
      : clamp(settings.guidanceScale, guidance, guidance.default),
  };
  const keys = ['seed', 'strength', 'guidanceScale'] as const;
  return keys.every((key) => fitted[key] === settings[key]) ? settings : fitted;
}
