import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { formatName, intakeFailureText, noticeTexts } from '../../src/components/intake-texts';
import { de } from '../../src/i18n/de';
import { en } from '../../src/i18n/en';
import type { IntakeFailure, Notice } from '../../src/intake/types';

const i18n = createInstance({
  resources: { en: { translation: en }, de: { translation: de } },
  lng: 'en',
  interpolation: { escapeValue: false },
  initAsync: false,
  showSupportNotice: false,
});
void i18n.init();
const english = i18n.getFixedT('en');
const german = i18n.getFixedT('de');

const plain: Notice = {
  convertedFrom: null,
  scaledFrom: null,
  size: { width: 2048, height: 1365 },
  recompressed: false,
  ignoredFiles: 0,
};
const failure: IntakeFailure = {
  reason: 'damaged',
  name: 'bay.png',
  format: 'png',
  size: null,
  minimum: null,
};

describe('noticeTexts', () => {
  it('says nothing of a picture that was taken as it is', () => {
    expect(noticeTexts(plain, 2048, english)).toEqual([]);
  });

  it('says each thing that was done, with numbers as the language writes them', () => {
    const notice: Notice = {
      ...plain,
      convertedFrom: 'webp',
      scaledFrom: { width: 6000, height: 4000 },
      ignoredFiles: 2,
    };
    expect(noticeTexts(notice, 2048, english)).toEqual([
      'Scaled down from 6,000 × 4,000 pixels: the server takes at most 2,048 a side.',
      'Converted from WebP.',
      '2 more files were left out: one picture is edited at a time.',
    ]);
    expect(noticeTexts(notice, 2048, german)[0]).toBe(
      'Von 6.000 × 4.000 Pixeln verkleinert: Der Server nimmt höchstens 2.048 je Seite.',
    );
  });

  it('has the singular for one file', () => {
    expect(noticeTexts({ ...plain, ignoredFiles: 1 }, 2048, english)).toEqual([
      '1 more file was left out: one picture is edited at a time.',
    ]);
  });
});

describe('intakeFailureText', () => {
  const reasons: readonly IntakeFailure['reason'][] = [
    'empty',
    'not_a_picture',
    'unsupported',
    'damaged',
    'too_small',
    'too_narrow',
    'too_large',
    'unreadable',
  ];

  it.each(reasons)('has a text without holes for %s', (reason) => {
    for (const t of [english, german]) {
      const text = intakeFailureText({ ...failure, reason }, t);
      expect(text).toMatch(/[.?]$/);
      expect(text).not.toContain('{{');
    }
  });

  it('says what to do about HEIC, and nothing of an iPhone for other formats', () => {
    const of = (format: IntakeFailure['format']) =>
      intakeFailureText({ ...failure, reason: 'unsupported', format }, english);
    expect(of('heic')).toContain('iPhone');
    expect(of('tiff')).toBe('This browser cannot show TIFF pictures. Save “bay.png” as PNG or JPEG.');
  });

  it('names the size that is too small and the least', () => {
    const text = intakeFailureText(
      { ...failure, reason: 'too_small', size: { width: 100, height: 90 }, minimum: 256 },
      english,
    );
    expect(text).toBe('The picture is too small: 100 × 90 pixels. Each side needs at least 256.');
  });
});

describe('formatName', () => {
  it('writes formats as they are written', () => {
    expect(formatName('webp')).toBe('WebP');
    expect(formatName('jpeg')).toBe('JPEG');
  });
});
