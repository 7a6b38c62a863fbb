// A service that speaks the NanoBanana wire format (NANOBANANA_URL) and does what a test wants.

import { decode, encode } from 'fast-png';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProviderRequest {
  readonly prompt: string;
  readonly seed: number | undefined;
  readonly strength: number;
  readonly guidance_scale: number;
  readonly image: string;
  readonly mask: string;
}

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Paint the selection in this colour, refuse, or never answer. */
export type Behaviour = 'paint' | 'hang' | Refusal;

export const paintedColour = [255, 0, 255] as const;

export class FakeProvider {
  behaviour: Behaviour = 'paint';
  readonly requests: ProviderRequest[] = [];
  aborted = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      this.requests.push(JSON.parse(Buffer.concat(parts).toString('utf8')) as ProviderRequest);
      this.answer(outgoing);
      this.note();
    });
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) this.aborted++;
      this.note();
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  get environment() {
    const { port } = this.server.address() as AddressInfo;
    return {
      NANOBANANA_URL: `http://127.0.0.1:${port}/v1/inpaint`,
      NANOBANANA_KEY: 'a-key-of-the-tests',
      NANOBANANA_PROVIDER: 'nanobanana',
    };
  }

  /** Resolves as soon as it is true; asked after each request and each abort. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((wake) => this.waiting.push(wake));
  }

  async stop(): Promise<void> {
    await new Promise((done) => {
      this.server.close(done);
      this.server.closeAllConnections();
    });
  }

  private note(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }

  private answer(outgoing: ServerResponse): void {
    const { behaviour } = this;
    if (behaviour === 'hang') return;
    if (behaviour === 'paint') {
      const request = this.requests.at(-1);
      outgoing.writeHead(200, { 'Content-Type': 'image/png' });
      outgoing.end(request === undefined ? Buffer.alloc(0) : painted(request));
    } else {
      outgoing.writeHead(behaviour.status, { 'Content-Type': 'application/json', ...behaviour.headers });
      outgoing.end(JSON.stringify({ error: behaviour.message }));
    }
  }
}

function painted(request: ProviderRequest): Uint8Array {
  const image = decode(Buffer.from(request.image, 'base64'));
  const mask = decode(Buffer.from(request.mask, 'base64'));
  for (let i = 0; i < image.width * image.height; i++) {
    if ((mask.data[i * mask.channels] ?? 0) === 0) continue;
    paintedColour.forEach((value, channel) => (image.data[i * image.channels + channel] = value));
  }
  return encode(image);
}
