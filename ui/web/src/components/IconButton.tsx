import { Icon, type IconName } from '../icons/Icon';
import { Tip } from './Tip';

interface Props {
  readonly icon: IconName;
  readonly label: string;
  readonly keys?: string;
  readonly onPress: () => void;
  /** Does nothing now. It keeps the focus, unlike a disabled button. */
  readonly unavailable?: boolean;
  readonly pressed?: boolean;
}

/** A button with an icon only; its name is its tooltip. */
export function IconButton({ icon, label, keys, onPress, unavailable = false, pressed }: Props) {
  return (
    <Tip text={label} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        className="button button-icon"
        aria-label={label}
        aria-disabled={unavailable}
        aria-pressed={pressed}
        onClick={() => {
          if (!unavailable) onPress();
        }}
      >
        <Icon name={icon} />
      </button>
    </Tip>
  );
}
