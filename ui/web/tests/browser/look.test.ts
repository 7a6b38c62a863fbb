// What the page is like in each of its states: no violation of the rules that axe knows, in both themes; its languages.
// NB_SCREENSHOTS=folder keeps pictures of them, which the README shows.

import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { de } from '../../src/i18n/de';
import { en } from '../../src/i18n/en';
import { zh } from '../../src/i18n/zh';
import { FakeProvider } from './support/fake-provider';
import { Program } from './support/program';
import { scenePng } from './support/pictures';
import { desktop, launchBrowser, phone, Visitor } from './support/visitor';

const folder = process.env['NB_SCREENSHOTS'];

let provider: FakeProvider;
let live: Program;
let demo: Program;
let browser: Browser;

beforeAll(async () => {
  provider = new FakeProvider();
  await provider.start();
  [live, demo, browser] = await Promise.all([
    Program.start({ ...provider.environment, API_TOKENS: 'a,b' }),
    Program.start(),
    launchBrowser(),
  ]);
});

afterAll(async () => {
  await browser.close();
  await Promise.all([live.stop(), demo.stop(), provider.stop()]);
});

const themes = ['light', 'dark'] as const;

/** Whether the README shows it: each state once, the demo in both themes. */
function isShown(state: string, theme: string): boolean {
  return state.includes('demo') || theme === (state.startsWith('desktop') ? 'light' : 'dark');
}

/** Looks at a state in both themes. */
async function look(visitor: Visitor, state: string): Promise<void> {
  const { page } = visitor;
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await visitor.frame();
    expect(await violations(visitor), `${state}, ${theme}`).toEqual([]);
    if (folder === undefined || !isShown(state, theme)) continue;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `web-${state}-${theme}.jpg`), type: 'jpeg', quality: 75 });
  }
}

async function violations(visitor: Visitor): Promise<string[]> {
  // By the DevTools protocol, which the page's CSP does not stop.
  const isThere = await visitor.page.evaluate(() => 'axe' in window);
  if (!isThere) await visitor.page.evaluate(axe.source);
  const results = await visitor.page.evaluate(async () => {
    const { axe: rules } = window as unknown as { axe: typeof import('axe-core') };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return rules.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  });
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}

describe.each<[string, BrowserContextOptions]>([
  ['desktop', desktop],
  ['phone', phone],
])('on a %s', (device, options) => {
  it('no state breaks a rule', async () => {
    const visitor = await Visitor.come(browser, live.page, options);
    const at = (state: string) => look(visitor, `${device}-${state}`);
    await at('empty');
    await visitor.upload(scenePng(100, 100, 'small.png'));
    await visitor.page.getByText('The picture is too small').waitFor();
    await at('refused');
    await visitor.button('Try the sample picture').click();
    await visitor.painting();
    await at('picture');
    await visitor.drag([
      { x: 480, y: 420 },
      { x: 560, y: 440 },
      { x: 640, y: 430 },
    ]);
    await visitor.write('a small red boat with a white sail');
    await at('mask');

    await visitor.generate();
    await visitor.failure.waitFor(); // no access token
    await at('token');
    await visitor.page.getByLabel('Access token').fill('a');
    provider.behaviour = 'hang';
    await visitor.generate();
    await visitor.button('Cancel').waitFor();
    await provider.until(() => provider.requests.length > 0);
    await at('running');
    await visitor.button('Cancel').click();
    await at('cancelled');

    provider.behaviour = 'paint';
    await visitor.generated();
    await at('result');
    await visitor.page.getByRole('radio', { name: 'Side by side' }).click();
    await visitor.button('Retry with another seed').click();
    await visitor.history.nth(1).waitFor();
    await at('side');
    await visitor.button('Keyboard shortcuts').click();
    await visitor.page.getByRole('dialog').waitFor();
    await at('keys');
    await visitor.page.keyboard.press('Escape');
    await visitor.button('Remove picture').click();
    await visitor.page.getByRole('dialog').waitFor();
    await at('question');
    await visitor.leave();
  });
});

describe.each([
  ['desktop', desktop],
  ['phone', phone],
])('the demo on a %s', (device, options) => {
  it('breaks no rule either, and says that it needs no prompt', async () => {
    const visitor = await Visitor.come(browser, demo.page, options);
    await visitor.button('Try the sample picture').click();
    await visitor.painting();
    await visitor.page.getByText(en.prompt.local).waitFor();
    await visitor.stage.scrollIntoViewIfNeeded();
    // Over the buoy, from its top downwards.
    await visitor.page.getByRole('spinbutton', { name: 'Brush size' }).fill('90');
    await visitor.stage.scrollIntoViewIfNeeded();
    await visitor.drag(
      [360, 400, 440, 480].flatMap((y) => [
        { x: 380, y },
        { x: 425, y: y + 20 },
      ]),
    );
    await look(visitor, `${device}-demo-mask`);
    await visitor.generated();
    const wipe = visitor.page.getByRole('slider', { name: en.result.handle });
    for (let i = 0; i < 4; i++) await wipe.press('ArrowLeft'); // to the left of the buoy
    expect(Number(await wipe.getAttribute('aria-valuenow'))).toBeLessThan(50);
    await look(visitor, `${device}-demo-result`);
    await visitor.reload();
    await visitor.page.getByText(en.restored.text).waitFor();
    await look(visitor, `${device}-demo-restored`);
    await visitor.leave();
  });
});

describe('the language', () => {
  it.each([
    ['de-DE', 'de', de],
    ['zh-CN', 'zh', zh],
    ['fr-FR', 'en', en],
  ] as const)('of a browser in %s is %s', async (locale, code, texts) => {
    const visitor = await Visitor.come(browser, demo.page, { ...desktop, locale }, texts.header.demo);
    expect(await visitor.page.evaluate(() => document.documentElement.lang)).toMatch(new RegExp(`^${code}`));
    for (const { heading } of [texts.upload, texts.mask, texts.prompt, texts.settings])
      await visitor.page.getByRole('heading', { name: heading }).waitFor();
    expect(await violations(visitor)).toEqual([]);
    await visitor.leave();
  });

  it('and the theme are chosen, and kept', async () => {
    const visitor = await Visitor.come(browser, demo.page);
    const { page } = visitor;
    await page.getByRole('combobox', { name: en.header.theme }).selectOption('dark');
    const colour = () => page.evaluate(() => getComputedStyle(document.body).color);
    const dark = await colour();
    await page.getByRole('combobox', { name: en.header.language }).selectOption('de');
    await page.getByRole('heading', { name: de.upload.heading }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: de.upload.heading }).waitFor();
    expect(await colour()).toBe(dark);
    await page.getByRole('combobox', { name: de.header.theme }).selectOption('light');
    expect(await colour()).not.toBe(dark);
    await visitor.leave();
  });
});
