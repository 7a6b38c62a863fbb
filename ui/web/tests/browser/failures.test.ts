// Everything that can go wrong with an edit that costs money, against a service of our own (support/fake-provider.ts):
// what is said, that nothing is lost, and that the next edit works.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeProvider, paintedColour, type Behaviour } from './support/fake-provider';
import { Program, type Environment } from './support/program';
import { difference, scenePng } from './support/pictures';
import { launchBrowser, Visitor } from './support/visitor';

let provider: FakeProvider;
let program: Program;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  provider = new FakeProvider();
  await provider.start();
  [program, browser] = await Promise.all([Program.start(provider.environment), launchBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await program.stop();
  await provider.stop();
});

beforeEach(async () => {
  provider.behaviour = 'paint';
  provider.requests.length = 0;
  provider.aborted = 0;
  visitor = await ready(program);
});

afterEach(() => visitor.leave());

/** All is there for an edit. */
async function ready(of: Program): Promise<Visitor> {
  const visitor = await Visitor.come(browser, of.page);
  await visitor.uploaded(scenePng(400, 300));
  await visitor.select({ x: 100, y: 100 }, { x: 200, y: 200 });
  await visitor.write('a red rose');
  return visitor;
}

async function withProgram(
  environment: Environment,
  work: (visitor: Visitor) => Promise<void>,
): Promise<void> {
  const other = await Program.start({ ...provider.environment, ...environment });
  const visitor = await ready(other);
  await work(visitor);
  await visitor.leave();
  await other.stop();
}

/** The failure's text; picture, mask and prompt are as they were. */
async function failed(by = visitor): Promise<string> {
  await by.failure.waitFor();
  expect(await by.prompt.inputValue()).toBe('a red rose');
  expect(await by.button('Undo').getAttribute('aria-disabled')).not.toBe('true');
  await by.stage.waitFor();
  return by.failure.innerText();
}

async function worksAgain(): Promise<void> {
  provider.behaviour = 'paint';
  await visitor.generated();
  const { picture } = await visitor.download();
  expect(difference(picture.at(150, 150), paintedColour)).toBeLessThan(40);
}

describe('an edit by a service', () => {
  it('gets the prompt, the seed and the settings', async () => {
    await visitor.write('  a red rose\n');
    await visitor.page.getByRole('spinbutton', { name: 'Seed' }).fill('1234');
    await visitor.page.getByRole('spinbutton', { name: 'Strength' }).fill('0.5');
    await visitor.page.getByRole('spinbutton', { name: 'Guidance scale' }).fill('9');
    await visitor.page.keyboard.press('Tab');
    await visitor.generated();
    const [request] = provider.requests;
    expect(request).toMatchObject({ prompt: 'a red rose', seed: 1234, strength: 0.5, guidance_scale: 9 });
    const { picture } = await visitor.download();
    expect(difference(picture.at(150, 150), paintedColour)).toBeLessThan(40);
  });

  it('wants a prompt, counted in code points', async () => {
    const { page } = visitor;
    await visitor.write('');
    expect(await visitor.button('Generate').getAttribute('aria-disabled')).toBe('true');
    await visitor.write('🌹'.repeat(500));
    await page.getByText('500/500').waitFor();
    expect(await visitor.button('Generate').getAttribute('aria-disabled')).not.toBe('true');
    await visitor.write('🌹'.repeat(501));
    await page.getByText('1 character too many').waitFor();
    expect(await visitor.button('Generate').getAttribute('aria-disabled')).toBe('true');
  });
});

describe('an edit that the service fails', () => {
  it('is said, and the next one works', async () => {
    provider.behaviour = { status: 400, message: 'The prompt is against our rules' };
    await visitor.generate();
    expect(await failed()).toMatch(/^Error: .*against our rules/);
    await visitor.button('Dismiss').first().click();
    await visitor.failure.waitFor({ state: 'detached' });
    await worksAgain();
  });

  // The server does not ask such a service again for a while: each has a server of its own.
  it.each<[string, Behaviour, RegExp]>([
    ['the key is wrong', { status: 401, message: 'no' }, /Error: Invalid NanoBanana API key/],
    [
      'it wants a long wait',
      { status: 429, message: 'Slow down', headers: { 'Retry-After': '900' } },
      /You can try again in (900|8\d\d) seconds/,
    ],
  ])('is said when %s', (_name, behaviour, text) =>
    withProgram({}, async (other) => {
      provider.behaviour = behaviour;
      await other.generate();
      await failed(other);
      expect(await other.page.locator('.failure').innerText()).toMatch(text);
    }),
  );
});

describe('an edit that the server refuses', () => {
  it('counts down what it has to wait for', () =>
    withProgram({ RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_RPM: '2', RATE_LIMIT_BURST: '1' }, async (other) => {
      await other.generated();
      await other.button('Back to the mask').click();
      await other.generate();
      expect(await failed(other)).toContain('Error: Rate limit exceeded');
      const wait = other.page.getByText(/You can try again in \d+ seconds?/);
      const seconds = async () => Number(/\d+/.exec(await wait.innerText())?.[0]);
      const first = await seconds();
      expect(first).toBeGreaterThan(1);
      expect(first).toBeLessThanOrEqual(30);
      expect(await other.button('Try again').getAttribute('aria-disabled')).toBe('true');
      await expect.poll(seconds, { timeout: 20_000 }).toBeLessThan(first);
    }));

  it('asks for the access token where there are any', () =>
    withProgram({ API_TOKENS: 'open-sesame' }, async (other) => {
      await other.generate();
      expect(await failed(other)).toContain('Error: ');
      await other.page.getByLabel('Access token').fill('open-sesame');
      await other.generated();
      await other.reload();
      expect(await other.page.getByLabel('Access token').inputValue()).toBe('open-sesame');
    }));

  it('is led to the field that is at fault', async () => {
    const cases = [
      [413, '<html><h1>413</h1></html>', 'The picture has more bytes', '1. Upload Image'],
      [422, json(422, 'Mask dimensions 1x1', 'mask'), 'Mask dimensions 1x1', '2. Draw Mask'],
      [422, json(422, 'The prompt has 600 characters', 'prompt'), 'has 600 characters', '3. Enter Prompt'],
    ] as const;
    for (const [status, body, message, step] of cases) {
      await answering({ status, body }, async () => expect(await failed()).toContain(message));
      const region = visitor.page.getByRole('region', { name: step });
      await region.locator('.notice-error, [aria-invalid=true]').first().waitFor();
    }
  });

  it('says something helpful, whatever stands between page and server', async () => {
    for (const [status, body, message] of [
      [502, '<html>Bad Gateway</html>', 'cannot be understood (status 502)'],
      [503, json(503, 'The queue is full', null), 'The queue is full'],
      [504, json(504, 'The edit took longer than 120 seconds', null), 'longer than 120 seconds'],
      [500, json(500, 'Internal server error', null), 'Internal server error'],
      [403, json(403, 'Origin not allowed', null), 'Origin not allowed'],
      [200, '<html>Log in to this network</html>', 'cannot be understood (status 200)'],
      [200, '', 'cannot be understood (status 200)'],
    ] as const)
      await answering({ status, body }, async () => expect(await failed()).toContain(message));
    await visitor.button('Try again').click();
    await visitor.compare.waitFor();
  });
});

async function answering(answer: { status: number; body: string }, work: () => Promise<void>): Promise<void> {
  await visitor.page.route('**/api/edit', (route) => route.fulfill(answer));
  if (await visitor.failure.isVisible()) await visitor.button('Dismiss').first().click();
  await visitor.generate();
  await work();
  await visitor.page.unroute('**/api/edit');
}

function json(status: number, message: string, field: string | null): string {
  return JSON.stringify({
    success: false,
    error_message: message,
    error_code: status === 500 ? 'INTERNAL_ERROR' : `HTTP_${status}`,
    request_id: 'r-1',
    detail: field === null ? [] : [{ loc: ['body', field], msg: message, type: 'value_error' }],
  });
}

describe('cancel', () => {
  it.each(['the button', 'Escape'])('by %s is at once, and the service sees it', async (how) => {
    provider.behaviour = 'hang';
    await visitor.generate();
    await provider.until(() => provider.requests.length === 1);
    if (how === 'Escape') await visitor.page.keyboard.press('Escape');
    else await visitor.button('Cancel').click();
    await visitor.page.getByText('Cancelled. Picture and mask are as before.').first().waitFor();
    await provider.until(() => provider.aborted === 1);
    await worksAgain();
  });
});

describe('a server that goes away', () => {
  it('while an edit runs is said, and used again when it is back', async () => {
    provider.behaviour = 'hang';
    await visitor.generate();
    await provider.until(() => provider.requests.length === 1);
    await program.kill();
    expect(await failed()).toContain('Error: The server does not answer.');
    await program.restart();
    await worksAgain();
  });

  it('before the page has its limits is asked again', async () => {
    const page = await visitor.context.newPage();
    await page.route('**/api/limits', (route) => route.abort());
    await page.goto(program.page);
    await page.getByText('The server does not answer; asking again').first().waitFor();
    await page.unroute('**/api/limits');
    await page.getByText(/^Engine:/).waitFor();
    await page.close();
  });
});

describe('while an edit waits', () => {
  it('the page shows the time and how many are before it', async () => {
    provider.behaviour = 'hang';
    const queue = { running: 2, waiting: 3 };
    await visitor.page.route('**/api/health', (route) => route.fulfill({ json: { status: 'ok', queue } }));
    await visitor.generate();
    await visitor.page.getByRole('timer').first().waitFor();
    await visitor.page
      .getByText(/edits? before yours/)
      .first()
      .waitFor();
    await visitor.button('Cancel').click();
    await provider.until(() => provider.aborted === 1);
  });
});
