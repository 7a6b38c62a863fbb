// A server in the test's hands: what was asked is recorded, the answer is given when the test says so.

import {
  abortError,
  ConnectionError,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from '../../src/api/transport';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BlobPart;
  readonly type?: string;
}

export function response(answer: Answer): TransportResponse {
  const headers = new Map(
    Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    status: answer.status ?? 200,
    header: (name) => headers.get(name.toLowerCase()) ?? null,
    body: new Blob(answer.body === undefined ? [] : [answer.body], { type: answer.type ?? '' }),
  };
}

export function answering(answer: Answer | 'lost'): { transport: Transport; requests: TransportRequest[] } {
  const requests: TransportRequest[] = [];
  const transport: Transport = (request) => {
    requests.push(request);
    if (request.signal?.aborted === true) return Promise.reject(abortError());
    return answer === 'lost' ? Promise.reject(new ConnectionError()) : Promise.resolve(response(answer));
  };
  return { transport, requests };
}

/** The smallest bytes that have the frame of a PNG: its head with the size, and its end. */
export function pngFrame(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + 25 + 12);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  bytes.set([8, 2, 0, 0, 0], 24);
  bytes.set([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82], 33);
  return bytes;
}

export const limitsJson = {
  image: {
    types: ['image/png', 'image/jpeg'],
    max_bytes: 10_485_760,
    min_dimension: 256,
    max_dimension: 2048,
  },
  mask: { types: ['image/png'], max_bytes: 10_485_760 },
  prompt: { max_characters: 500 },
  seed: { min: 0, max: 2_147_483_647 },
  strength: { min: 0, max: 1, default: 0.8 },
  guidance_scale: { min: 1, max: 20, default: 7.5 },
  max_body_bytes: 22_000_000,
  request_timeout_seconds: 120,
  engine: 'nanobanana',
  mode: 'live',
  access_token_required: false,
  version: '1.0.0',
} as const;
