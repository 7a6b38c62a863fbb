import { describe, expect, it } from 'vitest';
import { retryTime } from '../../src/api/failure';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

describe('when to try again', () => {
  it.each([
    ['seconds', '30', undefined, 30],
    ['none', '0', undefined, 0],
    ['spaces around', ' 7 ', undefined, 7],
    ['a date', 'Thu, 01 Jan 2026 12:01:00 GMT', undefined, 60],
    ['a date of RFC 850', 'Thursday, 01-Jan-26 12:00:09 GMT', undefined, 9],
    ['a date of asctime, which is GMT as well', 'Thu Jan  1 12:00:05 2026', undefined, 5],
    ['a date that is over', 'Thu, 01 Jan 2026 11:00:00 GMT', undefined, 0],
    ['the header before the body', '30', 99, 30],
    ['the body', null, 12, 12],
    ['a header that says nothing', 'soon', 12, 12],
    ['parts of seconds in the body', null, 0.5, 0.5],
  ])('%s', (_name, header, body, seconds) => {
    expect(retryTime(header, body, now)).toBe(now + seconds * 1000);
  });

  it.each([
    [null, undefined],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    [null, -1],
    [null, 'soon'],
    [null, Infinity],
    ['2026', null],
  ])('is not known from %j and %j', (header, body) => {
    // '2026' is seconds, not a year
    const expected = header === '2026' ? now + 2_026_000 : null;
    expect(retryTime(header, body, now)).toBe(expected);
  });
});
