import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { connectionFailure } from '../../src/api/failure';
import { failureMessage } from '../../src/components/failure-text';
import { en } from '../../src/i18n/en';
import type { Failure } from '../../src/state/types';

const i18n = createInstance({
  resources: { en: { translation: en } },
  lng: 'en',
  interpolation: { escapeValue: false },
  initAsync: false,
  showSupportNotice: false,
});
void i18n.init();
const t = i18n.getFixedT('en');

describe('the message of a failure', () => {
  it.each<[Partial<Failure>, string]>([
    [{ kind: 'provider', status: 502, message: 'NanoBanana API unavailable' }, 'NanoBanana API unavailable'],
    [{ kind: 'network' }, 'The server does not answer.'],
    [{ kind: 'provider', status: 502 }, 'The server’s answer cannot be understood (status 502).'],
    [{ kind: 'invalid', status: 413, field: 'image' }, 'The picture has more bytes than the server takes.'],
    [{ kind: 'token' }, 'The access token has characters that cannot be sent.'],
    [{ kind: 'server' }, 'This page could not prepare the edit.'],
  ])('of %j is %j', (failure, message) => {
    expect(failureMessage({ ...connectionFailure, ...failure }, t)).toBe(message);
  });
});
