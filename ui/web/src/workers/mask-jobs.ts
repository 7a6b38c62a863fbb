// What takes longer than a frame, in a worker: the mask as PNG, and moving its edge.

import type { Rect } from '../mask/geometry';
import type { Mask } from '../mask/mask';
import type { MaskReply, MaskRequest } from './mask-protocol';
import { packed, type PackedMask } from './packed-mask';

/** Disc radius at most, in pixels. */
export const maxGrowRadius = 500;

interface PendingCall {
  resolve(reply: MaskReply): void;
  reject(reason: Error): void;
}

/** Starts its worker at the first call. All promises reject with an Error if the worker fails. */
export class MaskJobs {
  private worker: Worker | null = null;
  private readonly pending = new Map<number, PendingCall>();
  private lastId = 0;
  private disposed = false;

  constructor(private readonly startWorker: () => Worker = startMaskWorker) {}

  /** image/png of the mask's size, 8-bit grey. */
  async encodePng(mask: Mask): Promise<Blob> {
    const reply = await this.call(mask, (id, from) => ({ id, kind: 'encode', mask: from }));
    if (reply.kind !== 'encoded') {
      throw new Error('The worker answers another question.');
    }
    return reply.png;
  }

  /**
   * The mask with its edge moved outwards by a disc of this radius, or inwards if it is negative: the samples within
   * `rect`, row-major; elsewhere it is 0. Rejects with RangeError if the radius is above maxGrowRadius.
   */
  async grow(mask: Mask, radius: number): Promise<{ rect: Rect; samples: Uint8Array }> {
    if (!(Math.abs(radius) <= maxGrowRadius)) {
      throw new RangeError(`The radius is ${radius} pixels, allowed are 0 to ${maxGrowRadius}.`);
    }
    const reply = await this.call(mask, (id, from) => ({ id, kind: 'grow', mask: from, radius }));
    if (reply.kind !== 'grown') {
      throw new Error('The worker answers another question.');
    }
    return { rect: reply.rect, samples: reply.samples };
  }

  /** Ends the worker. Pending calls, and later ones, reject with AbortError. */
  dispose(): void {
    this.disposed = true;
    this.stop(abortError());
  }

  private call(mask: Mask, request: (id: number, from: PackedMask) => MaskRequest): Promise<MaskReply> {
    return new Promise<MaskReply>((resolve, reject) => {
      if (this.disposed) {
        throw abortError();
      }
      this.worker ??= this.start();
      const from = packed(mask);
      const id = ++this.lastId;
      this.worker.postMessage(request(id, from), [from.samples.buffer]);
      this.pending.set(id, { resolve, reject });
    });
  }

  private start(): Worker {
    const worker = this.startWorker();
    worker.onmessage = ({ data }: MessageEvent<MaskReply>) => {
      const call = this.pending.get(data.id);
      this.pending.delete(data.id);
      if (data.kind === 'failed') {
        call?.reject(new Error(data.message));
      } else {
        call?.resolve(data);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.stop(new Error(event.message || 'The worker for masks did not start.'));
    };
    worker.onmessageerror = () => this.stop(new Error('An answer of the worker for masks cannot be read.'));
    return worker;
  }

  /** The next call starts another worker. */
  private stop(reason: Error): void {
    this.worker?.terminate();
    this.worker = null;
    const calls = [...this.pending.values()];
    this.pending.clear();
    for (const call of calls) {
      call.reject(reason);
    }
  }
}

function startMaskWorker(): Worker {
  return new Worker(new URL('./mask-worker.ts', import.meta.url), { type: 'module' });
}

function abortError(): DOMException {
  return new DOMException('The worker for masks has been ended.', 'AbortError');
}
