// The parts of a PNG or JPEG, without decoding a pixel: is the file whole, how large is the picture when upright, and
// may its colours go beyond sRGB?

import type { Size } from '../mask/geometry';
import { exifOrientation } from './exif';

export interface Structure extends Size {
  /** 1 to 8 as EXIF counts; width and height have it applied. */
  readonly orientation: number;
  /** A profile other than sRGB: its colours may lie outside sRGB. */
  readonly isWide: boolean;
}

/** Null for a file that is cut off, or no PNG. Bytes behind the end do not matter. */
export function pngStructure(bytes: Uint8Array): Structure | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: Size | null = null;
  let orientation = 1;
  let isWide = false;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = latin1(bytes, at + 4, 4);
    const begin = at + 8;
    const end = begin + length;
    if (end + 4 > bytes.length) return null;
    if (type === 'IHDR' && length >= 8)
      size = { width: view.getUint32(begin), height: view.getUint32(begin + 4) };
    if (type === 'eXIf') orientation = exifOrientation(bytes.subarray(begin, end));
    if (type === 'iCCP') isWide = !latin1(bytes, begin, Math.min(length, 79)).includes('sRGB');
    if (type === 'cICP' || type === 'cHRM') isWide = true;
    if (type === 'sRGB') isWide = false;
    if (type === 'IEND') return size && upright({ ...size, orientation, isWide });
    at = end + 4;
  }
  return null;
}

/** Null for a file that is cut off, or no JPEG. */
export function jpegStructure(bytes: Uint8Array): Structure | null {
  let found = { width: 0, height: 0, orientation: 1, isWide: false };
  for (let at = 2; at + 2 <= bytes.length;) {
    if (bytes[at] !== 0xff) {
      at = bytes.indexOf(0xff, at); // some writers leave bytes between segments
      if (at < 0) return null;
    }
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff || marker === 0x01 || isRestart(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0xd9) return found.width > 0 && found.height > 0 ? upright(found) : null;
    const length = uint16(bytes, at + 2);
    const next = at + 2 + length;
    if (length < 2 || next > bytes.length) return null;
    found = { ...found, ...segment(marker, bytes.subarray(at + 4, next)) };
    at = marker === 0xda ? endOfScan(bytes, next) : next;
  }
  return null;
}

// What a segment says of the picture.
function segment(marker: number, data: Uint8Array): Partial<Structure> {
  const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
  if (isFrame && data.length >= 5) return { height: uint16(data, 1), width: uint16(data, 3) };
  if (marker === 0xe1 && latin1(data, 0, 5) === 'Exif\0')
    return { orientation: exifOrientation(data.subarray(6)) };
  if (marker === 0xe2 && latin1(data, 0, 12) === 'ICC_PROFILE\0')
    return { isWide: !latin1(data, 14, data.length - 14).includes('sRGB') };
  return {};
}

// The first marker behind coded data that begins at `at`.
function endOfScan(bytes: Uint8Array, at: number): number {
  for (let i = bytes.indexOf(0xff, at); i >= 0; i = bytes.indexOf(0xff, i + 1)) {
    const next = bytes[i + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return i;
  }
  return bytes.length;
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

function upright(found: Structure): Structure {
  const { width, height, orientation } = found;
  return orientation >= 5 ? { ...found, width: height, height: width } : found;
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function latin1(bytes: Uint8Array, at: number, length: number): string {
  const end = Math.min(at + length, at + 8192); // an argument each
  return String.fromCharCode(...bytes.subarray(at, end));
}
