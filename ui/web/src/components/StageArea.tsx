import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Stage } from '../canvas/Stage';
import type { MaskEditor } from '../mask/mask-editor';
import { useSession } from '../state/session';
import type { Picture } from '../state/types';
import { Cards } from './Cards';
import { ProgressLine } from './GenerateBar';
import { HistoryStrip } from './HistoryStrip';
import { MaskToolbar } from './MaskToolbar';
import { ResultBar, ResultStage, ResultToolbar } from './ResultView';
import { useStageMessage } from './use-stage-message';
import { UploadArea } from './UploadArea';
import { viewport } from './view';

/** The picture to paint on. */
function MaskStage({ picture, editor }: { picture: Picture; editor: MaskEditor }) {
  const { t } = useTranslation();
  const describe = useStageMessage();
  const tool = useSession((state) => state.tool);
  const brush = useSession((state) => state.brush);
  const setBrush = useSession((state) => state.setBrush);
  const running = useSession((state) => state.job.state === 'running');
  const empty = useSession((state) => state.maskIsEmpty);
  return (
    <>
      <Stage
        picture={picture}
        editor={editor}
        viewport={viewport}
        tool={tool}
        brush={brush}
        onBrushChange={setBrush}
        disabled={running}
        label={t('mask.label')}
        describedBy="stage-keys"
        describe={describe}
      />
      <p id="stage-keys" className="visually-hidden">
        {t('mask.keys')}
      </p>
      {empty && !running && (
        <p className="stage-hint" aria-hidden="true">
          {t('mask.hint')}
        </p>
      )}
    </>
  );
}

/** On small screens the stage may be out of sight when a result comes. */
function useResultInSight(shown: string | null) {
  const area = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shown === null || area.current === null) return;
    const { top, bottom } = area.current.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) area.current.scrollIntoView({ block: 'start' });
  }, [shown]);
  return area;
}

/** Picture and mask, or original and result, with their tools. `wide`: it is beside the steps, with room for more. */
export function StageArea({ wide }: { wide: boolean }) {
  const { t } = useTranslation();
  const picture = useSession((state) => state.picture);
  const editor = useSession((state) => state.editor);
  const job = useSession((state) => state.job);
  const shownId = useSession((state) => state.shownResult);
  const result = useSession((state) => state.results.find(({ id }) => id === state.shownResult));
  const area = useResultInSight(shownId);
  const content = () => {
    if (result !== undefined) return <ResultStage result={result} />;
    if (picture !== null && editor !== null) return <MaskStage picture={picture} editor={editor} />;
    return wide ? <UploadArea /> : null;
  };
  const hasContent = result !== undefined || (picture !== null && editor !== null);
  return (
    <section className="stage-area" ref={area} tabIndex={-1} aria-label={t('app.stage')}>
      {hasContent && (result === undefined ? <MaskToolbar /> : <ResultToolbar />)}
      <div className="stage-frame">
        {content()}
        <ProgressLine job={job} />
        {wide && <Cards />}
      </div>
      {result !== undefined && <ResultBar key={result.id} result={result} />}
      <HistoryStrip />
    </section>
  );
}
