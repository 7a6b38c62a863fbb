import * as Slider from '@radix-ui/react-slider';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberField } from './NumberField';

interface Props {
  readonly id?: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  /** What the value does, below the row. */
  readonly help?: ReactNode;
  /** Why the server has refused the value. */
  readonly error?: string | null;
}

/** A value as a slider and as a number, under one name. */
export function SliderRow({ id, label, value, min, max, step, onChange, help, error }: Props) {
  const { i18n } = useTranslation();
  const helpId = useId();
  const describedBy = help !== undefined || error != null ? helpId : undefined;
  return (
    <div>
      <div className="slider-row">
        <span className="slider-row-label" aria-hidden="true">
          {label}
        </span>
        <Slider.Root
          className="slider"
          dir={i18n.dir()}
          value={[value]}
          min={min}
          max={max}
          step={step}
          onValueChange={([changed]) => {
            if (changed !== undefined) onChange(changed);
          }}
        >
          <Slider.Track className="slider-track">
            <Slider.Range className="slider-range" />
          </Slider.Track>
          <Slider.Thumb className="slider-thumb" aria-label={label} aria-describedby={describedBy} />
        </Slider.Root>
        <NumberField
          {...(id === undefined ? {} : { id })}
          label={label}
          value={value}
          min={min}
          max={max}
          step={step}
          onChange={onChange}
          describedBy={describedBy}
          invalid={error != null}
        />
      </div>
      {describedBy !== undefined && (
        <div id={helpId} className="small dim">
          {error != null && <p className="notice notice-error">{error}</p>}
          {help}
        </div>
      )}
    </div>
  );
}
