// Whether an edit can be asked for.

import type { Limits } from '../api/limits';
import { countCodePoints } from './prompt';
import type { Session } from './session-types';

export type Missing = 'limits' | 'picture' | 'mask' | 'prompt' | 'shorter_prompt';

/** The local engine fills from the surroundings and reads no prompt. */
export function needsPrompt(limits: Limits): boolean {
  return limits.engine !== 'local';
}

/** What has to be done before Generate, in the order of the steps. Empty: it can begin. */
export function missingForGenerate(
  session: Pick<Session, 'limits' | 'picture' | 'maskIsEmpty' | 'prompt'>,
): readonly Missing[] {
  const { limits } = session;
  const missing: Missing[] = [];
  if (limits === null) missing.push('limits');
  if (session.picture === null) missing.push('picture');
  if (session.picture === null || session.maskIsEmpty) missing.push('mask');
  const length = countCodePoints(session.prompt);
  if (length === 0 && (limits === null || needsPrompt(limits))) missing.push('prompt');
  if (limits !== null && length > limits.prompt.max_characters) missing.push('shorter_prompt');
  return missing;
}
