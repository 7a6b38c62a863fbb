import { Provider as TooltipProvider } from '@radix-ui/react-tooltip';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { session, useSession } from '../state/session';
import { Cards } from './Cards';
import { ConfirmDialog } from './ConfirmDialog';
import { ErrorBoundary } from './ErrorBoundary';
import { GenerateBar } from './GenerateBar';
import { Header } from './Header';
import { HelpDialog } from './HelpDialog';
import { PictureIntakeProvider } from './picture-intake';
import { StageArea } from './StageArea';
import { StatusRegion, useDocumentTitle } from './StatusRegion';
import { StepMask } from './StepMask';
import { StepPrompt } from './StepPrompt';
import { StepSettings } from './StepSettings';
import { StepUpload } from './StepUpload';
import { useInputKind } from './use-input-kind';
import { useKeptFocus } from './use-kept-focus';
import { useMediaQuery, wideLayout } from './use-media-query';
import { useShortcuts } from './use-shortcuts';

/** The stage beside the steps where there is room, else within the second step. */
function Workspace() {
  const { t } = useTranslation();
  const wide = useMediaQuery(wideLayout);
  const hasStage = useSession((state) => state.picture !== null || state.shownResult !== null);
  return (
    <main className="workspace">
      {wide && <StageArea wide />}
      <section className="panel" aria-label={t('app.steps')} id="steps" tabIndex={-1}>
        <div className="steps">
          <StepUpload withArea={!wide} />
          <StepMask>{!wide && hasStage && <StageArea wide={false} />}</StepMask>
          <StepPrompt />
          <StepSettings />
        </div>
        <div className="dock">
          {!wide && <Cards />}
          <GenerateBar />
        </div>
      </section>
    </main>
  );
}

/** The page: header, stage, the four steps, results. */
export function App() {
  const { t } = useTranslation();
  useShortcuts();
  useInputKind();
  useKeptFocus();
  useDocumentTitle();
  useEffect(() => void session.getState().start(), []);
  return (
    <ErrorBoundary>
      <TooltipProvider delayDuration={500}>
        <PictureIntakeProvider>
          <a className="skip-link" href="#steps">
            {t('app.skip')}
          </a>
          <Header />
          <Workspace />
          <StatusRegion />
          <HelpDialog />
          <ConfirmDialog />
        </PictureIntakeProvider>
      </TooltipProvider>
    </ErrorBoundary>
  );
}
