import { useTranslation } from 'react-i18next';
import { isMac } from './platform';
import { keysOf, shortcuts, type Command, type KeyNames } from './shortcuts';

/** What the keys are called on the user's keyboard. */
export function useKeyNames(): KeyNames {
  const { t } = useTranslation();
  return {
    ctrl: t('keys.ctrl'),
    shift: t('keys.shift'),
    enter: t('keys.enter'),
    escape: t('keys.escape'),
    delete: t('keys.delete'),
  };
}

/** The first way to give a command by keys, for a tooltip: "Ctrl+Z". */
export function useKeysOf(): (command: Command) => string {
  const names = useKeyNames();
  return (command) => {
    const trigger = shortcuts.find((shortcut) => shortcut.command === command)?.triggers[0];
    return trigger === undefined ? '' : keysOf(trigger, names, isMac).join(isMac ? '' : '+');
  };
}
