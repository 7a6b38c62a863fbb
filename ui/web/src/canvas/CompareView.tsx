import { useEffect, useLayoutEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { ReactCompareSlider, ReactCompareSliderHandle, useReactCompareSliderRef } from 'react-compare-slider';
import type { Picture, Result } from '../state/types';
import './canvas.css';
import { PlacedPicture, usePanAndZoom, type ComparePicture } from './ComparePane';
import type { Viewport } from './viewport';

export type CompareMode = 'wipe' | 'side' | 'original' | 'result';

export interface CompareLabels {
  /** What the view is, for screen readers. */
  readonly view: string;
  readonly original: string;
  readonly result: string;
  /** What the wipe's handle does. */
  readonly handle: string;
}

export interface CompareViewProps {
  readonly original: Picture;
  readonly result: Result;
  readonly viewport: Viewport;
  readonly mode: CompareMode;
  readonly labels: CompareLabels;
}

/** Original and result at the same place and zoom. Dragging pans, but for the wipe's handle. */
export function CompareView({ original, result, viewport, mode, labels }: CompareViewProps): ReactElement {
  const { width, height } = result;
  useLayoutEffect(() => viewport.setPicture({ width, height }), [viewport, width, height]);
  const before = { url: original.url, label: labels.original };
  const after = { url: result.url, label: labels.result };
  const divider = useRef(50); // kept while another mode is shown
  return (
    <div className="compare" data-testid="compare" data-mode={mode} role="group" aria-label={labels.view}>
      {mode === 'wipe' && <WipePane {...{ before, after, viewport, labels, divider }} />}
      {(mode === 'side' || mode === 'original') && <Pane picture={before} viewport={viewport} />}
      {(mode === 'side' || mode === 'result') && <Pane picture={after} viewport={viewport} />}
    </div>
  );
}

function Pane(props: { readonly picture: ComparePicture; readonly viewport: Viewport }): ReactElement {
  const pane = usePanAndZoom(props.viewport);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys pan it
    <div ref={pane} className="compare-pane" role="group" aria-label={props.picture.label} tabIndex={0}>
      <PlacedPicture {...props} />
      <Caption text={props.picture.label} />
    </div>
  );
}

function Caption(props: { readonly text: string; readonly side?: 'end' }): ReactElement {
  return (
    <span className="compare-caption" data-side={props.side} aria-hidden="true">
      {props.text}
    </span>
  );
}

interface WipeProps {
  readonly before: ComparePicture;
  readonly after: ComparePicture;
  readonly viewport: Viewport;
  readonly labels: CompareLabels;
  /** Where the divider is, in per cent of the width. */
  readonly divider: RefObject<number>;
}

function WipePane({ before, after, viewport, labels, divider }: WipeProps): ReactElement {
  const pane = usePanAndZoom(viewport);
  const slider = useReactCompareSliderRef();
  const [start] = useState(() => divider.current);
  useEffect(() => {
    const handle = slider.current.handleContainer; // its label is English and cannot be set by a property
    handle?.setAttribute('aria-label', labels.handle);
  }, [slider, labels.handle]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys pan it
    <div ref={pane} className="compare-pane" role="group" aria-label={labels.view} tabIndex={0}>
      <ReactCompareSlider
        ref={slider}
        className="compare-wipe"
        onlyHandleDraggable
        position={start}
        onPositionChange={(position) => (divider.current = position)}
        itemOne={<PlacedPicture picture={before} viewport={viewport} />}
        itemTwo={<PlacedPicture picture={after} viewport={viewport} />}
        handle={<ReactCompareSliderHandle className="compare-handle" />}
      />
      <Caption text={before.label} />
      <Caption text={after.label} side="end" />
    </div>
  );
}
