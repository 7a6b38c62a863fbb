import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from 'react';
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
  const divider = useRef(50); // kept while another mode is shown
  const view = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(view, mode);
  const before = { url: original.url, label: labels.original };
  const after = { url: result.url, label: labels.result };
  const single = mode === 'result' ? after : before;
  return (
    <div
      ref={view}
      className="compare"
      data-testid="compare"
      data-mode={mode}
      role="group"
      aria-label={labels.view}
      {...keepFocus}
    >
      <Pane label={mode === 'wipe' ? labels.view : single.label} viewport={viewport}>
        {mode === 'wipe' ? (
          <Wipe {...{ before, after, viewport, divider }} handle={labels.handle} />
        ) : (
          <CaptionedPicture picture={single} viewport={viewport} />
        )}
      </Pane>
      {mode === 'side' && (
        <Pane label={after.label} viewport={viewport}>
          <CaptionedPicture picture={after} viewport={viewport} />
        </Pane>
      )}
    </div>
  );
}

/**
 * The wipe's handle goes when another mode is shown, be it for a moment: the focus waits on the pane and goes back. The
 * properties are the view's.
 */
function useKeptFocus(view: RefObject<HTMLElement | null>, mode: CompareMode) {
  const focused = useRef<Element | null>(null);
  const awaitsHandle = useRef(false);
  useEffect(() => {
    const pane = view.current?.querySelector<HTMLElement>('.compare-pane');
    const handle = view.current?.querySelector<HTMLElement>('[role="slider"]');
    if (focused.current?.isConnected === false && document.activeElement === document.body) {
      pane?.focus({ preventScroll: true });
      awaitsHandle.current = true;
    } else if (awaitsHandle.current && document.activeElement === pane) {
      handle?.focus({ preventScroll: true });
    }
  }, [view, mode]);
  return {
    onFocus: (event: FocusEvent<HTMLElement>) => {
      focused.current = event.target;
      awaitsHandle.current = false;
    },
    onBlur: (event: FocusEvent<HTMLElement>) => {
      if (event.relatedTarget !== null) focused.current = null;
    },
  };
}

interface PaneProps {
  readonly label: string;
  readonly viewport: Viewport;
  readonly children: ReactNode;
}

function Pane({ label, viewport, children }: PaneProps): ReactElement {
  const pane = usePanAndZoom(viewport);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys pan it
    <div ref={pane} className="compare-pane" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

function CaptionedPicture(props: {
  readonly picture: ComparePicture;
  readonly viewport: Viewport;
}): ReactElement {
  return (
    <>
      <PlacedPicture {...props} />
      <Caption text={props.picture.label} />
    </>
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
  /** Where the divider is, in per cent of the width. */
  readonly divider: RefObject<number>;
  /** What the handle does. */
  readonly handle: string;
}

function Wipe({ before, after, viewport, divider, handle }: WipeProps): ReactElement {
  const slider = useReactCompareSliderRef();
  const [start] = useState(() => divider.current);
  useEffect(() => {
    // Its label is English and cannot be set by a property.
    slider.current.handleContainer?.setAttribute('aria-label', handle);
  }, [slider, handle]);
  return (
    <>
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
    </>
  );
}
