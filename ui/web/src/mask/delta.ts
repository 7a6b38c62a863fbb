// What a change changes, as bytes: for each tile its index, then the samples that are XORed to it, run-length coded. The
// same delta undoes and redoes a change, and holds a whole mask as the change from an empty one.
//
// A number is coded in groups of 7 bits, the lowest first; bit 7 says that more follow. The samples of a tile are
// tokens: the number 2 * length + 1 and one value stand for a run, 2 * length and that many values for themselves.

import { fullTile, tileSamples, wordsOf } from './tile';

/** What is read as a mask is none, or is damaged. */
export class DamagedMaskError extends Error {
  override readonly name = 'DamagedMaskError';
}

/** Shorter runs cost more as a run than among other values. */
const shortestRun = 4;

/** Bytes of the buffer of an encoder: at first, and at most between changes. */
const smallestBuffer = 1024;
const largestKept = 2 ** 20;

/** Writes the delta of a change. */
export class DeltaEncoder {
  private bytes = new Uint8Array(smallestBuffer);
  private length = 0;
  private readonly xored = new Uint8Array(tileSamples);
  private readonly words = wordsOf(this.xored);

  /** Adds the tile if its samples differ. index: any whole number from 0. */
  add(index: number, before: Uint8Array | null, after: Uint8Array | null): void {
    if (isInversion(before, after)) {
      this.writeNumber(index);
      this.writeRun(tileSamples, 255);
    } else if (before !== after && this.xor(before, after)) {
      this.writeNumber(index);
      this.writeSamples();
    }
  }

  /** The delta so far, a copy; null if it has no tile. The next add() begins another one. */
  take(): Uint8Array<ArrayBuffer> | null {
    const delta = this.length > 0 ? this.bytes.slice(0, this.length) : null;
    this.length = 0;
    if (this.bytes.length > largestKept) {
      this.bytes = new Uint8Array(smallestBuffer);
    }
    return delta;
  }

  /** False if the samples are the same. */
  private xor(before: Uint8Array | null, after: Uint8Array | null): boolean {
    if (before === null) {
      this.words.fill(0);
    } else {
      this.xored.set(before);
    }
    if (after !== null) {
      xorInto(this.xored, after);
    }
    let all = 0;
    for (const word of this.words) {
      all |= word;
    }
    return all !== 0;
  }

  private writeSamples(): void {
    const samples = this.xored;
    let literalFrom = 0;
    let at = 0;
    while (at < tileSamples) {
      const end = runEnd(samples, this.words, at);
      if (end - at >= shortestRun) {
        this.writeLiteral(literalFrom, at);
        this.writeRun(end - at, samples[at] ?? 0);
        literalFrom = end;
      }
      at = end;
    }
    this.writeLiteral(literalFrom, at);
  }

  private writeRun(length: number, value: number): void {
    this.writeNumber(2 * length + 1);
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  private writeLiteral(from: number, to: number): void {
    if (from < to) {
      this.writeNumber(2 * (to - from));
      this.reserve(to - from);
      this.bytes.set(this.xored.subarray(from, to), this.length);
      this.length += to - from;
    }
  }

  private writeNumber(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  private reserve(count: number): void {
    if (this.length + count > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.length + count));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
  }
}

/**
 * Calls `visit` for each tile of the delta; `samples` is overwritten after each call. Throws DamagedMaskError if the
 * bytes are no delta; `visit` may have been called then.
 */
export function decodeDelta(delta: Uint8Array, visit: (index: number, samples: Uint8Array) => void): void {
  const reader = new DeltaReader(delta);
  const samples = new Uint8Array(tileSamples);
  while (!reader.isAtEnd) {
    const index = reader.readNumber();
    reader.readSamples(samples);
    visit(index, samples);
  }
}

class DeltaReader {
  private at = 0;

  constructor(private readonly delta: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.at >= this.delta.length;
  }

  readNumber(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 28; scale *= 128) {
      const byte = this.readByte();
      value += (byte % 128) * scale;
      if (byte < 128) {
        return value;
      }
    }
    throw new DamagedMaskError('The saved mask has a number that is too large.');
  }

  readSamples(samples: Uint8Array): void {
    for (let from = 0; from < tileSamples;) {
      const token = this.readNumber();
      const end = from + Math.floor(token / 2);
      if (end === from || end > tileSamples) {
        throw new DamagedMaskError('The saved mask has a run of a wrong length.');
      }
      if (token % 2 === 1) {
        samples.fill(this.readByte(), from, end);
      } else {
        samples.set(this.readBytes(end - from), from);
      }
      from = end;
    }
  }

  private readByte(): number {
    const byte = this.delta[this.at++];
    if (byte === undefined) {
      throw new DamagedMaskError('The saved mask is cut off.');
    }
    return byte;
  }

  private readBytes(count: number): Uint8Array {
    const end = this.at + count;
    if (end > this.delta.length) {
      throw new DamagedMaskError('The saved mask is cut off.');
    }
    const bytes = this.delta.subarray(this.at, end);
    this.at = end;
    return bytes;
  }
}

/** XORs `other` to `samples`, both of a whole tile. */
export function xorInto(samples: Uint8Array, other: Uint8Array): void {
  const to = wordsOf(samples);
  const from = wordsOf(other);
  for (let i = 0; i < to.length; ++i) {
    to[i] = (to[i] ?? 0) ^ (from[i] ?? 0);
  }
}

/** Known without a look at the samples, which makes inverting and clearing a large mask quick. */
function isInversion(before: Uint8Array | null, after: Uint8Array | null): boolean {
  return (before === null && after === fullTile) || (before === fullTile && after === null);
}

/** Where the run that begins at `from` ends. */
function runEnd(samples: Uint8Array, words: Uint32Array, from: number): number {
  const value = samples[from] ?? 0;
  let end = from + 1;
  while (end < tileSamples && samples[end] === value) {
    ++end;
    if (end % 4 === 0) {
      end = 4 * wordRunEnd(words, end / 4, value);
    }
  }
  return end;
}

/** The same for words of four equal samples, from a word that need not be one. */
function wordRunEnd(words: Uint32Array, from: number, value: number): number {
  const word = (value * 0x01010101) >>> 0;
  let end = from;
  while (end < words.length && words[end] === word) {
    ++end;
  }
  return end;
}
