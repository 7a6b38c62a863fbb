// The requests of the page. All go to where the page came from. A request fails with EditError, or with the
// DOMException "AbortError" when its signal says so; nothing else is thrown.

import type { Size } from '../mask/geometry';
import type { Failure, QueueState } from '../state/types';
import { connectionFailure, failureOf, isObject, misunderstood } from './failure';
import { parseLimits, type Limits } from './limits';
import { readPngSize } from './png';
import {
  ConnectionError,
  xhrTransport,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from './transport';
import { EditError, type EditAnswer, type EditOptions, type EditRequest, type Health } from './types';

export { EditError, type EditAnswer, type EditOptions, type EditRequest, type Health } from './types';

const smallRequestTimeout = 10_000; // milliseconds; the edit itself has the server's deadline

const visibleAscii = /^[!-~]+$/; // else no header can hold it
const unusableToken: Failure = { ...connectionFailure, kind: 'token' };

export async function fetchLimits(signal?: AbortSignal, transport = xhrTransport): Promise<Limits> {
  const response = await getJson('api/limits', signal, transport);
  const limits = parseLimits(response.value);
  if (limits === null) throw new EditError(misunderstood(response.raw));
  return limits;
}

export async function fetchHealth(signal?: AbortSignal, transport = xhrTransport): Promise<Health> {
  const { value } = await getJson('api/health', signal, transport);
  const status = isObject(value) && value['status'] === 'degraded' ? 'degraded' : 'ok';
  return { status, queue: isObject(value) ? queueOf(value['queue']) : null };
}

/**
 * Without Idempotency-Key: an edit with a key is finished, and paid for, although its client has left, and Cancel
 * means that it is not.
 */
export async function requestEdit(
  request: EditRequest,
  options: EditOptions,
  transport = xhrTransport,
): Promise<EditAnswer> {
  const { signal, token, onPhase } = options;
  if (token !== undefined && !visibleAscii.test(token)) throw new EditError(unusableToken);
  const response = await send(transport, {
    method: 'POST',
    url: 'api/edit',
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    body: formOf(request),
    signal,
    onUpload: (uploaded) => onPhase?.(uploaded < 1 ? { phase: 'uploading', uploaded } : { phase: 'waiting' }),
    onResponse: () => onPhase?.({ phase: 'downloading' }),
  });
  if (response.status !== 200) throw new EditError(await failureOf(response, Date.now()));
  const size = await pictureSize(response);
  return {
    ...size,
    blob:
      response.body.type === 'image/png' ? response.body : new Blob([response.body], { type: 'image/png' }),
    engine: response.header('X-Engine') ?? '',
    requestId: response.header('X-Request-ID'),
    seconds: secondsOf(response.header('X-Processing-Time')),
  };
}

function formOf(request: EditRequest): FormData {
  const form = new FormData();
  form.append('image', request.image, request.imageName);
  form.append('mask', request.mask, 'mask.png');
  form.append('prompt', request.prompt);
  form.append('seed', String(request.seed));
  form.append('strength', String(request.strength));
  form.append('guidance_scale', String(request.guidanceScale));
  return form;
}

// A proxy that gives up in the middle can end the body as if it were whole.
async function pictureSize(response: TransportResponse): Promise<Size> {
  const read = await readPngSize(response.body);
  if (read === 'cut_off') throw new EditError(connectionFailure);
  if (read === 'no_png') throw new EditError(misunderstood(response));
  return read;
}

async function getJson(url: string, signal: AbortSignal | undefined, transport: Transport) {
  const request = { method: 'GET', url, headers: { Accept: 'application/json' }, signal } as const;
  const raw = await send(transport, { ...request, timeout: smallRequestTimeout });
  if (raw.status !== 200) throw new EditError(await failureOf(raw, Date.now()));
  try {
    const value: unknown = JSON.parse(await raw.body.text());
    return { raw, value };
  } catch {
    throw new EditError(misunderstood(raw)); // a proxy's or a router's page
  }
}

async function send(transport: Transport, request: TransportRequest): Promise<TransportResponse> {
  try {
    return await transport(request);
  } catch (error) {
    if (error instanceof ConnectionError) throw new EditError(connectionFailure);
    throw error;
  }
}

function queueOf(value: unknown): QueueState | null {
  if (!isObject(value)) return null;
  const { running, waiting } = value;
  return typeof running === 'number' && typeof waiting === 'number' ? { running, waiting } : null;
}

function secondsOf(header: string | null): number | null {
  const value = header === null || header.trim() === '' ? NaN : Number(header);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
