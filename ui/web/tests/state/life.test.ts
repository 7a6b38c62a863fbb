import { describe, expect, it } from 'vitest';
import { EditError } from '../../src/api/client';
import { connectionFailure } from '../../src/api/failure';
import { MaskEditor } from '../../src/mask/mask-editor';
import type { SavedSession } from '../../src/storage/types';
import { FakeWorld, limits, readySession } from './fake-world';

describe('the limits', () => {
  it('are asked for again, ever more slowly, until the server answers', async () => {
    const world = new FakeWorld();
    const asked: number[] = [];
    world.limits = () => {
      asked.push((world.time - 1_000_000) / 1000);
      return asked.length < 7 ? Promise.reject(new EditError(connectionFailure)) : Promise.resolve(limits);
    };
    const session = world.session();
    await session.getState().start();
    await world.settle();
    expect(session.getState().limitsFailed).toEqual(connectionFailure);
    await world.pass(120_000);
    // 1, 2, 4, 8 and then 15 seconds apart
    expect(asked).toEqual([0, 1, 3, 7, 15, 30, 45]);
    expect(session.getState()).toMatchObject({ limits, limitsFailed: null });
  });

  it('bring the defaults, but leave alone what was chosen', async () => {
    const world = new FakeWorld();
    let answer: () => void = () => {};
    world.limits = () =>
      new Promise((resolve) => {
        const strength = { min: 0.2, max: 0.9, default: 0.5 };
        answer = () => resolve({ ...limits, strength, guidance_scale: { min: 2, max: 5, default: 4 } });
      });
    const session = world.session();
    await session.getState().start();
    session.getState().setSettings({ strength: 1 });
    answer();
    await world.settle();
    expect(session.getState().settings).toMatchObject({ strength: 0.9, guidanceScale: 4 });
    session.getState().setSettings({ guidanceScale: 99, seed: -4 });
    expect(session.getState().settings).toMatchObject({ guidanceScale: 5, seed: 0 });
    session.getState().setSettings({ strength: Number.NaN });
    expect(session.getState().settings.strength).toBe(0.5);
  });
});

describe('a session', () => {
  function saved(): SavedSession {
    const editor = new MaskEditor({ width: 640, height: 480 });
    editor.selectRectangle({ x: 1, y: 2, width: 3, height: 4 }, 'add');
    return {
      picture: { blob: new Blob(['kept']), name: 'kept.png', width: 640, height: 480 },
      mask: editor.serialise(),
      prompt: 'kept prompt',
      settings: { seed: 3, seedLocked: true, strength: 0.3, guidanceScale: 9 },
      tool: 'lasso',
      brush: { diameter: 77, hardness: 0.1 },
    };
  }

  it('is saved shortly after the last change', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    expect(world.saves).toBe(0);
    await world.pass(299);
    session.getState().setTool('erase');
    await world.pass(299);
    expect(world.saves).toBe(0);
    await world.pass(1);
    expect(world.saves).toBe(1);
    expect(world.saved).toMatchObject({
      picture: { name: 'picture.jpg' },
      prompt: '  a rose ',
      tool: 'erase',
    });
    await world.pass(10_000);
    expect(world.saves).toBe(1);
  });

  it('is saved when the mask changes', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    await world.pass(1000);
    session.getState().invert();
    await world.pass(1000);
    expect(world.saves).toBe(2);
    const mask = world.saved?.mask ?? null;
    const editor = mask && MaskEditor.restore(mask);
    expect([editor?.mask.sample(0, 0), editor?.mask.sample(10, 20)]).toEqual([255, 0]);
  });

  it('is saved at the end of a stroke, and not in between', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    await world.pass(1000);
    expect(world.saves).toBe(1);
    const stroke = session.getState().editor?.beginStroke({ diameter: 20, hardness: 1 }, 'add');
    stroke?.add([{ x: 300, y: 200, pressure: 1 }]);
    await world.pass(1000);
    expect(world.saves).toBe(1);
    stroke?.end();
    await world.pass(300);
    expect(world.saves).toBe(2);
    const mask = world.saved?.mask ?? null;
    expect(mask && MaskEditor.restore(mask).mask.sample(300, 200)).toBe(255);
  });

  it('is saved at once when the page goes', async () => {
    const world = new FakeWorld();
    await readySession(world);
    world.leave();
    expect(world.saves).toBe(1);
    await world.pass(1000);
    expect(world.saves).toBe(1);
  });

  it('comes back as it was saved', async () => {
    const world = new FakeWorld();
    const before = await readySession(world);
    before.getState().setSettings({ seed: 8, strength: 0.6 });
    before.getState().setBrush({ diameter: 12, hardness: 0.5 });
    await world.pass(1000);
    const session = world.session();
    await session.getState().start();
    await world.settle();
    const { prompt, settings, tool, brush } = before.getState();
    expect(session.getState()).toMatchObject({
      prompt,
      settings,
      tool,
      brush,
      restored: true,
      maskIsEmpty: false,
    });
    expect(await session.getState().picture?.blob.text()).toBe('picture');
    expect(session.getState().editor?.mask.bounds()).toEqual({ x: 10, y: 20, width: 30, height: 40 });
    expect(session.getState().canUndo).toBe(false);
    session.getState().dismissRestored();
    expect(session.getState().restored).toBe(false);
  });

  it('comes back without a mask that is damaged or of another size', async () => {
    const kept = saved();
    const other = new MaskEditor({ width: 480, height: 640 }).serialise();
    const damaged = { ...other, code: new Uint8Array([255, 255, 255, 255]), width: 640, height: 480 };
    for (const mask of [other, damaged, 'no mask' as never]) {
      const world = new FakeWorld();
      world.saved = { ...kept, mask };
      const session = world.session();
      await session.getState().start();
      await world.settle();
      expect(session.getState()).toMatchObject({
        picture: { name: 'kept.png' },
        maskIsEmpty: true,
        restored: true,
      });
    }
  });

  it('comes back without a picture that cannot be read any more', async () => {
    const world = new FakeWorld();
    world.saved = saved();
    const failure = {
      reason: 'damaged',
      name: 'kept.png',
      format: 'png',
      size: null,
      minimum: null,
    } as const;
    world.takeIn = () => Promise.resolve({ state: 'refused', failure });
    const session = world.session();
    await session.getState().start();
    expect(session.getState()).toMatchObject({ picture: null, prompt: 'kept prompt', restored: false });
    expect(session.getState().pictureFailure).toBeNull();
  });

  it('does not come back over what the user did in the meantime', async () => {
    const world = new FakeWorld();
    world.saved = saved();
    const session = world.session();
    const started = session.getState().start();
    session.getState().setPrompt('faster');
    await started;
    expect(session.getState()).toMatchObject({ prompt: 'faster', picture: null, restored: false });
  });

  it('goes on without storage, and says so', async () => {
    const world = new FakeWorld();
    world.saveError = new DOMException('full', 'QuotaExceededError');
    const session = await readySession(world);
    await world.pass(1000);
    expect(session.getState().storageFailed).toBe(true);
    session.getState().dismissStorageFailure();
    expect(session.getState().storageFailed).toBe(false);
  });

  it('is forgotten completely', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    session.getState().setToken('secret');
    const first = session.getState().generate();
    await world.settle();
    world.lastEdit().answer();
    await first;
    void session.getState().generate();
    await world.settle();
    await world.pass(1000);
    expect(world.saved).not.toBeNull();
    await session.getState().forgetEverything();
    await world.pass(1000);
    expect([world.saved, world.token, world.liveUrls.size]).toEqual([null, null, 0]);
    expect(world.lastEdit().options.signal.aborted).toBe(true);
    expect(session.getState()).toMatchObject({
      picture: null,
      editor: null,
      maskIsEmpty: true,
      prompt: '',
      results: [],
      shownResult: null,
      token: null,
      job: { state: 'idle' },
      limits,
    });
  });
});
