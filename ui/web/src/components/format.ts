// Numbers as the language writes them. A locale is a BCP 47 tag.

const kibibyte = 1024;
const mebibyte = kibibyte * kibibyte;

/** "3.2 sec"; one decimal under ten seconds. */
export function formatSeconds(locale: string, seconds: number): string {
  const digits = seconds < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(seconds);
}

/** A running time as minutes and seconds, "0:07". Never negative. */
export function formatElapsed(locale: string, milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(locale, { minimumIntegerDigits: digits, useGrouping: false }).format(value);
  return `${number(Math.floor(seconds / 60), 1)}:${number(seconds % 60, 2)}`;
}

/** "812 kB", "3.4 MB", in units of 1024 as the server counts. */
export function formatBytes(locale: string, bytes: number): string {
  const [value, unit] = bytes < mebibyte ? [bytes / kibibyte, 'kilobyte'] : [bytes / mebibyte, 'megabyte'];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: unit === 'megabyte' && value < 10 ? 1 : 0,
  }).format(value);
}

/** 0.5 is "50%". Under one percent one more digit. */
export function formatPercent(locale: string, share: number): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
  }).format(share);
}

/** Whole seconds until a time (milliseconds since the epoch), rounded up; 0 once it has passed. */
export function secondsUntil(time: number, now: number): number {
  return Math.max(0, Math.ceil((time - now) / 1000));
}

const engines: Readonly<Record<string, string>> = {
  nanobanana: 'NanoBanana',
  gemini: 'Gemini',
  openai: 'OpenAI',
  sdapi: 'Stable Diffusion',
};

/** A service's own name; null for the local engine, whose name depends on the language. */
export function serviceName(engine: string): string | null {
  if (engine === 'local' || engine === '') return null;
  return engines[engine] ?? engine;
}
