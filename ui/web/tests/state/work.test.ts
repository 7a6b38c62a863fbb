import { describe, expect, it } from 'vitest';
import { countCodePoints, trimPrompt } from '../../src/state/prompt';
import { missingForGenerate } from '../../src/state/ready';
import { randomSeed } from '../../src/state/seed';
import { FakeWorld, limits, readySession } from './fake-world';

describe('the prompt', () => {
  it.each([
    ['', 0],
    ['  \n\t ', 0],
    ['a rose', 6],
    [' a rose\n', 6],
    ['a\r\nb', 3], // a form sends a newline as two characters, the server makes one of them
    ['🌹🌹', 2],
    ['👩‍🌾', 3], // woman, joiner, rice
    ['é', 1],
    ['e\u0301', 2],
    ['\u3000漢字\u00a0', 2],
    ['\ufeffa', 2], // no white space for the server
    ['\u0085a', 1],
  ])('%j has %i characters', (text, count) => {
    expect(countCodePoints(text)).toBe(count);
  });

  it('is sent trimmed', () => {
    expect(trimPrompt('\t a\r\n b \u2003')).toBe('a\n b');
  });

  it('takes no control characters', async () => {
    const session = await readySession();
    session.getState().setPrompt('a\u0000b\u001b[0m\tc\r\nd\re\u007f\u0085');
    expect(session.getState().prompt).toBe('ab[0m\tc\nd\ne');
  });
});

describe('what is missing for an edit', () => {
  const ready = { limits, picture: {} as never, maskIsEmpty: false, prompt: 'a rose' };
  it.each([
    ['nothing', {}, []],
    ['the limits', { limits: null }, ['limits']],
    ['the picture, and with it the mask', { picture: null }, ['picture', 'mask']],
    ['the mask', { maskIsEmpty: true }, ['mask']],
    ['the prompt', { prompt: ' \n' }, ['prompt']],
    [
      'all',
      { limits: null, picture: null, maskIsEmpty: true, prompt: '' },
      ['limits', 'picture', 'mask', 'prompt'],
    ],
    ['no prompt for the local engine', { limits: { ...limits, engine: 'local' }, prompt: '' }, []],
    ['a prompt as long as it may be', { prompt: '🌹'.repeat(500) }, []],
    ['a shorter prompt', { prompt: 'x'.repeat(501) }, ['shorter_prompt']],
  ] as const)('%s', (_name, change, missing) => {
    expect(missingForGenerate({ ...ready, ...change })).toEqual(missing);
  });
});

describe('random seeds', () => {
  it('are in the range, all equally likely', () => {
    // Of 2^32 values, 10 seeds take 429496729 each; the six that are left over are thrown away.
    const bits = [4294967295, 4294967290, 4294967289];
    expect(randomSeed({ min: 5, max: 14 }, () => bits.shift() ?? 0)).toBe(5 + (4294967289 % 10));
    expect(bits).toEqual([]);
  });

  it('reach both ends', () => {
    expect(randomSeed(limits.seed, () => 0)).toBe(0);
    expect(randomSeed(limits.seed, () => 2147483647)).toBe(2147483647);
    expect(randomSeed(limits.seed, () => -1)).toBe(2147483647);
  });

  it('are locked when they are rolled', async () => {
    const world = new FakeWorld();
    world.seeds = [55];
    const session = await readySession(world);
    session.getState().rollSeed();
    expect(session.getState().settings).toMatchObject({ seed: 55, seedLocked: true });
    session.getState().setSettings({ seedLocked: false });
    expect(session.getState().settings).toMatchObject({ seed: 55, seedLocked: false });
    session.getState().setSettings({ seed: null });
    expect(session.getState().settings).toMatchObject({ seed: null, seedLocked: false });
  });
});

describe('the mask', () => {
  it('says whether there is something to undo and to redo', async () => {
    const session = await readySession();
    const flags = () => {
      const { maskIsEmpty, canUndo, canRedo } = session.getState();
      return [maskIsEmpty, canUndo, canRedo];
    };
    expect(flags()).toEqual([false, true, false]);
    session.getState().undo();
    expect(flags()).toEqual([true, false, true]);
    session.getState().redo();
    expect(flags()).toEqual([false, true, false]);
    session.getState().clearMask();
    expect(flags()).toEqual([true, true, false]);
    session.getState().undo();
    session.getState().invert();
    expect(flags()).toEqual([false, true, false]);
  });

  it('can be undone as soon as a stroke has ended', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    await session.getState().takePicture(new Blob(['x']), 'x.png');
    const stroke = session.getState().editor?.beginStroke({ diameter: 20, hardness: 1 }, 'add');
    stroke?.add([{ x: 50, y: 50, pressure: 1 }]);
    expect(session.getState()).toMatchObject({ canUndo: false });
    stroke?.end();
    expect(session.getState()).toMatchObject({ maskIsEmpty: false, canUndo: true });
  });

  it('tells components nothing new with each movement of a stroke', async () => {
    const session = await readySession();
    const stroke = session.getState().editor?.beginStroke({ diameter: 20, hardness: 1 }, 'add');
    stroke?.add([{ x: 50, y: 50, pressure: 1 }]);
    let told = 0;
    session.subscribe(() => told++);
    for (let x = 50; x < 400; x += 10) stroke?.add([{ x, y: 90, pressure: 1 }]);
    expect(told).toBe(0);
  });

  it('grows by what the worker computes', async () => {
    const session = await readySession();
    await session.getState().growMask(3);
    expect(session.getState().editor?.mask.bounds()).toEqual({ x: 0, y: 0, width: 1, height: 1 });
    session.getState().undo();
    expect(session.getState().editor?.mask.bounds()).toEqual({ x: 10, y: 20, width: 30, height: 40 });
  });

  it('does not grow over what was painted meanwhile', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const growing = session.getState().growMask(3);
    session.getState().editor?.selectRectangle({ x: 100, y: 100, width: 10, height: 10 }, 'add');
    await growing;
    expect(session.getState().editor?.mask.bounds()).toEqual({ x: 10, y: 20, width: 100, height: 90 });
  });

  it('takes a brush within its limits', async () => {
    const session = await readySession();
    session.getState().setBrush({ diameter: 1000, hardness: -1 });
    expect(session.getState().brush).toEqual({ diameter: 400, hardness: 0 });
    session.getState().setBrush({ diameter: Number.NaN, hardness: 2 });
    expect(session.getState().brush).toEqual({ diameter: 1, hardness: 1 });
  });
});
