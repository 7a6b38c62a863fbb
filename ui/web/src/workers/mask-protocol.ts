// The messages between MaskJobs and its worker.

import type { Rect } from '../mask/geometry';
import type { PackedMask } from './packed-mask';

export type MaskRequest =
  | { readonly id: number; readonly kind: 'encode'; readonly mask: PackedMask }
  | { readonly id: number; readonly kind: 'grow'; readonly mask: PackedMask; readonly radius: number };

/** `id` is that of the request. */
export type MaskReply =
  | { readonly id: number; readonly kind: 'encoded'; readonly png: Blob }
  | {
      readonly id: number;
      readonly kind: 'grown';
      readonly rect: Rect;
      readonly samples: Uint8Array<ArrayBuffer>;
    }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };
