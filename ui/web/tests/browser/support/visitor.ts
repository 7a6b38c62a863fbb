// Somebody who uses the page: what the tests do is said in their terms, found by role and accessible name. Everything
// that goes wrong in the page unnoticed (errors, the console, the CSP) fails the test at its end.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  type Locator,
  type Page,
} from 'playwright-core';
import type { TestFile } from './pictures';
import { pixels, type Pixels } from './pictures';

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, locale: 'en-US' };
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: 'en-US',
};

export interface Spot {
  readonly x: number;
  readonly y: number;
}

function chromiumPath(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path));
  return process.env['NB_CHROMIUM'] ?? found ?? '/usr/bin/chromium';
}

/** NB_CHROMIUM, or the `chromium` of the PATH. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-color-profile=srgb',
    ],
  });
}

export class Visitor {
  /** What went wrong in the page. */
  readonly problems: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
    private readonly connectedText: string | RegExp,
  ) {}

  /** `connected`: a text of the page that has its limits. */
  static async come(
    browser: Browser,
    url: string,
    options = desktop,
    connected: string | RegExp = /^(Demo:|Engine:)/,
  ): Promise<Visitor> {
    const context = await browser.newContext({ ...options, acceptDownloads: true });
    return Visitor.open(context, url, connected);
  }

  /** In another tab of the same browser, or again after a crash. */
  static async open(
    context: BrowserContext,
    url: string,
    connected: string | RegExp = /^(Demo:|Engine:)/,
  ): Promise<Visitor> {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000); // for machines that do much else
    const visitor = new Visitor(context, page, url, connected);
    visitor.watch();
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
      });
    });
    await page.goto(url);
    await visitor.connected();
    return visitor;
  }

  async leave(): Promise<void> {
    await this.context.close();
    if (this.problems.length > 0) throw new Error(`The page has problems:\n${this.problems.join('\n')}`);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.connected();
  }

  another(): Promise<Visitor> {
    return Visitor.open(this.context, this.url);
  }

  devtools(): Promise<CDPSession> {
    return this.context.newCDPSession(this.page);
  }

  // The steps

  async upload(picture: TestFile): Promise<void> {
    await this.page.getByTestId('file-input').setInputFiles(picture);
  }

  async uploaded(picture: TestFile): Promise<void> {
    await this.upload(picture);
    await this.painting();
  }

  /** The picture is there, to paint on. */
  async painting(): Promise<void> {
    await this.stage.waitFor();
    await this.stage.locator('img').evaluate(async (image: HTMLImageElement) => image.decode());
  }

  async choose(tool: 'Brush' | 'Eraser' | 'Rectangle' | 'Lasso' | 'Hand'): Promise<void> {
    await this.page.getByRole('radio', { name: tool }).click();
  }

  /** A drag of the pointer along the spots, in picture pixels. */
  async drag(spots: readonly Spot[], button: 'left' | 'right' = 'left'): Promise<void> {
    const places = await this.onScreen(spots);
    const [first] = places;
    if (first === undefined) return;
    const { mouse } = this.page;
    await mouse.move(first.x, first.y);
    await mouse.down({ button });
    for (const place of places.slice(1)) await mouse.move(place.x, place.y, { steps: 4 });
    await mouse.up({ button });
  }

  /** Selects a rectangle with its tool. */
  async select(from: Spot, to: Spot): Promise<void> {
    await this.choose('Rectangle');
    await this.drag([from, to]);
  }

  async write(prompt: string): Promise<void> {
    await this.prompt.fill(prompt);
  }

  async generate(): Promise<void> {
    await this.button('Generate').click();
  }

  async generated(): Promise<void> {
    const before = await this.history.count();
    await this.generate();
    await this.history.nth(before).waitFor();
    await this.compare.waitFor();
  }

  /** The downloaded result. */
  async download(): Promise<{ readonly name: string; readonly picture: Pixels }> {
    const link = this.page.getByRole('link', { name: 'Download' });
    const [download] = await Promise.all([this.page.waitForEvent('download'), link.click()]);
    return { name: download.suggestedFilename(), picture: pixels(await readFile(await download.path())) };
  }

  // What is on the page

  get stage(): Locator {
    return this.page.getByTestId('stage');
  }

  get compare(): Locator {
    return this.page.getByTestId('compare');
  }

  get history(): Locator {
    return this.page.getByTestId('history').getByRole('listitem');
  }

  get prompt(): Locator {
    return this.page.getByRole('textbox', { name: 'Prompt' });
  }

  get failure(): Locator {
    return this.page.getByRole('alert').filter({ hasText: 'Error:' });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  }

  /** Where spots of the picture are on the screen. */
  async onScreen(spots: readonly Spot[], picture = this.stage.locator('img').first()): Promise<Spot[]> {
    const place = await picture.evaluate((image: HTMLImageElement) => {
      const { x, y, width, height } = image.getBoundingClientRect();
      return { x, y, scaleX: width / image.naturalWidth, scaleY: height / image.naturalHeight };
    });
    return spots.map(({ x, y }) => ({ x: place.x + x * place.scaleX, y: place.y + y * place.scaleY }));
  }

  /** What has been changed is on the screen. */
  async frame(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }

  /** The picture on the stage as this browser decodes it, upright. */
  async shownPixels(picture = this.stage.locator('img').first()): Promise<Pixels> {
    const url = await picture.evaluate((image: HTMLImageElement) => {
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/png');
    });
    return pixels(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  }

  async screenshot(): Promise<Pixels> {
    return pixels(await this.page.screenshot());
  }

  private async connected(): Promise<void> {
    await this.page.getByText(this.connectedText).first().waitFor();
  }

  private watch(): void {
    this.page.on('pageerror', (error) => this.problems.push(`uncaught: ${error.stack ?? error.message}`));
    this.page.on('console', (message) => {
      if (message.type() !== 'error') return;
      // Chromium itself writes each answer that is no success; those of the API are what some tests are about.
      const isAnswer = message.text().startsWith('Failed to load resource');
      if (isAnswer && message.location().url.includes('/api/')) return;
      this.problems.push(`console: ${message.text()} (${message.location().url})`);
    });
  }
}
