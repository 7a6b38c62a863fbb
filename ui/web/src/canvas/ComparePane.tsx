import { useLayoutEffect, useRef, type ReactElement, type RefObject } from 'react';
import { Frame } from './frame';
import { PointerGestures } from './gestures';
import { placePicture } from './place-picture';
import { listenToPointers, modifiersOf } from './pointer-input';
import { observeSize } from './stage-size';
import type { Viewport } from './viewport';
import { panKey } from './viewport-keys';

export interface ComparePicture {
  /** An object URL. */
  readonly url: string;
  /** What it is: the picture's alternative text, and its caption. */
  readonly label: string;
}

/** One picture where the viewport says, without anything to pan it by. */
export function PlacedPicture(props: {
  readonly picture: ComparePicture;
  readonly viewport: Viewport;
}): ReactElement {
  const image = useRef<HTMLImageElement>(null);
  const { viewport } = props;
  useLayoutEffect(() => {
    const frame = new Frame(() => image.current && placePicture(image.current, viewport));
    frame.now();
    const end = viewport.subscribe(() => frame.request());
    return () => {
      end();
      frame.cancel();
    };
  }, [viewport]);
  return (
    <img
      ref={image}
      className="compare-picture"
      src={props.picture.url}
      alt={props.picture.label}
      decoding="sync" // no empty frame when the mode changes
      draggable={false}
    />
  );
}

/** What a drag, two fingers, the wheel and keys do to the viewport, for an element of its size. */
export function usePanAndZoom(viewport: Viewport): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const pane = element.current;
    if (pane === null) return;
    const gestures = new PointerGestures({
      toolPress: () => false,
      toolMove: () => undefined,
      toolRelease: () => undefined,
      toolCancel: () => undefined,
      panBy: (dx, dy) => viewport.panBy(dx, dy),
      pinch: (from, to, factor) => viewport.pinch(from, to, factor),
    });
    const endPointers = listenToPointers(pane, {
      gestures,
      onWheel: (action, at) => {
        if (action.kind === 'zoom') viewport.zoomBy(action.factor, at);
        else if (action.kind === 'pan') viewport.panBy(action.dx, action.dy);
      },
      onHover: () => undefined,
      onPress: () => pane.focus({ preventScroll: true }),
      ignores: (target) => target.closest('[role="slider"]') !== null,
    });
    const keydown = (event: KeyboardEvent) => {
      if (event.target !== pane || !panKey(viewport, { key: event.key, ...modifiersOf(event) })) return;
      event.preventDefault();
      event.stopPropagation();
    };
    pane.addEventListener('keydown', keydown);
    const endSize = observeSize(pane, (size, ratio) => viewport.setStage(size, ratio));
    return () => {
      endPointers();
      endSize();
      pane.removeEventListener('keydown', keydown);
    };
  }, [viewport]);
  return element;
}
