// Small files made by hand: what the page reads of them is their frame, not their pixels.

export function bytesOf(...parts: (string | readonly number[] | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const all = parts.flatMap((part) =>
    typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : [...part],
  );
  return new Uint8Array(all);
}

const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const uint16 = (value: number) => [value >>> 8, value & 255];

export function pngChunk(type: string, data: readonly number[] | Uint8Array = []): Uint8Array {
  return bytesOf(uint32(data.length), type, data, [0, 0, 0, 0]); // nobody reads the CRC here
}

export function png(width: number, height: number, ...chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const head = pngChunk('IHDR', [...uint32(width), ...uint32(height), 8, 2, 0, 0, 0]);
  const all = [head, ...chunks, pngChunk('IDAT', [1, 2, 3]), pngChunk('IEND')];
  return bytesOf('\x89PNG\r\n\x1a\n', ...all);
}

export function segment(marker: number, data: readonly number[] | Uint8Array): Uint8Array {
  return bytesOf([0xff, marker], uint16(data.length + 2), data);
}

/** A frame with some coded data, in which 0xff stands before 0 and before restart markers. */
export function jpeg(width: number, height: number, ...segments: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const frame = segment(0xc0, [8, ...uint16(height), ...uint16(width), 1, 1, 0x11, 0]);
  const scan = segment(0xda, [1, 1, 0, 0, 63, 0]);
  const coded = [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56];
  return bytesOf([0xff, 0xd8], ...segments, frame, scan, coded, [0xff, 0xd9]);
}

/** A TIFF header and one directory with the orientation as its second entry. */
export function exif(orientation: number, littleEndian = true): Uint8Array {
  const two = (value: number) => (littleEndian ? uint16(value).reverse() : uint16(value));
  const four = (value: number) => (littleEndian ? uint32(value).reverse() : uint32(value));
  const entry = (tag: number, value: number) => [...two(tag), ...two(3), ...four(1), ...two(value), 0, 0];
  const entries = [...entry(0x0100, 7), ...entry(0x0112, orientation)];
  return bytesOf(littleEndian ? 'II' : 'MM', two(42), four(8), two(2), entries, four(0));
}

export const exifSegment = (orientation: number, littleEndian = true) =>
  segment(0xe1, bytesOf('Exif\0\0', exif(orientation, littleEndian)));
