import { describe, expect, it } from 'vitest';
import { de } from '../../src/i18n/de';
import { en } from '../../src/i18n/en';
import { zh } from '../../src/i18n/zh';

/** Each text with its path: "prompt.heading". */
function flatten(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value as object, `${path}${key}.`),
  );
}

/** The placeholders of a text, format included: "{{count, number}}". */
function placeholders(text: string): string[] {
  return (text.match(/\{\{[^}]*\}\}/g) ?? []).sort();
}

const english = new Map(flatten(en));

describe.each([
  ['German', de],
  ['Chinese', zh],
])('%s', (_name, texts) => {
  const translated = new Map(flatten(texts));

  it('has the keys of English, in the same order', () => {
    expect([...translated.keys()]).toEqual([...english.keys()]);
  });

  it('has the placeholders of English in each text', () => {
    for (const [key, text] of english)
      expect([key, placeholders(translated.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  it('has no empty text and no space at either end', () => {
    for (const [key, text] of translated) {
      expect([key, text.trim()]).toEqual([key, text]);
      expect([key, text]).not.toEqual([key, '']);
    }
  });
});

describe('plural forms', () => {
  it('come as one and other, which is what English and German need', () => {
    const bases = (suffix: string) =>
      [...english.keys()].filter((key) => key.endsWith(suffix)).map((key) => key.slice(0, -suffix.length));
    expect(bases('_one')).toEqual(bases('_other'));
    expect(new Intl.PluralRules('de').resolvedOptions().pluralCategories.sort()).toEqual(['one', 'other']);
  });
});
