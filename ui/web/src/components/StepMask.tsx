import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon';
import { useSession } from '../state/session';
import { IconButton } from './IconButton';
import { changeMask } from './mask-commands';
import { NumberField } from './NumberField';
import { SliderRow } from './SliderRow';
import { Step } from './Step';
import { useFieldError } from './use-field-error';

/** What changes the mask as a whole. */
function MaskActions() {
  const { t } = useTranslation();
  const usable = useSession((state) => state.editor !== null && state.job.state !== 'running');
  const painted = useSession((state) => !state.maskIsEmpty) && usable;
  const [amount, setAmount] = useState(8);
  const grow = (radius: number) => {
    if (painted) changeMask(({ growMask }) => void growMask(radius));
  };
  const clear = () => {
    if (painted) changeMask(({ clearMask }) => clearMask());
  };
  return (
    <>
      <div className="mask-grow">
        <span aria-hidden="true">{t('mask.change')}</span>
        <IconButton
          icon="shrink"
          label={t('mask.shrink')}
          unavailable={!painted}
          onPress={() => grow(-amount)}
        />
        <NumberField
          label={t('mask.amount')}
          value={amount}
          min={1}
          max={100}
          step={1}
          onChange={setAmount}
        />
        <IconButton icon="grow" label={t('mask.grow')} unavailable={!painted} onPress={() => grow(amount)} />
      </div>
      <div className="mask-actions">
        <button
          type="button"
          className="button"
          aria-disabled={!usable}
          onClick={() => changeMask(({ invert }) => invert())}
        >
          <Icon name="invert" />
          {t('mask.invert')}
        </button>
        <button type="button" className="button" aria-disabled={!painted} onClick={clear}>
          <Icon name="clear" />
          {t('mask.clear')}
        </button>
      </div>
    </>
  );
}

function BrushSliders() {
  const { t } = useTranslation();
  const brush = useSession((state) => state.brush);
  const setBrush = useSession((state) => state.setBrush);
  return (
    <>
      <SliderRow
        label={t('mask.size')}
        value={Math.round(brush.diameter)}
        min={1}
        max={400}
        step={1}
        onChange={(diameter) => setBrush({ ...brush, diameter })}
      />
      <SliderRow
        label={t('mask.hardness')}
        value={Math.round(brush.hardness * 100)}
        min={0}
        max={100}
        step={1}
        onChange={(percent) => setBrush({ ...brush, hardness: percent / 100 })}
      />
    </>
  );
}

/** 2: the mask. `children`: the stage, where it is part of the step; while it shows a result, there is no brush. */
export function StepMask({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  const painted = useSession((state) => !state.maskIsEmpty);
  const showsResult = useSession((state) => state.shownResult !== null);
  const error = useFieldError('mask');
  return (
    <Step place="mask" name="mask" heading={t('mask.heading')} done={painted && error === null}>
      {error !== null && (
        <p className="notice notice-error">
          <Icon name="error" />
          {error}
        </p>
      )}
      {children}
      {!(children && showsResult) && (
        <>
          <BrushSliders />
          <MaskActions />
        </>
      )}
    </Step>
  );
}
