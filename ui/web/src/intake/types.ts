// What became of a file that the user gave: a picture, perhaps changed, or why not.

import type { Size } from '../mask/geometry';

/** As its first bytes say; the file's name and declared type do not count. */
export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif' | 'heic' | 'bmp' | 'tiff' | 'pdf';

/** What the page did to a picture before it is used, to be said to the user. */
export interface Notice {
  /** What the file was, if the page had to convert it to PNG or JPEG; else null. */
  readonly convertedFrom: PictureFormat | null;
  /** The upright size before it was scaled down; null: it has its own size. */
  readonly scaledFrom: Size | null;
  /** The size that is edited. */
  readonly size: Size;
  /** Compressed again, at its own size, because the file had more bytes than the server takes. */
  readonly recompressed: boolean;
  /** Further files that came with it; only the first is taken. */
  readonly ignoredFiles: number;
}

/** Why a file was not taken. What was there before stays. */
export interface IntakeFailure {
  readonly reason:
    | 'empty' // no bytes
    | 'not_a_picture' // none of the known formats
    | 'unsupported' // a known format that this browser cannot show: `format`
    | 'damaged' // of a known format, but unreadable or cut off
    | 'too_small' // a side under the server's `minimum`: `size`
    | 'too_narrow' // scaled down to the server's largest side, the other one would be under `minimum`
    | 'too_large' // too many pixels for this browser, or not small enough after scaling
    | 'unreadable'; // the file could not be read: moved, deleted, not permitted
  /** The file's name; empty if it has none. */
  readonly name: string;
  readonly format: PictureFormat | null;
  /** Upright, in pixels; null where it is not known. */
  readonly size: Size | null;
  /** The least that the server takes for a side, for 'too_small' and 'too_narrow'. */
  readonly minimum: number | null;
}
