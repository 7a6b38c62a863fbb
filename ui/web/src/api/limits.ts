// What the server takes (GET /api/limits). Nothing of it is copied into the page.

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Limits {
  readonly image: {
    readonly types: readonly string[];
    readonly max_bytes: number;
    readonly min_dimension: number;
    readonly max_dimension: number;
  };
  readonly mask: { readonly types: readonly string[]; readonly max_bytes: number };
  /** In Unicode code points. */
  readonly prompt: { readonly max_characters: number };
  readonly seed: Range;
  readonly strength: Range & { readonly default: number };
  readonly guidance_scale: Range & { readonly default: number };
  readonly max_body_bytes: number;
  readonly request_timeout_seconds: number;
  /** As `X-Engine` says it: nanobanana, gemini, openai, sdapi or local. */
  readonly engine: string;
  readonly mode: 'demo' | 'live';
  readonly access_token_required: boolean;
  readonly version: string;
}

/** Null if it is not what GET /api/limits answers, for example another program's JSON. */
export function parseLimits(value: unknown): Limits | null {
  const image = part(value, 'image');
  const mask = part(value, 'mask');
  const numbers = [
    image?.['max_bytes'],
    image?.['min_dimension'],
    image?.['max_dimension'],
    mask?.['max_bytes'],
    part(value, 'prompt')?.['max_characters'],
    ...['seed', 'strength', 'guidance_scale'].flatMap((name) => {
      const range = part(value, name);
      return [range?.['min'], range?.['max'], name === 'seed' ? 0 : range?.['default']];
    }),
  ];
  const isWhole = numbers.every((number) => typeof number === 'number' && Number.isFinite(number));
  const { engine, mode } = (value ?? {}) as Partial<Limits>;
  return isWhole && typeof engine === 'string' && (mode === 'demo' || mode === 'live')
    ? (value as Limits)
    : null;
}

function part(value: unknown, name: string): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : undefined;
}
