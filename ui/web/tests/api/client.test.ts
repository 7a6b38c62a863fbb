import { describe, expect, it } from 'vitest';
import { EditError, fetchHealth, fetchLimits, requestEdit, type EditRequest } from '../../src/api/client';
import type { EditPhase } from '../../src/api/types';
import type { Failure } from '../../src/state/types';
import { answering, limitsJson, pngFrame, type Answer } from './fake-transport';

const request: EditRequest = {
  image: new Blob([new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3])], { type: 'image/jpeg' }),
  imageName: 'a "quoted" name.jpg',
  mask: new Blob(['mask'], { type: 'image/png' }),
  prompt: 'a red rose\nin a vase',
  seed: 2147483647,
  strength: 0.35,
  guidanceScale: 12,
};

async function failureFrom(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EditError)) throw new Error('no EditError');
  return error.failure;
}

function editFailure(answer: Answer | 'lost'): Promise<Failure> {
  const { signal } = new AbortController();
  return failureFrom(requestEdit(request, { signal }, answering(answer).transport));
}

describe('an edit', () => {
  it('sends the form of docs/api.md, the picture byte for byte', async () => {
    const { transport, requests } = answering({ body: pngFrame(640, 480) });
    await requestEdit(request, { signal: new AbortController().signal, token: 'secret' }, transport);
    const [sent] = requests;
    expect(sent?.method).toBe('POST');
    expect(sent?.url).toBe('api/edit');
    expect(sent?.headers).toEqual({ Authorization: 'Bearer secret' });
    const form = sent?.body ?? new FormData();
    expect([...form.keys()]).toEqual(['image', 'mask', 'prompt', 'seed', 'strength', 'guidance_scale']);
    const image = form.get('image') as File;
    expect(image.type).toBe('image/jpeg');
    expect(image.name).toBe('a "quoted" name.jpg');
    expect([...new Uint8Array(await image.arrayBuffer())]).toEqual([0xff, 0xd8, 0xff, 1, 2, 3]);
    const mask = form.get('mask') as File;
    expect([mask.name, mask.type, await mask.text()]).toEqual(['mask.png', 'image/png', 'mask']);
    expect(form.get('prompt')).toBe('a red rose\nin a vase');
    expect([form.get('seed'), form.get('strength'), form.get('guidance_scale')]).toEqual([
      '2147483647',
      '0.35',
      '12',
    ]);
  });

  it('sends no Idempotency-Key: with one, the server would finish an edit that was cancelled', async () => {
    const { transport, requests } = answering({ body: pngFrame(1, 1) });
    await requestEdit(request, { signal: new AbortController().signal }, transport);
    expect(requests[0]?.headers).toEqual({});
  });

  it('returns the picture with what the headers say', async () => {
    const headers = { 'X-Engine': 'gemini', 'X-Request-ID': 'abc-1', 'X-Processing-Time': '3.25' };
    const { transport } = answering({ body: pngFrame(640, 480), type: 'image/png', headers });
    const answer = await requestEdit(request, { signal: new AbortController().signal }, transport);
    expect(answer).toMatchObject({
      width: 640,
      height: 480,
      engine: 'gemini',
      requestId: 'abc-1',
      seconds: 3.25,
    });
    expect(answer.blob.type).toBe('image/png');
    expect(answer.blob.size).toBe(45);
  });

  it('does without the headers', async () => {
    const { transport } = answering({ body: pngFrame(640, 480), headers: { 'X-Processing-Time': 'soon' } });
    const answer = await requestEdit(request, { signal: new AbortController().signal }, transport);
    expect(answer).toMatchObject({ engine: '', requestId: null, seconds: null });
    expect(answer.blob.type).toBe('image/png');
  });

  it('tells the phases', async () => {
    const phases: EditPhase[] = [];
    const { requests, transport } = answering({ body: pngFrame(1, 1) });
    const options = {
      signal: new AbortController().signal,
      onPhase: (phase: EditPhase) => phases.push(phase),
    };
    await requestEdit(request, options, transport);
    requests[0]?.onUpload?.(0.5);
    requests[0]?.onUpload?.(1);
    requests[0]?.onResponse?.();
    expect(phases).toEqual([
      { phase: 'uploading', uploaded: 0.5 },
      { phase: 'waiting' },
      { phase: 'downloading' },
    ]);
  });

  it('passes a cancellation on as AbortError', async () => {
    const controller = new AbortController();
    controller.abort();
    const edit = requestEdit(request, { signal: controller.signal }, answering({}).transport);
    await expect(edit).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says that a token is unusable which no header can hold', async () => {
    const { transport, requests } = answering({});
    const options = { signal: new AbortController().signal, token: 'schlüssel' };
    expect((await failureFrom(requestEdit(request, options, transport))).kind).toBe('token');
    expect(requests).toEqual([]);
  });
});

describe('an edit that fails', () => {
  const refusal = (status: number, message: string, more: object = {}): Answer => ({
    status,
    type: 'application/json',
    body: JSON.stringify({
      success: false,
      error_message: message,
      error_code: `HTTP_${status}`,
      request_id: 'r-1',
      ...more,
    }),
  });

  it.each([
    [400, 'invalid'],
    [401, 'token'],
    [403, 'origin'],
    [404, 'server'],
    [405, 'server'],
    [408, 'timeout'],
    [411, 'invalid'],
    [413, 'invalid'],
    [415, 'invalid'],
    [422, 'invalid'],
    [429, 'rate_limit'],
    [500, 'server'],
    [502, 'provider'],
    [503, 'busy'],
    [504, 'timeout'],
    [599, 'server'],
    [302, 'server'],
  ] as const)('names the kind of status %i: %s', async (status, kind) => {
    const failure = await editFailure(refusal(status, 'the reason'));
    expect(failure).toMatchObject({ kind, status, message: 'the reason', requestId: 'r-1', retryAt: null });
  });

  it.each(['image', 'mask', 'prompt', 'seed', 'strength', 'guidance_scale'] as const)(
    'names the field %s',
    async (field) => {
      const detail = [{ loc: ['body', field], msg: 'wrong', type: 'value_error' }];
      expect((await editFailure(refusal(422, 'wrong', { detail }))).field).toBe(field);
    },
  );

  it('names the first field that it knows', async () => {
    const detail = [null, { loc: 'body' }, { loc: ['body', 'other'] }, { loc: ['body', 'seed'] }];
    expect((await editFailure(refusal(422, 'wrong', { detail }))).field).toBe('seed');
  });

  it('names the picture where a body is too large, also when a proxy says so', async () => {
    expect(await editFailure({ status: 413, body: '<html>413</html>', type: 'text/html' })).toMatchObject({
      kind: 'invalid',
      field: 'image',
      message: '',
    });
  });

  it.each([
    ['a page of a proxy', '<html><body>502 Bad Gateway</body></html>'],
    ['nothing', ''],
    ['JSON that is no object', '[1,2]'],
    ['JSON of another program', '{"error_message":7,"detail":{},"request_id":[]}'],
    ['half of a JSON object', '{"error_message":"NanoBanana API un'],
  ])('does with %s as body', async (_name, body) => {
    const failure = await editFailure({ status: 502, body, headers: { 'X-Request-ID': 'r-2' } });
    expect(failure).toEqual({
      kind: 'provider',
      message: '',
      status: 502,
      field: null,
      retryAt: null,
      requestId: 'r-2',
    });
  });

  it('is a matter of the connection when no whole answer came', async () => {
    expect(await editFailure('lost')).toMatchObject({ kind: 'network', status: null, message: '' });
    const whole = pngFrame(640, 480);
    expect(await editFailure({ body: whole.slice(0, 44) })).toMatchObject({ kind: 'network' });
    expect(await editFailure({ body: whole.slice(0, 5) })).toMatchObject({ kind: 'network' });
  });

  it('is the server’s fault when success brings no PNG', async () => {
    const page = { body: '<!doctype html><title>Log in</title>', type: 'text/html' };
    expect(await editFailure(page)).toMatchObject({ kind: 'server', status: 200 });
    expect(await editFailure({ body: '' })).toMatchObject({ kind: 'server', status: 200 });
    expect(await editFailure({ status: 204 })).toMatchObject({ kind: 'server', status: 204 });
  });
});

describe('the small requests', () => {
  it('read the limits', async () => {
    const { transport, requests } = answering({ body: JSON.stringify(limitsJson) });
    expect(await fetchLimits(undefined, transport)).toEqual(limitsJson);
    expect(requests[0]).toMatchObject({ method: 'GET', url: 'api/limits' });
  });

  it.each([
    ['another object', '{"success":true}'],
    ['null', 'null'],
    ['a page', '<!doctype html>'],
    ['a limit that is a text', JSON.stringify({ ...limitsJson, prompt: { max_characters: '500' } })],
  ])('take no %s for limits', async (_name, body) => {
    expect(await failureFrom(fetchLimits(undefined, answering({ body }).transport))).toMatchObject({
      kind: 'server',
      status: 200,
    });
  });

  it('say why the limits cannot be read', async () => {
    expect((await failureFrom(fetchLimits(undefined, answering('lost').transport))).kind).toBe('network');
    const busy = answering({ status: 503, headers: { 'Retry-After': '5' } });
    expect((await failureFrom(fetchLimits(undefined, busy.transport))).kind).toBe('busy');
  });

  it('read the queue of /api/health', async () => {
    const body = JSON.stringify({ status: 'degraded', queue: { running: 2, waiting: 7, limit: 64 } });
    expect(await fetchHealth(undefined, answering({ body }).transport)).toEqual({
      status: 'degraded',
      queue: { running: 2, waiting: 7 },
    });
    const older = answering({ body: '{"status":"ok"}' });
    expect(await fetchHealth(undefined, older.transport)).toEqual({ status: 'ok', queue: null });
  });
});
