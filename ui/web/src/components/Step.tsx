import type { ReactNode } from 'react';
import { Icon } from '../icons/Icon';
import { idOf, type Place } from './steps';

interface Props {
  /** The place that the heading stands for; null where a field of the step does. */
  readonly place: Place | null;
  readonly name: string;
  readonly heading: string;
  /** Marks a step that nothing is missing from. */
  readonly done?: boolean;
  /** What stands at the end of the heading's line. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One of the numbered steps. */
export function Step({ place, name, heading, done = false, aside, children }: Props) {
  const id = place === null ? `step-${name}` : idOf(place);
  return (
    <section className={`step step-${name}`} aria-labelledby={id}>
      <div className="step-head">
        <h2 id={id} tabIndex={-1}>
          {heading}
        </h2>
        <span className="step-done" data-done={done}>
          <Icon name="accept" />
        </span>
        {aside}
      </div>
      {children}
    </section>
  );
}
