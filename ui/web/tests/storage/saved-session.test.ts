import { describe, expect, it } from 'vitest';
import { parseSaved } from '../../src/storage/saved-session';

const blob = new Blob(['picture']);
const picture = { id: 'a', blob, name: 'a.png', width: 640, height: 480 };
const work = {
  version: 1,
  pictureId: 'a',
  mask: { format: 1 },
  prompt: 'a rose',
  settings: { seed: null, seedLocked: false, strength: 0.8, guidanceScale: 7.5 },
  tool: 'brush',
  brush: { diameter: 40, hardness: 0.5 },
};

describe('what storage has', () => {
  it('is a session', () => {
    expect(parseSaved(work, picture)).toEqual({
      picture: { blob, name: 'a.png', width: 640, height: 480 },
      mask: { format: 1 },
      prompt: 'a rose',
      settings: work.settings,
      tool: 'brush',
      brush: work.brush,
    });
  });

  it('may have no picture', () => {
    expect(parseSaved({ ...work, pictureId: null, mask: null }, undefined)).toMatchObject({ picture: null });
  });

  it.each([
    ['none', undefined],
    ['of another tab', { ...picture, id: 'b' }],
    ['empty', { ...picture, blob: new Blob() }],
    ['no blob', { ...picture, blob: 'picture' }],
    ['without a name', { ...picture, name: 3 }],
    ['without a size', { ...picture, width: 'wide' }],
  ])('has a picture that is %s: then there is no mask either', (_name, value) => {
    expect(parseSaved(work, value)).toMatchObject({ picture: null, mask: null, prompt: 'a rose' });
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'work'],
    ['another version', { ...work, version: 2 }],
    ['no prompt', { ...work, prompt: null }],
    ['no tool of ours', { ...work, tool: 'hammer' }],
    ['no settings', { ...work, settings: 5 }],
    ['a strength that is no number', { ...work, settings: { ...work.settings, strength: Number.NaN } }],
    ['a lock that is none', { ...work, settings: { ...work.settings, seedLocked: 1 } }],
    ['no brush', { ...work, brush: { diameter: '9' } }],
  ])('is dropped as a whole: %s', (_name, value) => {
    expect(parseSaved(value, picture)).toBeNull();
  });
});
