import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A native modal dialog, open as long as it is there. Escape and a press beside it close it. */
export function Dialog({ title, onClose, className = '', children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed before React takes it away: only then the browser gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    // The backdrop belongs to the dialog's element; what is in it covers the rest. Escape does the same by keyboard.
    const element = dialog.current;
    const press = (event: PointerEvent) => {
      if (event.target === element) onClose();
    };
    element?.addEventListener('pointerdown', press);
    return () => element?.removeEventListener('pointerdown', press);
  }, [onClose]);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-body">
        <h2 id={titleId} className="dialog-title">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
