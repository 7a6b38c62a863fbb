import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import logo from '../../../../resources/icons/nanobanana-studio.svg';
import { chooseLanguage, languages, setLanguage } from '../i18n';
import { Icon, type IconName } from '../icons/Icon';
import { useSession } from '../state/session';
import { serviceName } from './format';
import { IconButton } from './IconButton';
import { currentTheme, setTheme, subscribeTheme, themes } from './theme';
import { useView } from './view';

/** What makes the edits, and whether anything leaves the server. */
function EngineBadge() {
  const { t } = useTranslation();
  const limits = useSession((session) => session.limits);
  const away = useSession((session) => session.limitsFailed !== null);
  const text = () => {
    if (limits === null) return away ? t('header.away') : t('header.connecting');
    if (limits.mode === 'demo') return t('header.demo');
    return t('header.live', { engine: serviceName(limits.engine) ?? t('engine.local') });
  };
  return (
    <p className="badge" data-state={limits === null ? 'away' : limits.mode}>
      {text()}
    </p>
  );
}

interface PickerProps {
  readonly icon: IconName;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly lang?: string }[];
  readonly onChange: (value: string) => void;
}

/** A native list of choices behind an icon. */
function Picker({ icon, label, value, options, onChange }: PickerProps) {
  return (
    <label className="picker" title={label}>
      <Icon name={icon} />
      <span className="picker-value" aria-hidden="true">
        {options.find((option) => option.value === value)?.label}
      </span>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function LanguagePicker() {
  const { t, i18n } = useTranslation();
  return (
    <Picker
      icon="language"
      label={t('header.language')}
      value={chooseLanguage([i18n.language])}
      options={languages.map(({ code, name }) => ({ value: code, label: name, lang: code }))}
      onChange={(code) => setLanguage(chooseLanguage([code]))}
    />
  );
}

function ThemePicker() {
  const { t } = useTranslation();
  const theme = useSyncExternalStore(subscribeTheme, currentTheme);
  const icons = { system: 'system', light: 'sun', dark: 'moon' } as const;
  return (
    <Picker
      icon={icons[theme]}
      label={t('header.theme')}
      value={theme}
      options={themes.map((name) => ({ value: name, label: t(`header.${name}`) }))}
      onChange={(name) => setTheme(themes.find((known) => known === name) ?? 'system')}
    />
  );
}

/** The bar at the top: what this is, who makes the edits, how the page looks. */
export function Header() {
  const { t } = useTranslation();
  const openHelp = useView((view) => view.openHelp);
  return (
    <header className="header">
      <img className="header-logo" src={logo} alt="" width={28} height={28} />
      <h1 className="header-name">{t('app.name')}</h1>
      <EngineBadge />
      <div className="header-tools">
        <LanguagePicker />
        <ThemePicker />
        <IconButton icon="keyboard" label={t('header.keys')} keys="?" onPress={() => openHelp(true)} />
      </div>
    </header>
  );
}
