// What survives a reload, a crash of the tab and a second tab, and that it is gone when the user says so.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from './support/program';
import { scenePixel, scenePng } from './support/pictures';
import { launchBrowser, Visitor } from './support/visitor';

let program: Program;
let browser: Browser;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.start(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
});

const restoredText = 'Picture, mask and prompt of your last visit are back.';

/** Picture, mask and prompt; saved. */
async function worked(): Promise<Visitor> {
  const visitor = await Visitor.come(browser, program.page);
  await visitor.uploaded(scenePng(400, 300));
  await visitor.select({ x: 100, y: 100 }, { x: 200, y: 200 });
  await visitor.write('a red rose');
  await saved(visitor, 'a red rose');
  return visitor;
}

/** Waits until storage has the prompt, which is written with all else. */
async function saved(visitor: Visitor, prompt: string): Promise<void> {
  await visitor.page.evaluate(async (wanted) => {
    const read = () =>
      new Promise<unknown>((resolve) => {
        const opening = indexedDB.open('nanobanana');
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('session').objectStore('session').get('work');
          reading.onsuccess = () => resolve(reading.result);
          reading.onerror = () => resolve(null);
          database.close();
        };
      });
    const isThere = async () => ((await read()) as { prompt?: string } | undefined)?.prompt === wanted;
    while (!(await isThere())) await new Promise((next) => setTimeout(next, 20));
  }, prompt);
}

/** Does something in the page's database. */
async function inStorage(visitor: Visitor, values: Readonly<Record<string, unknown>>): Promise<void> {
  await visitor.page.evaluate(
    (entries) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('nanobanana');
        opening.onsuccess = () => {
          const database = opening.result;
          const store = database.transaction('session', 'readwrite').objectStore('session');
          for (const [key, value] of entries) store.put(value, key);
          store.transaction.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
    Object.entries(values),
  );
}

async function isBack(visitor: Visitor): Promise<void> {
  await visitor.page.getByText(restoredText).waitFor();
  await visitor.painting();
  expect(await visitor.prompt.inputValue()).toBe('a red rose');
  const shown = await visitor.shownPixels();
  for (const [x, y] of [
    [0, 0],
    [399, 299],
    [123, 45],
  ] as const)
    expect(shown.at(x, y)).toEqual(scenePixel(x, y));
  expect(await visitor.button('Generate').getAttribute('aria-disabled')).not.toBe('true');
  // The mask covers what it did: erasing just that leaves nothing.
  await visitor.page.keyboard.press('Control+Z');
  expect(await visitor.button('Generate').getAttribute('aria-disabled')).not.toBe('true');
}

describe('picture, mask and prompt', () => {
  it('are back after a reload', async () => {
    const visitor = await worked();
    await visitor.reload();
    await isBack(visitor);
    await visitor.leave();
  });

  it('are back after a crash of the tab', async () => {
    const visitor = await worked();
    const crashed = visitor.page.waitForEvent('crash');
    visitor.page.goto('chrome://crash').catch(() => {}); // never arrives
    await crashed;
    const next = await visitor.another();
    await isBack(next);
    await next.leave();
  });

  it('are those of the tab that wrote last', async () => {
    const first = await worked();
    const second = await first.another();
    await second.upload(scenePng(320, 280));
    await second.page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
    await second.page.getByText('320 × 280 pixels').waitFor();
    await second.write('a blue rose');
    await saved(second, 'a blue rose');
    await first.write('a red rose again');
    await saved(first, 'a red rose again');
    await first.write('a red rose');
    await saved(first, 'a red rose');
    await second.reload();
    await isBack(second);
    await second.leave();
  });

  it('are gone when the user starts over', async () => {
    const visitor = await worked();
    await visitor.reload();
    await visitor.page.getByText(restoredText).waitFor();
    await visitor.button('Start over').click();
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
    await visitor.stage.waitFor({ state: 'detached' });
    await visitor.reload();
    await visitor.page.getByText('Choose a picture to edit').waitFor();
    expect(await visitor.prompt.inputValue()).toBe('');
    expect(await visitor.stage.count()).toBe(0);
    await visitor.leave();
  });

  it.each([
    ['all of it is of another version', { work: { version: 99, prompt: 5 }, picture: 'none' }],
    ['the picture is none', { picture: { id: 'x', blob: 'text' } }],
  ])('are dropped where %s', async (_name, values) => {
    const visitor = await worked();
    await inStorage(visitor, values);
    await visitor.reload();
    await visitor.page.getByText('Choose a picture to edit').waitFor();
    await visitor.uploaded(scenePng(300, 300)); // it goes on
    await visitor.leave();
  });

  it('are not kept where the browser has no room, which is said', async () => {
    const visitor = await Visitor.come(browser, program.page);
    await visitor.page.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await visitor.uploaded(scenePng(300, 300));
    await visitor.page.getByText('This browser keeps nothing when the page is reloaded.').waitFor();
    await visitor.select({ x: 10, y: 10 }, { x: 60, y: 60 });
    await visitor.generated();
    await visitor.leave();
  });
});
