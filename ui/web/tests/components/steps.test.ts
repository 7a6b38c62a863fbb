import { describe, expect, it } from 'vitest';
import { placeOfFailure, placeOfMissing } from '../../src/components/steps';
import type { Failure } from '../../src/state/types';

const failure: Failure = {
  kind: 'invalid',
  message: 'A message',
  status: 422,
  field: null,
  retryAt: null,
  requestId: null,
};

describe('placeOfMissing', () => {
  it('leads to the step in which it can be given', () => {
    expect(placeOfMissing('picture')).toBe('image');
    expect(placeOfMissing('mask')).toBe('mask');
    expect(placeOfMissing('prompt')).toBe('prompt');
    expect(placeOfMissing('shorter_prompt')).toBe('prompt');
  });

  it('leads nowhere while the server is away', () => {
    expect(placeOfMissing('limits')).toBeNull();
  });
});

describe('placeOfFailure', () => {
  it('is the field that the server names', () => {
    expect(placeOfFailure({ ...failure, field: 'guidance_scale' })).toBe('guidance_scale');
    expect(placeOfFailure(failure)).toBeNull();
  });

  it('is the access token if that is refused', () => {
    expect(placeOfFailure({ ...failure, kind: 'token', status: 401 })).toBe('token');
  });
});
