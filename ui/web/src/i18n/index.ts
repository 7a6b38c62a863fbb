// The page's languages: which there are, which one is shown, and i18next set up with them.

import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readPreference, writePreference } from '../components/preferences';
import { de } from './de';
import { en } from './en';
import { zh } from './zh';

export const languages = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
  { code: 'zh', name: '中文' },
] as const;

export type Language = (typeof languages)[number]['code'];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

function isLanguage(code: string): code is Language {
  return languages.some((language) => language.code === code);
}

/** The first of the wanted languages (BCP 47 tags, as in navigator.languages) that the page has; else English. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const code = tag.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(code)) return code;
  }
  return 'en';
}

/** Shows the page in a language and keeps the choice for later visits. */
export function setLanguage(language: Language): void {
  writePreference('language', language);
  void i18next.changeLanguage(language);
}

function describeDocument(code: string): void {
  document.documentElement.lang = code === 'zh' ? 'zh-Hans' : code;
  document.documentElement.dir = i18next.dir(code);
}

/** To be called once, before the page is drawn. */
export function startI18n(): void {
  const kept = readPreference('language');
  const language = chooseLanguage(kept === null ? navigator.languages : [kept, ...navigator.languages]);
  i18next.on('languageChanged', describeDocument);
  void i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, de: { translation: de }, zh: { translation: zh } },
    lng: language,
    fallbackLng: 'en',
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
    showSupportNotice: false,
  });
}
