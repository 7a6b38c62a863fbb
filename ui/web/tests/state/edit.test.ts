import { describe, expect, it, vi } from 'vitest';
import { EditError } from '../../src/api/client';
import { connectionFailure } from '../../src/api/failure';
import type { Failure } from '../../src/state/types';
import { FakeWorld, limits, readySession } from './fake-world';

const rateLimited: Failure = {
  ...connectionFailure,
  kind: 'rate_limit',
  status: 429,
  message: 'Rate limit exceeded',
};

describe('generate', () => {
  it('sends the picture, the mask as PNG, the trimmed prompt and the settings', async () => {
    const world = new FakeWorld();
    world.seeds = [77];
    const session = await readySession(world);
    session.getState().setSettings({ strength: 0.4, guidanceScale: 3 });
    void session.getState().generate();
    await world.settle();
    const { request, options } = world.lastEdit();
    expect(await request.image.text()).toBe('picture');
    expect(await request.mask.text()).toBe('mask');
    expect(request).toMatchObject({
      imageName: 'picture.jpg',
      prompt: 'a rose',
      seed: 77,
      strength: 0.4,
      guidanceScale: 3,
    });
    expect(options.token).toBeUndefined();
  });

  it('goes through its phases and ends with a result that is shown', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const job = () => session.getState().job;
    const done = session.getState().generate();
    const startedAt = world.time;
    expect(job()).toEqual({ state: 'running', phase: 'preparing', startedAt, uploaded: null, queue: null });
    await world.settle();
    expect(job()).toMatchObject({ phase: 'uploading', uploaded: 0 });
    world.lastEdit().options.onPhase?.({ phase: 'uploading', uploaded: 0.5 });
    expect(job()).toMatchObject({ phase: 'uploading', uploaded: 0.5 });
    world.lastEdit().options.onPhase?.({ phase: 'waiting' });
    expect(job()).toMatchObject({ phase: 'waiting', uploaded: null, startedAt });
    world.lastEdit().options.onPhase?.({ phase: 'downloading' });
    expect(job()).toMatchObject({ phase: 'downloading' });
    world.lastEdit().answer();
    await done;
    expect(job()).toEqual({ state: 'idle' });
    const [result] = session.getState().results;
    expect(session.getState().shownResult).toBe(result?.id);
    expect(result).toMatchObject({
      prompt: 'a rose',
      engine: 'gemini',
      seconds: 2.5,
      requestId: 'r',
      width: 640,
    });
    expect(result?.original).toBe(session.getState().picture);
  });

  it('measures the time where the server does not say it', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const done = session.getState().generate();
    await world.pass(4200);
    world.lastEdit().answer({ seconds: null });
    await done;
    expect(session.getState().results[0]?.seconds).toBe(4.2);
  });

  it('does nothing while something is missing', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    session.getState().clearMask();
    await session.getState().generate();
    session.getState().undo();
    session.getState().setPrompt(' \n ');
    await session.getState().generate();
    expect([world.edits.length, session.getState().job.state]).toEqual([0, 'idle']);
  });

  it('sends a neutral prompt to the local engine, and keeps it out of the result', async () => {
    const world = new FakeWorld();
    world.limits = () => Promise.resolve({ ...limits, engine: 'local', mode: 'demo' });
    const session = await readySession(world);
    session.getState().setPrompt('');
    const done = session.getState().generate();
    await world.settle();
    expect(world.lastEdit().request.prompt).toBe('fill with the surroundings');
    world.lastEdit().answer();
    await done;
    expect(session.getState().results[0]?.prompt).toBe('');
  });

  it('runs one edit at a time', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    void session.getState().generate();
    void session.getState().generate();
    await world.settle();
    expect(world.edits.length).toBe(1);
  });

  it('sends the token', async () => {
    const world = new FakeWorld();
    world.token = 'kept';
    const session = await readySession(world);
    expect(session.getState().token).toBe('kept');
    session.getState().setToken(' secret ');
    expect(world.token).toBe('secret');
    void session.getState().generate();
    await world.settle();
    expect(world.lastEdit().options.token).toBe('secret');
  });

  it('uses what there was when it began', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const { picture } = session.getState();
    const done = session.getState().generate();
    await world.settle();
    session.getState().setPrompt('another');
    await session.getState().takePicture(new Blob(['another']), 'another.png');
    expect(world.liveUrls.has(picture?.url ?? '')).toBe(true);
    world.lastEdit().answer();
    await done;
    const [result] = session.getState().results;
    expect(result?.original).toBe(picture);
    expect(result?.prompt).toBe('a rose');
  });
});

describe('the seed', () => {
  it('is a new one for each edit, and then shown', async () => {
    const world = new FakeWorld();
    world.seeds = [5, 2 ** 31 + 6]; // 2^31 possible seeds: the second is 6
    const session = await readySession(world);
    for (const expected of [5, 6]) {
      const done = session.getState().generate();
      await world.settle();
      expect(world.lastEdit().request.seed).toBe(expected);
      world.lastEdit().answer();
      await done;
      expect(session.getState().settings).toMatchObject({ seed: expected, seedLocked: false });
    }
  });

  it('stays while it is locked', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    session.getState().setSettings({ seed: 42 });
    expect(session.getState().settings.seedLocked).toBe(true);
    const done = session.getState().generate();
    await world.settle();
    expect(world.lastEdit().request.seed).toBe(42);
    world.lastEdit().answer();
    await done;
    expect(session.getState().settings).toMatchObject({ seed: 42, seedLocked: true });
  });
});

describe('an edit that fails', () => {
  it('says why, and loses nothing', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const { picture, editor, prompt } = session.getState();
    const done = session.getState().generate();
    await world.settle();
    world.lastEdit().fail(new EditError(rateLimited));
    await done;
    expect(session.getState().job).toEqual({ state: 'failed', failure: rateLimited });
    expect(session.getState()).toMatchObject({ picture, editor, prompt, maskIsEmpty: false, results: [] });
    session.getState().dismissFailure();
    expect(session.getState().job).toEqual({ state: 'idle' });
    void session.getState().generate();
    await world.settle();
    expect(world.edits.length).toBe(2);
  });

  it('asks for the limits again where they may have changed', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    world.limits = () => Promise.resolve({ ...limits, access_token_required: true });
    const done = session.getState().generate();
    await world.settle();
    world.lastEdit().fail(new EditError({ ...connectionFailure, kind: 'token', status: 401 }));
    await done;
    await world.settle();
    expect(session.getState().limits?.access_token_required).toBe(true);
  });

  it('also fails if the mask cannot be encoded', async () => {
    const world = new FakeWorld();
    world.encodeMask = () => Promise.reject(new Error('out of memory'));
    const session = await readySession(world);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await session.getState().generate();
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
    expect(session.getState().job).toMatchObject({
      state: 'failed',
      failure: { kind: 'server', status: null },
    });
  });
});

describe('cancel', () => {
  it('is at once, closes the request and ignores what still comes', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const done = session.getState().generate();
    await world.settle();
    const { options } = world.lastEdit();
    session.getState().cancel();
    expect(session.getState().job).toEqual({ state: 'cancelled' });
    expect(options.signal.aborted).toBe(true);
    options.onPhase?.({ phase: 'downloading' });
    world.lastEdit().answer();
    await done;
    expect(session.getState()).toMatchObject({ job: { state: 'cancelled' }, results: [], shownResult: null });
    expect(world.sleeping).toBe(1); // the timer of the next save; none for the queue
  });

  it('asks for nothing if it comes while the mask is encoded', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const done = session.getState().generate();
    session.getState().cancel();
    await done;
    expect([world.edits.length, session.getState().job.state]).toEqual([0, 'cancelled']);
  });

  it('lets the next edit begin before the old one has ended', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const first = session.getState().generate();
    session.getState().cancel();
    const second = session.getState().generate();
    await first;
    await world.settle();
    expect(session.getState().job).toMatchObject({ state: 'running', phase: 'uploading' });
    world.lastEdit().answer();
    await second;
    expect(session.getState().results.length).toBe(1);
  });

  it('does nothing without an edit', async () => {
    const session = await readySession();
    session.getState().cancel();
    expect(session.getState().job).toEqual({ state: 'idle' });
  });
});

describe('the queue', () => {
  it('is asked for every second while an edit waits, not while the tab is hidden', async () => {
    const world = new FakeWorld();
    let asked = 0;
    world.health = () => {
      asked++;
      return asked === 2
        ? Promise.reject(new EditError(connectionFailure))
        : Promise.resolve({ status: 'ok', queue: { running: 2, waiting: asked } });
    };
    const session = await readySession(world);
    const queue = () => {
      const { job } = session.getState();
      return job.state === 'running' ? job.queue : null;
    };
    const done = session.getState().generate();
    await world.pass(999);
    expect([asked, queue()]).toEqual([0, null]);
    await world.pass(1);
    expect([asked, queue()]).toEqual([1, { running: 2, waiting: 1 }]);
    await world.pass(1000);
    expect([asked, queue()]).toEqual([2, { running: 2, waiting: 1 }]);
    world.hidden = true;
    await world.pass(5000);
    expect(asked).toBe(2);
    world.hidden = false;
    await world.pass(1000);
    expect(queue()).toEqual({ running: 2, waiting: 3 });
    world.lastEdit().answer();
    await done;
    await world.pass(5000);
    expect(asked).toBe(3);
  });
});
