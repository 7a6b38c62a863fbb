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
