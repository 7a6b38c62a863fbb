import { useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import type { MaskEditor } from '../mask/mask-editor';
import type { Brush } from '../mask/types';
import type { Picture } from '../state/types';
import './canvas.css';
import type { StageMessage } from './keyboard';
import { StageController, type StageOptions } from './stage-controller';
import type { Tool } from './tool';
import type { Viewport } from './viewport';

export interface StageProps {
  readonly picture: Picture;
  /** Of the picture's size. */
  readonly editor: MaskEditor;
  readonly viewport: Viewport;
  readonly tool: Tool;
  readonly brush: Brush;
  onBrushChange(brush: Brush): void;
  /** While an edit runs: shows, does not paint. */
  readonly disabled?: boolean;
  /** What the stage is, for screen readers. */
  readonly label: string;
  /** The id of the text that says which keys there are. */
  readonly describedBy?: string;
  /** The text of what a key has done, for screen readers. */
  describe?(message: StageMessage): string;
}

/** The picture with its mask, to paint on. The picture is an <img>: the browser shows it, no pixel of it is read. */
export function Stage(props: StageProps): ReactElement {
  const { picture, editor, viewport, tool, brush, disabled = false, label, describedBy } = props;
  const stage = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const mask = useRef<HTMLCanvasElement>(null);
  const circle = useRef<HTMLDivElement>(null);
  const cross = useRef<HTMLDivElement>(null);
  const dark = useRef<SVGPathElement>(null);
  const light = useRef<SVGPathElement>(null);
  const controller = useRef<StageController | null>(null);
  const [message, setMessage] = useState('');

  const options: StageOptions = {
    tool,
    brush,
    disabled,
    onBrushChange: (changed) => props.onBrushChange(changed),
    say: (said) => setMessage(props.describe?.(said) ?? ''),
  };
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
    controller.current?.setOptions(options);
  });

  useLayoutEffect(() => {
    if (!stage.current || !image.current || !mask.current || !circle.current || !cross.current) return;
    if (!dark.current || !light.current) return;
    const elements = {
      stage: stage.current,
      image: image.current,
      mask: mask.current,
      brush: circle.current,
      cross: cross.current,
      outlines: [dark.current, light.current],
    };
    const made = new StageController(elements, viewport, editor, latest.current);
    controller.current = made;
    return () => {
      controller.current = null;
      made.dispose();
    };
  }, [viewport, editor]);

  return (
    <div className="canvas">
      {/* The arrow keys move a cursor: an application, in ARIA's words; Tab leaves it. */}
      <div
        ref={stage}
        className="stage"
        data-testid="stage"
        role="application"
        aria-label={label}
        aria-describedby={describedBy}
        aria-disabled={disabled}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its keys need the focus
        tabIndex={0}
      >
        <img ref={image} className="stage-picture" src={picture.url} alt="" draggable={false} />
        <canvas ref={mask} className="stage-mask" aria-hidden="true" />
        <svg className="stage-outline" aria-hidden="true">
          <path ref={dark} className="dark" />
          <path ref={light} className="light" />
        </svg>
        <div ref={circle} className="stage-brush" />
        <div ref={cross} className="stage-cross" />
      </div>
      <div className="visually-hidden" role="status">
        {message}
      </div>
    </div>
  );
}
