import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon';
import { Dialog } from './Dialog';
import { isMac } from './platform';
import { keysOf, shortcuts, type Command } from './shortcuts';
import { useKeyNames } from './use-key-names';
import { useView } from './view';

interface Line {
  readonly text: string;
  readonly ways: readonly (readonly string[])[];
}

function KeyTable({ title, lines }: { title: string; lines: readonly Line[] }) {
  return (
    <section className="keys-group">
      <h3>{title}</h3>
      <dl className="keys">
        {lines.map(({ text, ways }) => (
          <div key={text} className="keys-line">
            <dt>{text}</dt>
            <dd>
              {ways.map((keys) => (
                <span key={keys.join(' ')} className="keys-way">
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The list of all keys. */
export function HelpDialog() {
  const { t } = useTranslation();
  const names = useKeyNames();
  const isOpen = useView((view) => view.helpIsOpen);
  const openHelp = useView((view) => view.openHelp);
  const close = useCallback(() => openHelp(false), [openHelp]);
  if (!isOpen) return null;

  const line = (command: Command, text: string): Line => ({
    text,
    ways: shortcuts
      .filter((shortcut) => shortcut.command === command)
      .flatMap(({ triggers }) => triggers.map((trigger) => keysOf(trigger, names, isMac))),
  });
  const tools = [
    line('brush', t('mask.brush')),
    line('erase', t('mask.erase')),
    line('rectangle', t('mask.rectangle')),
    line('lasso', t('mask.lasso')),
    line('pan', t('mask.pan')),
    line('swap', t('keys.swap')),
    { text: t('keys.eraseButton'), ways: [[t('keys.eraseName')]] },
  ];
  const mask = [
    line('smaller', t('keys.smaller')),
    line('larger', t('keys.larger')),
    line('softer', t('keys.softer')),
    line('harder', t('keys.harder')),
    line('invert', t('mask.invert')),
    line('clear', t('mask.clear')),
  ];
  const view = [
    line('zoomFit', t('mask.zoomFit')),
    line('zoomOne', t('mask.zoomOne')),
    { text: t('keys.wheel'), ways: [[t('keys.wheelName')]] },
    { text: t('keys.pan'), ways: [[t('keys.space')]] },
    line('hold', t('keys.hold')),
  ];
  const edit = [
    line('generate', t('keys.generate')),
    line('cancel', t('keys.cancelEdit')),
    line('undo', t('mask.undo')),
    line('redo', t('mask.redo')),
    line('help', t('keys.help')),
  ];
  return (
    <Dialog title={t('keys.heading')} onClose={close} className="dialog-keys">
      <button
        type="button"
        className="button button-icon dialog-close"
        aria-label={t('app.close')}
        onClick={close}
      >
        <Icon name="close" />
      </button>
      <div className="keys-columns">
        <KeyTable title={t('keys.groupTools')} lines={tools} />
        <KeyTable title={t('keys.groupMask')} lines={mask} />
        <KeyTable title={t('keys.groupView')} lines={view} />
        <KeyTable title={t('keys.groupEdit')} lines={edit} />
      </div>
      <p className="small dim">{t('keys.note')}</p>
    </Dialog>
  );
}
