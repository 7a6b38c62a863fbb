import { describe, expect, it } from 'vitest';
import type { StoreApi } from 'zustand/vanilla';
import type { SessionState } from '../../src/state/session-types';
import { FakeWorld, readySession } from './fake-world';

async function generate(world: FakeWorld, session: StoreApi<SessionState>): Promise<string> {
  const done = session.getState().generate();
  await world.settle();
  world.lastEdit().answer();
  await done;
  return session.getState().results[0]?.id ?? '';
}

describe('results', () => {
  it('come newest first, each with an id of its own', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const first = await generate(world, session);
    const second = await generate(world, session);
    expect(first).not.toBe(second);
    expect(session.getState().results.map(({ id }) => id)).toEqual([second, first]);
    session.getState().showResult(first);
    expect(session.getState().shownResult).toBe(first);
    session.getState().showResult('unknown');
    expect(session.getState().shownResult).toBeNull();
  });

  it('give their URLs back when they are removed', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const id = await generate(world, session);
    expect(world.liveUrls.size).toBe(2);
    session.getState().removePicture();
    expect(world.liveUrls.size).toBe(2); // the result still shows its original
    session.getState().removeResult(id);
    expect(world.liveUrls.size).toBe(0);
    expect(session.getState().shownResult).toBeNull();
  });

  it('can be made again with another seed, with the same picture and mask', async () => {
    const world = new FakeWorld();
    world.seeds = [9, 9, 10];
    const session = await readySession(world);
    const id = await generate(world, session);
    session.getState().setPrompt('another');
    session.getState().setSettings({ strength: 0.1 });
    session.getState().removePicture();
    const done = session.getState().retryWithAnotherSeed(id);
    await world.settle();
    const { request } = world.lastEdit();
    expect(request).toMatchObject({ seed: 10, prompt: 'a rose', strength: 0.8, imageName: 'picture.jpg' });
    expect([await request.image.text(), await request.mask.text()]).toEqual(['picture', 'mask']);
    world.lastEdit().answer();
    await done;
    expect(session.getState().results.map(({ seed }) => seed)).toEqual([10, 9]);
  });

  it('leave a locked seed alone when they are made again', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    session.getState().setSettings({ seed: 1 });
    const id = await generate(world, session);
    void session.getState().retryWithAnotherSeed(id);
    await world.settle();
    expect(world.lastEdit().request.seed).toBe(4711);
    expect(session.getState().settings.seed).toBe(1);
  });

  it('become the next picture, with or without the mask', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const id = await generate(world, session);
    const { editor } = session.getState();
    await session.getState().useAsInput(id, true);
    expect(await session.getState().picture?.blob.text()).toBe('result');
    expect(session.getState()).toMatchObject({
      editor,
      maskIsEmpty: false,
      canUndo: true,
      shownResult: null,
    });
    await session.getState().useAsInput(id, false);
    expect(session.getState()).toMatchObject({ maskIsEmpty: true, canUndo: false });
    expect(session.getState().editor).not.toBe(editor);
  });

  it('give back their settings', async () => {
    const world = new FakeWorld();
    world.seeds = [123];
    const session = await readySession(world);
    session.getState().setSettings({ strength: 0.25, guidanceScale: 15 });
    const id = await generate(world, session);
    session.getState().setPrompt('another');
    session.getState().setSettings({ strength: 1, guidanceScale: 1 });
    session.getState().restoreSettings(id);
    expect(session.getState().prompt).toBe('a rose');
    expect(session.getState().settings).toEqual({
      seed: 123,
      seedLocked: true,
      strength: 0.25,
      guidanceScale: 15,
    });
  });
});
