// Runs in a worker: answers MaskJobs.

import { grown } from './grow';
import type { MaskReply, MaskRequest } from './mask-protocol';
import { unpacked } from './packed-mask';
import { encodedPng } from './png';

self.onmessage = ({ data }: MessageEvent<MaskRequest>) => {
  try {
    answer(data);
  } catch (error) {
    post(
      { id: data.id, kind: 'failed', message: error instanceof Error ? error.message : String(error) },
      [],
    );
  }
};

function answer(request: MaskRequest): void {
  const { id } = request;
  const mask = unpacked(request.mask);
  if (request.kind === 'encode') {
    const png = new Blob([encodedPng(mask)], { type: 'image/png' });
    post({ id, kind: 'encoded', png }, []);
  } else {
    const { rect, samples } = grown(mask, request.radius);
    post({ id, kind: 'grown', rect, samples }, [samples.buffer]);
  }
}

function post(reply: MaskReply, transfer: Transferable[]): void {
  self.postMessage(reply, { transfer });
}
