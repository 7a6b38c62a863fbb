// What the worker for masks does with a request.

import { grown } from './grow';
import type { MaskReply, MaskRequest } from './mask-protocol';
import { unpacked } from './packed-mask';
import { encodedPng } from './png';

/** Never throws: what fails is a reply too. `transfer`: the buffers that go with the reply. */
export function answered(request: MaskRequest): { reply: MaskReply; transfer: Transferable[] } {
  const { id } = request;
  try {
    const mask = unpacked(request.mask);
    if (request.kind === 'encode') {
      const png = new Blob([encodedPng(mask)], { type: 'image/png' });
      return { reply: { id, kind: 'encoded', png }, transfer: [] };
    }
    const { rect, samples } = grown(mask, request.radius);
    return { reply: { id, kind: 'grown', rect, samples }, transfer: [samples.buffer] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { reply: { id, kind: 'failed', message }, transfer: [] };
  }
}
