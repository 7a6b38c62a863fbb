import * as ToggleGroup from '@radix-ui/react-toggle-group';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../icons/Icon';
import { Tip } from './Tip';

interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon: IconName;
  readonly keys?: string;
}

interface Props<Value extends string> {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** Words beside the icons, where there is room; else they are in tooltips. */
  readonly withText?: boolean;
}

/** One of several, as a row of buttons. */
export function Choice<Value extends string>({ label, options, value, onChange, withText }: Props<Value>) {
  const { i18n } = useTranslation();
  const choose = (name: string) => {
    const chosen = options.find((option) => option.value === name);
    if (chosen !== undefined) onChange(chosen.value); // pressing the chosen one again changes nothing
  };
  return (
    <ToggleGroup.Root
      type="single"
      className="toggle-group"
      aria-label={label}
      dir={i18n.dir()}
      value={value}
      onValueChange={choose}
    >
      {options.map(({ value: name, label: text, icon, keys }) =>
        withText ? (
          <ToggleGroup.Item key={name} value={name} className="toggle" aria-label={text}>
            <Icon name={icon} />
            <span className="toggle-text">{text}</span>
          </ToggleGroup.Item>
        ) : (
          <Tip key={name} text={text} {...(keys === undefined ? {} : { keys })}>
            <ToggleGroup.Item value={name} className="toggle toggle-icon" aria-label={text}>
              <Icon name={icon} />
            </ToggleGroup.Item>
          </Tip>
        ),
      )}
    </ToggleGroup.Root>
  );
}
