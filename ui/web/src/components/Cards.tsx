import { FailureCard } from './FailureCard';
import { Notices } from './Notices';

/** What is said over the stage, so that nothing moves when it comes. */
export function Cards() {
  return (
    <div className="cards">
      <Notices />
      <FailureCard />
    </div>
  );
}
