import { describe, expect, it } from 'vitest';
import type { IntakeOutcome } from '../../src/intake/intake';
import type { IntakeFailure, Notice } from '../../src/intake/types';
import type { Limits } from '../../src/api/limits';
import { FakeWorld, limits, readySession, taken } from './fake-world';

const refusal: IntakeFailure = {
  reason: 'unsupported',
  name: 'a.heic',
  format: 'heic',
  size: null,
  minimum: null,
};
const scaledTo = (width: number, height: number, from: { width: number; height: number }): Notice => ({
  convertedFrom: null,
  scaledFrom: from,
  size: { width, height },
  recompressed: false,
  ignoredFiles: 0,
});

describe('taking a picture', () => {
  it('replaces picture and mask, and gives the old URL back', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const { editor, picture } = session.getState();
    await session.getState().takePicture(new Blob(['second']), 'second.png');
    expect(session.getState().picture).toMatchObject({ name: 'second.png', width: 640, height: 480 });
    expect(session.getState()).toMatchObject({ maskIsEmpty: true, canUndo: false, takingPicture: false });
    expect(session.getState().editor).not.toBe(editor);
    expect([...world.liveUrls]).toEqual([session.getState().picture?.url]);
    expect(world.liveUrls.has(picture?.url ?? '')).toBe(false);
  });

  it('keeps what is there when the file is refused', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const { editor, picture } = session.getState();
    world.takeIn = () => Promise.resolve({ state: 'refused', failure: refusal });
    await session.getState().takePicture(new Blob(['?']), 'a.heic');
    expect(session.getState()).toMatchObject({
      editor,
      picture,
      pictureFailure: refusal,
      maskIsEmpty: false,
    });
    session.getState().dismissPictureFailure();
    expect(session.getState().pictureFailure).toBeNull();
  });

  it('shows the last of several, whichever is read first', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const answers: ((outcome: IntakeOutcome) => void)[] = [];
    world.takeIn = () => new Promise((resolve) => answers.push(resolve));
    const first = session.getState().takePicture(new Blob(['1']), '1.png');
    const second = session.getState().takePicture(new Blob(['2']), '2.png');
    await world.settle();
    expect(session.getState().takingPicture).toBe(true);
    answers[1]?.(taken(new Blob(['2']), '2.png'));
    await second;
    answers[0]?.(taken(new Blob(['1']), '1.png'));
    await first;
    expect(session.getState()).toMatchObject({ picture: { name: '2.png' }, takingPicture: false });
  });

  it('is forgotten if the picture is removed while it is read', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const work = session.getState().takePicture(new Blob(['1']), '1.png');
    session.getState().removePicture();
    await work;
    expect(session.getState()).toMatchObject({ picture: null, editor: null, takingPicture: false });
  });

  it('takes the first of several files and says how many it passed over', async () => {
    const session = await readySession();
    // Node 18 has no File of its own.
    const files = ['a.png', 'b.png', 'c.png'].map((name) => Object.assign(new Blob(['x']), { name }) as File);
    await session.getState().takeFiles(files);
    expect(session.getState().picture?.name).toBe('a.png');
    expect(session.getState().pictureNotice).toMatchObject({ ignoredFiles: 2, scaledFrom: null });
    await session.getState().takeFiles(files.slice(1, 2));
    expect(session.getState().pictureNotice).toBeNull();
    await session.getState().takeFiles([]);
    expect(session.getState().picture?.name).toBe('b.png');
  });

  it('offers a sample', async () => {
    const session = await readySession();
    await session.getState().takeSample();
    expect(session.getState().picture?.name).toBe('sample.jpg');
  });

  it('keeps a mask of the same size if it is told to', async () => {
    const world = new FakeWorld();
    const session = await readySession(world);
    const { editor } = session.getState();
    await session.getState().takePicture(new Blob(['x']), 'x.png', editor ?? undefined);
    expect(session.getState().editor).toBe(editor);
    world.takeIn = (blob, name) => Promise.resolve(taken(blob, name, { width: 500, height: 500 }));
    await session.getState().takePicture(new Blob(['x']), 'x.png', editor ?? undefined);
    expect(session.getState().editor?.mask.size).toEqual({ width: 500, height: 500 });
    expect(session.getState().maskIsEmpty).toBe(true);
  });
});

describe('limits that come after the picture', () => {
  async function lateLimits(change: Partial<Limits['image']>) {
    const world = new FakeWorld();
    let answer: (value: Limits) => void = () => {};
    world.limits = () => new Promise((resolve) => (answer = resolve));
    const session = world.session();
    await session.getState().start();
    await session.getState().takePicture(new Blob(['picture']), 'picture.jpg');
    // Columns 100 to 199, rows 40 to 79.
    session.getState().editor?.selectRectangle({ x: 100, y: 40, width: 100, height: 40 }, 'add');
    const arrive = async () => {
      answer({ ...limits, image: { ...limits.image, ...change } });
      await world.settle();
    };
    return { world, session, arrive };
  }

  it('leave a picture alone that keeps them', async () => {
    const { session, arrive } = await lateLimits({});
    const { picture, editor } = session.getState();
    await arrive();
    expect(session.getState()).toMatchObject({ picture, editor, maskIsEmpty: false, pictureNotice: null });
  });

  it('scale one that is too large, and its mask with it', async () => {
    const { world, session, arrive } = await lateLimits({ max_dimension: 320 });
    const notice = scaledTo(320, 240, { width: 640, height: 480 });
    world.takeIn = (blob, name) => Promise.resolve(taken(blob, name, { width: 320, height: 240, notice }));
    await arrive();
    expect(session.getState().picture).toMatchObject({ width: 320, height: 240 });
    expect(session.getState().pictureNotice).toEqual(notice);
    expect(session.getState().editor?.mask.bounds()).toEqual({ x: 50, y: 20, width: 50, height: 20 });
    expect(session.getState().maskIsEmpty).toBe(false);
  });

  it('take one away that is too small, and say why', async () => {
    const { world, session, arrive } = await lateLimits({ min_dimension: 500 });
    world.takeIn = () => Promise.resolve({ state: 'refused', failure: refusal });
    await arrive();
    expect(session.getState()).toMatchObject({ picture: null, editor: null, pictureFailure: refusal });
  });
});
