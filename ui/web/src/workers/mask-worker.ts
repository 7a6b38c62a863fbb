// Runs in a worker: answers MaskJobs.

import { answered } from './mask-answer';
import type { MaskRequest } from './mask-protocol';

self.onmessage = ({ data }: MessageEvent<MaskRequest>) => {
  const { reply, transfer } = answered(data);
  self.postMessage(reply, { transfer });
};
