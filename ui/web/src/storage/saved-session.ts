// Whether what storage has is a session that this version of the page wrote. Anything else is dropped.

import type { Tool } from '../canvas/tool';
import type { SerialisedMask } from '../mask/mask-editor';
import type { Brush } from '../mask/types';
import type { Settings } from '../state/types';
import type { SavedPicture, SavedSession } from './types';

/** To be raised with each change that older pages, or older contents, do not understand. */
export const version = 1;

type Values = Readonly<Record<string, unknown>>;

/** Null if `work` is not whole. A damaged picture is none, and without it there is no mask. */
export function parseSaved(work: unknown, picture: unknown): SavedSession | null {
  if (!isValues(work) || work['version'] !== version) return null;
  const { prompt, tool } = work;
  const settings = parseSettings(work['settings']);
  const brush = parseBrush(work['brush']);
  if (typeof prompt !== 'string' || !isTool(tool) || settings === null || brush === null) return null;
  const saved = work['pictureId'] === null ? null : parsePicture(picture, work['pictureId']);
  const mask = saved === null ? null : (work['mask'] as SerialisedMask | null | undefined);
  return { picture: saved, mask: mask ?? null, prompt, settings, tool, brush };
}

function parsePicture(value: unknown, id: unknown): SavedPicture | null {
  if (!isValues(value) || value['id'] !== id) return null;
  const { blob, name, width, height } = value;
  if (!(blob instanceof Blob) || blob.size === 0 || typeof name !== 'string') return null;
  return isNumber(width) && isNumber(height) ? { blob, name, width, height } : null;
}

function parseSettings(value: unknown): Settings | null {
  if (!isValues(value)) return null;
  const { seed, seedLocked, strength, guidanceScale } = value;
  if (seed !== null && !isNumber(seed)) return null;
  if (typeof seedLocked !== 'boolean' || !isNumber(strength) || !isNumber(guidanceScale)) return null;
  return { seed, seedLocked, strength, guidanceScale };
}

function parseBrush(value: unknown): Brush | null {
  if (!isValues(value)) return null;
  const { diameter, hardness } = value;
  return isNumber(diameter) && isNumber(hardness) ? { diameter, hardness } : null;
}

function isTool(value: unknown): value is Tool {
  const tools: readonly unknown[] = ['brush', 'erase', 'rectangle', 'lasso', 'pan'] satisfies Tool[];
  return tools.includes(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}
