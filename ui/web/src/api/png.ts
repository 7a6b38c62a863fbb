// Whether bytes are a whole PNG, by its chunks; no pixel is decoded.

import type { Size } from '../mask/geometry';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const endChunk = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]; // IEND with its CRC

/** The picture's size; 'no_png' for other bytes; 'cut_off' for the beginning of a PNG. */
export async function readPngSize(blob: Blob): Promise<Size | 'no_png' | 'cut_off'> {
  const head = await bytesOf(blob.slice(0, 24));
  const begins = head.length > 0 && signature.every((byte, i) => i >= head.length || head[i] === byte);
  if (!begins) return 'no_png';
  const end = await bytesOf(blob.slice(-endChunk.length));
  if (blob.size < 24 + endChunk.length || !endChunk.every((byte, i) => end[i] === byte)) return 'cut_off';
  const view = new DataView(head.buffer);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}
