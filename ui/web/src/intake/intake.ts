// From a file that the user gave to a picture that the server takes. A PNG or JPEG within the limits stays as it is,
// byte for byte; what is too large is scaled down, other formats that the browser can show are converted.

import type { Limits } from '../api/limits';
import type { Size } from '../mask/geometry';
import { formatOf, mediaTypes, signatureLength } from './signature';
import { jpegStructure, pngStructure, type Structure } from './structure';
import type { IntakeFailure, Notice, PictureFormat } from './types';

export interface TakenPicture extends Size {
  readonly state: 'taken';
  /** PNG or JPEG. */
  readonly blob: Blob;
  readonly name: string;
  /** Null: nothing was done to it. */
  readonly notice: Notice | null;
}

export type IntakeOutcome = TakenPicture | { readonly state: 'refused'; readonly failure: IntakeFailure };

export interface Encoding {
  readonly type: 'image/png' | 'image/jpeg';
  /** 0 to 1, of JPEG. */
  readonly quality?: number;
}

export interface DrawnPicture {
  isOpaque(): boolean;
  /** Null where it is too large for the browser. */
  encode(encoding: Encoding): Promise<Blob | null>;
  close(): void;
}

/** A picture that the browser can show; its size is that of the upright picture. */
export interface DecodedPicture extends Size {
  /** Scaled. isWide: keep colours outside sRGB. Null where it is too large for the browser. */
  draw(size: Size, isWide: boolean): DrawnPicture | null;
  close(): void;
}

/** Null for what cannot be decoded. */
export type Decoder = (blob: Blob) => Promise<DecodedPicture | null>;

const largestFile = 512 * 1024 * 1024; // bytes; more cannot be read in one piece everywhere
const largestPicture = 268_000_000; // pixels; decoded, a gigabyte
const jpegQuality = 0.92;
const maxAttempts = 8; // to get below the bytes that the server takes

/** Without limits (the server has not said them yet) nothing is scaled or refused for its size. Never rejects. */
export async function takeIn(
  file: Blob,
  name: string,
  limits: Limits | null,
  decode: Decoder,
): Promise<IntakeOutcome> {
  const refuse = (reason: IntakeFailure['reason'], facts: Partial<IntakeFailure> = {}): IntakeOutcome => ({
    state: 'refused',
    failure: { format: null, size: null, minimum: null, ...facts, reason, name },
  });
  try {
    if (file.size === 0) return refuse('empty');
    if (file.size > largestFile) return refuse('too_large');
    // A copy: the file itself may be changed or taken away before it is sent.
    const bytes = new Uint8Array(await file.arrayBuffer());
    const format = formatOf(bytes.subarray(0, signatureLength));
    if (format === null) return refuse('not_a_picture');
    const structure = structureOf(format, bytes);
    if (structure === 'damaged') return refuse('damaged', { format });
    if (structure !== null && structure.width * structure.height > largestPicture)
      return refuse('too_large', { format, size: sizeOf(structure) });
    const decoded = await decode(new Blob([bytes], { type: typeOf(format, file) }));
    if (decoded === null) return refuse(couldBeShown(format, structure), { format });
    try {
      return await fit({ bytes, name, format, structure, decoded, limits, refuse });
    } finally {
      decoded.close();
    }
  } catch (error) {
    console.warn('The file could not be read', error);
    return refuse('unreadable');
  }
}

interface Candidate {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly format: PictureFormat;
  readonly structure: Structure | null;
  readonly decoded: DecodedPicture;
  readonly limits: Limits | null;
  readonly refuse: (reason: IntakeFailure['reason'], facts?: Partial<IntakeFailure>) => IntakeOutcome;
}

async function fit(candidate: Candidate): Promise<IntakeOutcome> {
  const { bytes, name, format, structure, decoded, limits, refuse } = candidate;
  const own = sizeOf(decoded);
  const minimum = limits?.image.min_dimension ?? 1;
  if (Math.min(own.width, own.height) < minimum) return refuse('too_small', { format, size: own, minimum });
  const size = scaledDown(own, limits?.image.max_dimension ?? Infinity);
  if (Math.min(size.width, size.height) < minimum)
    return refuse('too_narrow', { format, size: own, minimum });

  const maxBytes = limits?.image.max_bytes ?? Infinity;
  const isSame = size.width === own.width && size.height === own.height;
  if (isSame && bytes.length <= maxBytes && isSentAsItIs(format, structure, own))
    return {
      state: 'taken',
      blob: new Blob([bytes], { type: mediaTypes[format] }),
      name,
      ...own,
      notice: null,
    };

  const made = await drawAndEncode(candidate, size, minimum, maxBytes);
  if (made === null) return refuse('too_large', { format, size: own });
  const scaled = made.size.width !== own.width || made.size.height !== own.height;
  const isConverted = format !== 'png' && format !== 'jpeg';
  const notice: Notice = {
    convertedFrom: isConverted ? format : null,
    scaledFrom: scaled ? own : null,
    size: made.size,
    recompressed: !scaled && !isConverted && bytes.length > maxBytes,
    ignoredFiles: 0,
  };
  const isSilent = !scaled && !isConverted && !notice.recompressed; // only turned
  return { state: 'taken', blob: made.blob, name, ...made.size, notice: isSilent ? null : notice };
}

// Page and server have to agree on what is upright. Of a PNG's EXIF not every browser takes notice.
function isSentAsItIs(
  format: PictureFormat,
  structure: Structure | null,
  shown: Size,
): format is keyof typeof mediaTypes {
  if (structure === null) return false;
  const isTurnedPng = format === 'png' && structure.orientation !== 1;
  return structure.width === shown.width && structure.height === shown.height && !isTurnedPng;
}

async function drawAndEncode(
  { format, structure, decoded }: Candidate,
  first: Size,
  minimum: number,
  maxBytes: number,
): Promise<{ readonly blob: Blob; readonly size: Size } | null> {
  const isWide = structure?.isWide ?? (format === 'heic' || format === 'avif' || format === 'webp');
  let size = first;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const drawn = decoded.draw(size, isWide);
    if (drawn === null) return null;
    try {
      const blob = await encode(drawn, format, maxBytes);
      if (blob === null) return null;
      if (blob.size <= maxBytes) return { blob, size };
      const factor = 0.95 * Math.sqrt(maxBytes / blob.size);
      size = {
        width: Math.round(size.width * factor),
        height: Math.round(size.height * factor),
      };
      if (Math.min(size.width, size.height) < minimum) return null;
    } finally {
      drawn.close();
    }
  }
  return null;
}

// Lossless stays lossless if there is room; transparency is kept in any case.
async function encode(drawn: DrawnPicture, format: PictureFormat, maxBytes: number): Promise<Blob | null> {
  const wasLossy = format === 'jpeg' || format === 'heic' || format === 'avif' || format === 'webp';
  const isOpaque = format === 'jpeg' || drawn.isOpaque();
  if (!wasLossy || !isOpaque) {
    const png = await drawn.encode({ type: 'image/png' });
    if (png === null || !isOpaque || png.size <= maxBytes) return png;
  }
  return drawn.encode({ type: 'image/jpeg', quality: jpegQuality });
}

function structureOf(format: PictureFormat, bytes: Uint8Array): Structure | 'damaged' | null {
  if (format === 'png') return pngStructure(bytes) ?? 'damaged';
  if (format === 'jpeg') return jpegStructure(bytes) ?? 'damaged';
  return null;
}

// Why a browser does not decode a file of the format.
function couldBeShown(format: PictureFormat, structure: Structure | null): IntakeFailure['reason'] {
  if (format === 'avif' || format === 'heic' || format === 'tiff' || format === 'pdf') return 'unsupported';
  if (format === 'bmp') return 'not_a_picture'; // two letters are no proof
  const isHuge = structure !== null && structure.width * structure.height > 50_000_000;
  return isHuge ? 'too_large' : 'damaged';
}

function scaledDown(size: Size, maximum: number): Size {
  const factor = Math.min(1, maximum / Math.max(size.width, size.height));
  if (factor === 1) return size;
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  return { width: side(size.width), height: side(size.height) };
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

function typeOf(format: PictureFormat, file: Blob): string {
  return format === 'pdf' || format === 'heic' ? file.type : `image/${format}`;
}
