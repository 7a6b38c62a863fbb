// From an answer that is no success to a Failure. The body is JSON as docs/api.md says, or whatever a proxy between
// page and server has put there.

import type { Failure } from '../state/types';
import type { TransportResponse } from './transport';

type Field = NonNullable<Failure['field']>;

const fields: readonly Field[] = ['image', 'mask', 'prompt', 'seed', 'strength', 'guidance_scale'];

export const connectionFailure: Failure = {
  kind: 'network',
  message: '',
  status: null,
  field: null,
  retryAt: null,
  requestId: null,
};

/** `now`: milliseconds since the epoch. Never rejects. */
export async function failureOf(response: TransportResponse, now: number): Promise<Failure> {
  const { status } = response;
  const body = await jsonObject(response.body);
  return {
    kind: kindOf(status),
    message: textOf(body['error_message']) ?? '',
    status,
    field: fieldOf(body['detail']) ?? (status === 413 ? 'image' : null), // the mask and the texts are small
    retryAt: retryTime(response.header('Retry-After'), body['retry_after'], now),
    requestId: textOf(body['request_id']) ?? response.header('X-Request-ID'),
  };
}

/** An answer that says success and has no picture in it. */
export function misunderstood(response: TransportResponse): Failure {
  return {
    ...connectionFailure,
    kind: 'server',
    status: response.status,
    requestId: response.header('X-Request-ID'),
  };
}

function kindOf(status: number): Failure['kind'] {
  const known: Readonly<Record<number, Failure['kind']>> = {
    401: 'token',
    403: 'origin',
    404: 'server', // nothing of this server answers there
    405: 'server',
    408: 'timeout',
    429: 'rate_limit',
    502: 'provider',
    503: 'busy',
    504: 'timeout',
  };
  return known[status] ?? (status >= 400 && status < 500 ? 'invalid' : 'server');
}

/** Milliseconds since the epoch; null: nothing was said that can be understood. */
export function retryTime(header: string | null, seconds: unknown, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return now + Number(text) * 1000;
  // A date of HTTP begins with the day's name (Date.parse would take much else) and is GMT, although not all say so.
  const date = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text.replace(/( GMT)?$/, ' GMT')) : NaN;
  if (!Number.isNaN(date)) return Math.max(date, now);
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0
    ? now + seconds * 1000
    : null;
}

function fieldOf(detail: unknown): Field | null {
  if (!Array.isArray(detail)) return null;
  for (const entry of detail as unknown[]) {
    const place = isObject(entry) ? entry['loc'] : null;
    const found = Array.isArray(place) ? fields.find((field) => place.includes(field)) : undefined;
    if (found !== undefined) return found;
  }
  return null;
}

async function jsonObject(body: Blob): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(await body.text());
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
