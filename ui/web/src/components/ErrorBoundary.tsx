import { Component, type ReactNode } from 'react';
import i18next from 'i18next';

interface Props {
  readonly children: ReactNode;
}

/** In place of a page that could not be drawn: what was painted is in storage, so a reload helps. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="crashed" role="alert">
        <p>{i18next.t('app.crashed')}</p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          {i18next.t('app.reload')}
        </button>
      </main>
    );
  }
}
