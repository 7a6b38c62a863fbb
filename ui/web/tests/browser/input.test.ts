// The same edit without a pointer, and with fingers on a phone.

import type { Browser, CDPSession, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from './support/program';
import { difference, scenePixel, scenePng } from './support/pictures';
import { launchBrowser, phone, Visitor, type Spot } from './support/visitor';

let program: Program;
let browser: Browser;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.start(), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
});

describe('the keyboard alone', () => {
  it('makes a whole edit', async () => {
    const visitor = await Visitor.come(browser, program.page);
    const { page } = visitor;
    const { keyboard } = page;
    await tabTo(visitor, visitor.button('Try the sample picture'));
    await keyboard.press('Enter');
    await visitor.painting();

    await keyboard.press('r');
    await tabTo(visitor, visitor.stage);
    await keyboard.press('Enter');
    for (let i = 0; i < 3; i++) await keyboard.press('Shift+ArrowRight');
    for (let i = 0; i < 4; i++) await keyboard.press('ArrowDown');
    await page.getByText('Rectangle of 150 × 40 pixels', { exact: true }).waitFor();
    await keyboard.press('Enter');
    await page.getByText('Rectangle of 150 × 40 pixels added to the mask').waitFor();

    await tabTo(visitor, visitor.prompt);
    await keyboard.type('calm water');
    await keyboard.press('Control+Enter');
    await visitor.compare.waitFor();
    const link = page.getByRole('link', { name: 'Download' });
    await tabTo(visitor, link);
    const [download] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('inpainted-image.png');
    await visitor.leave();
  });

  it('opens a dialog, stays within it, and comes back to where it was', async () => {
    const visitor = await Visitor.come(browser, program.page);
    const button = visitor.button('Keyboard shortcuts');
    await tabTo(visitor, button);
    await visitor.page.keyboard.press('Enter');
    const dialog = visitor.page.getByRole('dialog');
    await dialog.waitFor();
    for (let i = 0; i < 4; i++) {
      await visitor.page.keyboard.press('Tab');
      // The body stands for the browser's own controls.
      const isWithin = (element: Element) =>
        element.contains(document.activeElement) || document.activeElement === document.body;
      expect(await dialog.evaluate(isWithin)).toBe(true);
    }
    await visitor.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await isFocused(button)).toBe(true);
    await visitor.leave();
  });

  async function tabTo(visitor: Visitor, target: Locator) {
    for (let i = 0; i < 80; i++) {
      if (await isFocused(target)) return;
      await visitor.page.keyboard.press('Tab');
    }
    throw new Error('Tab does not lead there');
  }

  function isFocused(target: Locator): Promise<boolean> {
    return target.first().evaluate((element) => element === document.activeElement);
  }
});

describe('a phone', () => {
  it('draws with one finger, zooms and moves with two, and makes the edit', async () => {
    const visitor = await Visitor.come(browser, program.page, phone);
    const { page } = visitor;
    await visitor.uploaded(scenePng(400, 300));
    await visitor.stage.scrollIntoViewIfNeeded();
    const touch = new Touch(await visitor.devtools());
    const scroll = () => page.evaluate(() => [window.scrollY, window.visualViewport?.scale]);
    const before = await scroll();

    const line = [
      { x: 120, y: 120 },
      { x: 180, y: 150 },
      { x: 240, y: 150 },
    ];
    await touch.drag([await visitor.onScreen(line)]);
    await visitor.frame();
    expect(await visitor.button('Undo').getAttribute('aria-disabled')).not.toBe('true');

    // The fingers part from 80 to 160: twice as large, and the place between them stays.
    const middle = { x: 200, y: 150 };
    const [at] = await visitor.onScreen([middle]);
    const size = await width(visitor);
    await touch.drag(apart(at ?? middle, 40, 80));
    await visitor.frame();
    const [after] = await visitor.onScreen([middle]);
    expect((await width(visitor)) / size).toBeCloseTo(2, 1);
    expect(Math.hypot((after?.x ?? 0) - (at?.x ?? 0), (after?.y ?? 0) - (at?.y ?? 0))).toBeLessThan(8);

    const [from] = await visitor.onScreen([middle]);
    await touch.drag([-30, 30].map((dx) => shifted(from ?? middle, dx, 0, 40, 25)));
    await visitor.frame();
    const [to] = await visitor.onScreen([middle]);
    expect([(to?.x ?? 0) - (from?.x ?? 0), (to?.y ?? 0) - (from?.y ?? 0)].map(Math.round)).toEqual([40, 25]);
    expect(await scroll()).toEqual(before);

    await visitor.generated();
    const { picture } = await visitor.download();
    const isSame = ({ x, y }: Spot) => difference(picture.at(x, y), scenePixel(x, y)) === 0;
    expect(
      [
        { x: 10, y: 10 },
        { x: 390, y: 290 },
        { x: 200, y: 250 },
        { x: 150, y: 50 },
      ].every(isSame),
    ).toBe(true);
    expect(isSame({ x: 210, y: 150 }) && isSame({ x: 150, y: 135 })).toBe(false);
    await visitor.leave();
  });

  it('has no need to scroll sideways, neither with large text', async () => {
    const visitor = await Visitor.come(browser, program.page, phone);
    await visitor.uploaded(scenePng(400, 300));
    const overflow = () =>
      visitor.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
    expect(await overflow()).toBe(0);
    await visitor.page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await visitor.frame();
    expect(await overflow()).toBe(0);
    await visitor.button('Generate').scrollIntoViewIfNeeded();
    await visitor.leave();
  });

  async function width(visitor: Visitor): Promise<number> {
    const box = await visitor.stage.locator('img').first().boundingBox();
    return box?.width ?? 0;
  }
});

/** Two fingers on both sides of a place. */
function apart(at: Spot, from: number, to: number): Spot[][] {
  const steps = Array.from({ length: 9 }, (_, i) => from + ((to - from) * i) / 8);
  return [steps.map((by) => ({ x: at.x - by, y: at.y })), steps.map((by) => ({ x: at.x + by, y: at.y }))];
}

function shifted(at: Spot, dx: number, dy: number, byX: number, byY: number): Spot[] {
  return Array.from({ length: 9 }, (_, i) => ({
    x: at.x + dx + (byX * i) / 8,
    y: at.y + dy + (byY * i) / 8,
  }));
}

/** Fingers, by the DevTools protocol. */
class Touch {
  constructor(private readonly devtools: CDPSession) {}

  /** Each finger goes along its places, all at once. */
  async drag(fingers: readonly (readonly Spot[])[]): Promise<void> {
    const steps = Math.max(...fingers.map((places) => places.length));
    for (let i = 0; i < steps; i++) {
      const touchPoints = fingers.map((places, id) => ({
        ...(places[i] ?? places.at(-1) ?? { x: 0, y: 0 }),
        id,
      }));
      await this.devtools.send('Input.dispatchTouchEvent', {
        type: i === 0 ? 'touchStart' : 'touchMove',
        touchPoints,
      });
    }
    await this.devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
}
