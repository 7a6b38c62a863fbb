// Random seeds within what the server takes.

import type { Range } from '../api/limits';

/** An integer of the range, all equally likely. `bits` gives 32 random bits. */
export function randomSeed(range: Range, bits: () => number): number {
  const count = Math.min(range.max - range.min + 1, 2 ** 32);
  // The last, incomplete run of values would make the small ones likelier.
  const usable = Math.floor(2 ** 32 / count) * count;
  for (;;) {
    const value = bits() >>> 0;
    if (value < usable) return range.min + (value % count);
  }
}

export function randomBits(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
