// Random numbers that are the same for the same seed, so that a failed test can be repeated.

/** Numbers from 0 up to, not including, 1. A linear congruential generator modulo 2^32 with its low bits left out. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
    this.next();
    this.next();
  }

  next(): number {
    const high = this.step();
    return (high * 65536 + this.step()) / 2 ** 32;
  }

  /** From low up to, not including, high. */
  real(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** From low to high, a whole number. */
  whole(low: number, high: number): number {
    return Math.floor(this.real(low, high + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.whole(0, values.length - 1)];
    if (value === undefined) {
      throw new RangeError('There is nothing to pick.');
    }
    return value;
  }

  private step(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return this.state >>> 16;
  }
}

/** The seeds of a random test; its name says the one it has. NB_SEED: the first, NB_ROUNDS: how many. */
export function seeds(rounds: number): number[] {
  const first = Number(process.env['NB_SEED'] ?? 1);
  const count = Number(process.env['NB_ROUNDS'] ?? rounds);
  return Array.from({ length: count }, (_, i) => first + i);
}
