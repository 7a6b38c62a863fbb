import { describe, expect, it } from 'vitest';
import { MaskEditor } from '../../src/mask/mask-editor';
import { grown } from '../../src/workers/grow';
import { MaskJobs } from '../../src/workers/mask-jobs';
import type { MaskReply, MaskRequest } from '../../src/workers/mask-protocol';
import { answered } from '../../src/workers/mask-answer';
import { decodedGreyPng } from './png-reader';

/** Stands for a worker: keeps the requests, answers when told. */
class FakeWorker {
  readonly requests: MaskRequest[] = [];
  isTerminated = false;
  onmessage: ((event: { data: MaskReply }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;
  onmessageerror: (() => void) | null = null;

  postMessage(request: MaskRequest, transfer: Transferable[]): void {
    this.requests.push(structuredClone(request, { transfer }));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** As the real one does. */
  answer(request: MaskRequest | undefined): void {
    if (request !== undefined) {
      this.onmessage?.({ data: answered(request).reply });
    }
  }
}

function jobsWithWorkers(): { jobs: MaskJobs; workers: FakeWorker[] } {
  const workers: FakeWorker[] = [];
  const jobs = new MaskJobs(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { jobs, workers };
}

function selection(): MaskEditor {
  const editor = new MaskEditor({ width: 200, height: 150 });
  editor.selectRectangle({ x: 120, y: 20, width: 30, height: 10 }, 'add');
  return editor;
}

describe('MaskJobs', () => {
  it('starts one worker, at the first call', async () => {
    const { jobs, workers } = jobsWithWorkers();
    expect(workers).toHaveLength(0);
    const { mask } = selection();
    const calls = [jobs.grow(mask, 3), jobs.encodePng(mask), jobs.grow(mask, -2)] as const;
    expect(workers).toHaveLength(1);
    const worker = workers[0];
    // In any order.
    for (const i of [1, 2, 0]) {
      worker?.answer(worker.requests[i]);
    }
    expect(await calls[0]).toEqual(grown(mask, 3));
    expect(await calls[2]).toEqual(grown(mask, -2));
    const png = await calls[1];
    expect(png.type).toBe('image/png');
    const { samples } = decodedGreyPng(new Uint8Array(await png.arrayBuffer()));
    expect(Buffer.compare(samples, mask.readRect({ x: 0, y: 0, width: 200, height: 150 }))).toBe(0);
    expect(workers).toHaveLength(1);
  });

  it('sends the mask as it is at the call, and leaves it whole', async () => {
    const { jobs, workers } = jobsWithWorkers();
    const editor = selection();
    const call = jobs.grow(editor.mask, 1);
    editor.clear();
    editor.undo();
    editor.invert();
    workers[0]?.answer(workers[0].requests[0]);
    expect(await call).toEqual(grown(selection().mask, 1));
    expect(editor.mask.sample(0, 0)).toBe(255);
  });

  it('rejects with what fails in the worker', async () => {
    const { jobs, workers } = jobsWithWorkers();
    const call = jobs.encodePng(selection().mask);
    const worker = workers[0];
    worker?.onmessage?.({ data: { id: 1, kind: 'failed', message: 'no memory' } });
    await expect(call).rejects.toThrow('no memory');
    const next = jobs.grow(selection().mask, 2);
    worker?.answer(worker.requests[1]);
    await expect(next).resolves.toBeDefined();
    expect(workers).toHaveLength(1);
  });

  it('rejects all calls when the worker dies, and starts another one for the next', async () => {
    const { jobs, workers } = jobsWithWorkers();
    const calls = [jobs.encodePng(selection().mask), jobs.grow(selection().mask, 2)];
    workers[0]?.onerror?.({ message: '', preventDefault: () => undefined });
    for (const call of calls) {
      await expect(call).rejects.toThrow('did not start');
    }
    expect(workers[0]?.isTerminated).toBe(true);
    const next = jobs.grow(selection().mask, 2);
    expect(workers).toHaveLength(2);
    workers[1]?.answer(workers[1].requests[0]);
    await expect(next).resolves.toEqual(grown(selection().mask, 2));
    const unread = jobs.encodePng(selection().mask);
    workers[1]?.onmessageerror?.();
    await expect(unread).rejects.toThrow('cannot be read');
  });

  it('rejects when no worker can be started', async () => {
    const jobs = new MaskJobs(() => {
      throw new Error('no workers here');
    });
    await expect(jobs.encodePng(selection().mask)).rejects.toThrow('no workers here');
  });

  it('rejects with AbortError when it is disposed of', async () => {
    const { jobs, workers } = jobsWithWorkers();
    const call = jobs.encodePng(selection().mask);
    jobs.dispose();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[0]?.isTerminated).toBe(true);
    await expect(jobs.grow(selection().mask, 1)).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers).toHaveLength(1);
    jobs.dispose();
  });

  it.each([NaN, Infinity, 501, -501])('refuses a radius of %d', async (radius) => {
    const { jobs, workers } = jobsWithWorkers();
    await expect(jobs.grow(selection().mask, radius)).rejects.toThrow(RangeError);
    expect(workers).toHaveLength(0);
  });
});
