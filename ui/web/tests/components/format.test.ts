import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatElapsed,
  formatPercent,
  formatSeconds,
  secondsUntil,
  serviceName,
} from '../../src/components/format';

/** Which kind of space stands before a unit differs between versions of the language data. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('formatSeconds', () => {
  it('has one decimal under ten seconds and none from there on', () => {
    expect(plain(formatSeconds('en', 3.24))).toBe('3.2 sec');
    expect(plain(formatSeconds('en', 41.6))).toBe('42 sec');
    expect(plain(formatSeconds('de', 3.24))).toBe('3,2 Sek.');
  });
});

describe('formatElapsed', () => {
  it('counts whole seconds', () => {
    expect(formatElapsed('en', 0)).toBe('0:00');
    expect(formatElapsed('en', 7_999)).toBe('0:07');
    expect(formatElapsed('en', 61_000)).toBe('1:01');
    expect(formatElapsed('en', 3_600_000)).toBe('60:00');
  });

  it('is never negative, whatever the clock does', () => {
    expect(formatElapsed('en', -5_000)).toBe('0:00');
  });
});

describe('formatBytes', () => {
  it('counts in units of 1024', () => {
    expect(plain(formatBytes('en', 10 * 1024 * 1024))).toBe('10 MB');
    expect(plain(formatBytes('en', 3.5 * 1024 * 1024))).toBe('3.5 MB');
    expect(plain(formatBytes('de', 3.5 * 1024 * 1024))).toBe('3,5 MB');
    expect(plain(formatBytes('en', 2048))).toBe('2 kB');
  });
});

describe('formatPercent', () => {
  it('shows small zooms with one more digit', () => {
    expect(plain(formatPercent('en', 1))).toBe('100%');
    expect(plain(formatPercent('en', 0.062))).toBe('6.2%');
    expect(plain(formatPercent('de', 0.5))).toBe('50 %');
  });
});

describe('secondsUntil', () => {
  it('rounds up, so that nobody tries too early', () => {
    expect(secondsUntil(10_000, 8_999)).toBe(2);
    expect(secondsUntil(10_000, 9_000)).toBe(1);
    expect(secondsUntil(10_000, 10_000)).toBe(0);
    expect(secondsUntil(10_000, 12_000)).toBe(0);
  });
});

describe('serviceName', () => {
  it('knows the services, and takes an unknown one as it is', () => {
    expect(serviceName('gemini')).toBe('Gemini');
    expect(serviceName('something-new')).toBe('something-new');
  });

  it('has none for the local engine', () => {
    expect(serviceName('local')).toBeNull();
  });
});
