// What a file is, by its first bytes: names and declared types are often wrong.

import type { PictureFormat } from './types';

/** How many bytes formatOf() looks at. */
export const signatureLength = 64;

const signatures: readonly (readonly [PictureFormat, number, string])[] = [
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['jpeg', 0, '\xff\xd8\xff'],
  ['gif', 0, 'GIF87a'],
  ['gif', 0, 'GIF89a'],
  ['webp', 8, 'WEBP'],
  ['bmp', 0, 'BM'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  ['pdf', 0, '%PDF-'],
];

const brands: Readonly<Record<string, PictureFormat>> = {
  avif: 'avif',
  avis: 'avif',
  heic: 'heic',
  heix: 'heic',
  hevc: 'heic',
  hevx: 'heic',
  heim: 'heic',
  heis: 'heic',
  mif1: 'heic', // any HEIF; AVIF as well, which then says so among the compatible brands
  msf1: 'heic',
};

/** Null for what is no picture that the page knows. */
export function formatOf(head: Uint8Array): PictureFormat | null {
  const text = String.fromCharCode(...head.subarray(0, signatureLength));
  if (text.startsWith('ftyp', 4)) return isoFormat(text);
  const found = signatures.find(([, at, signature]) => text.startsWith(signature, at));
  if (found === undefined) return null;
  const [format] = found;
  return format === 'webp' && !text.startsWith('RIFF') ? null : format;
}

// ISO base media: the brand, a version, then the compatible brands, four characters each.
function isoFormat(text: string): PictureFormat | null {
  const names = [text.slice(8, 12)];
  for (let at = 16; at + 4 <= text.length; at += 4) names.push(text.slice(at, at + 4));
  const formats = names.map((name) => brands[name]);
  if (formats.includes('avif')) return 'avif';
  return formats[0] ?? null;
}

export const mediaTypes = { png: 'image/png', jpeg: 'image/jpeg' } as const;
