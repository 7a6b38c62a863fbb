import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../../src/i18n';

describe('chooseLanguage', () => {
  it('takes the first wanted language that there is', () => {
    expect(chooseLanguage(['fr-CA', 'de-AT', 'en'])).toBe('de');
    expect(chooseLanguage(['zh-Hans-CN'])).toBe('zh');
    expect(chooseLanguage(['EN-gb'])).toBe('en');
  });

  it('is English for all others', () => {
    expect(chooseLanguage(['fr', 'ja'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
  });
});
