// How a picture gets into the page: file dialog, camera, drop, paste. Each asks before a painted mask is lost.

import type { TFunction } from 'i18next';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useDropzone } from 'react-dropzone';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon';
import { session } from '../state/session';
import { askUser } from './confirm';

interface PictureIntake {
  readonly chooseFile: () => void;
  readonly usePhoto: () => void;
  readonly useSample: () => void;
}

const Intake = createContext<PictureIntake | null>(null);

export function usePictureIntake(): PictureIntake {
  const intake = useContext(Intake);
  if (intake === null) throw new Error('usePictureIntake() outside of PictureIntakeProvider');
  return intake;
}

/** True if there is no painted mask, or if the user lets it go. */
async function mayReplace(t: TFunction): Promise<boolean> {
  const { picture, maskIsEmpty, job } = session.getState();
  if (job.state === 'running') return false;
  if (picture === null || maskIsEmpty) return true;
  return askUser({
    title: t('confirm.replaceTitle'),
    text: t('confirm.replaceText'),
    action: t('confirm.replace'),
  });
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea');
}

/** Pasted pictures come as files without a name of their own. */
function usePaste(take: (files: readonly File[]) => void): void {
  const { t } = useTranslation();
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      const files = [...(data?.files ?? [])];
      const hasText = data?.types.includes('text/plain') ?? false;
      if (files.length === 0 || (hasText && isTextField(event.target))) return;
      event.preventDefault();
      take(files.map((file) => new File([file], t('upload.pasted'), { type: file.type })));
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [t, take]);
}

/** What the page shows while a file is held over it. */
function DropVeil({ text }: { text: string }) {
  return (
    <div className="drop-veil">
      <p>
        <Icon name="picture" />
        {text}
      </p>
    </div>
  );
}

export function PictureIntakeProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const camera = useRef<HTMLInputElement>(null);

  const take = useCallback(
    (files: readonly File[]) => {
      if (files.length === 0) return;
      void mayReplace(t).then((yes) => (yes ? session.getState().takeFiles(files) : undefined));
    },
    [t],
  );
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    // What is in the file is looked at later, by its bytes: names and declared types are often wrong.
    onDrop: take,
    noClick: true,
    noKeyboard: true,
    useFsAccessApi: false,
  });
  usePaste(take);

  const intake = useMemo<PictureIntake>(
    () => ({
      chooseFile: open,
      usePhoto: () => camera.current?.click(),
      useSample: () => void mayReplace(t).then((yes) => (yes ? session.getState().takeSample() : undefined)),
    }),
    [open, t],
  );
  return (
    <div {...getRootProps({ className: 'page', role: undefined, tabIndex: undefined })}>
      <input {...getInputProps({ accept: 'image/*', style: { display: 'none' } })} data-testid="file-input" />
      <input
        ref={camera}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        data-testid="camera-input"
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = ''; // the same photo can be chosen again
        }}
      />
      <Intake.Provider value={intake}>{children}</Intake.Provider>
      {isDragActive && <DropVeil text={t('app.dropHere')} />}
    </div>
  );
}
