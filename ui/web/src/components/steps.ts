// Where the steps and their fields are in the page, to lead the user to what has to be changed.

import type { Missing } from '../state/ready';
import type { Failure } from '../state/types';

export type Place = 'image' | 'mask' | 'prompt' | 'seed' | 'strength' | 'guidance_scale' | 'token';

/** The id of the element that takes the focus: a field, or a step's heading. */
export function idOf(place: Place): string {
  return `place-${place}`;
}

/** Leads the user there. False if it is not in the page now. */
export function goTo(place: Place): boolean {
  const element = document.getElementById(idOf(place));
  if (element === null) return false;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center', behavior: 'auto' });
  return true;
}

/** Where what is missing can be given; null if the user can only wait. */
export function placeOfMissing(missing: Missing): Place | null {
  switch (missing) {
    case 'limits':
      return null;
    case 'picture':
      return 'image';
    case 'mask':
      return 'mask';
    case 'prompt':
    case 'shorter_prompt':
      return 'prompt';
  }
}

/** Where a failure can be put right; null if nowhere in the page. */
export function placeOfFailure(failure: Failure): Place | null {
  return failure.kind === 'token' ? 'token' : failure.field;
}
