import { useState } from 'react';

interface Props {
  readonly id?: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
}

/** A number to type. What is in range holds at once; the rest is put right when the field is left. */
export function NumberField({ id, label, value, min, max, step, onChange, describedBy, invalid }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const change = (text: string) => {
    setDraft(text);
    const number = Number(text);
    if (text !== '' && number >= min && number <= max) onChange(number);
  };
  const leave = () => {
    if (draft !== null && draft !== '') onChange(Math.min(max, Math.max(min, Number(draft))));
    setDraft(null);
  };
  return (
    <input
      id={id}
      type="number"
      inputMode="decimal"
      className="field field-number"
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid ?? false}
      min={min}
      max={max}
      step={step}
      value={draft ?? String(value)}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}
