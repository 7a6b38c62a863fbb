// The stage alone with a picture, for bench.ts, which sets tool and brush through window.stagePage.

import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CompareView, type CompareMode } from '../../src/canvas/CompareView';
import { Stage } from '../../src/canvas/Stage';
import type { Tool } from '../../src/canvas/tool';
import { Viewport } from '../../src/canvas/viewport';
import { MaskEditor } from '../../src/mask/mask-editor';
import type { Brush } from '../../src/mask/types';
import type { Picture, Result } from '../../src/state/types';

export interface StagePage {
  readonly editor: MaskEditor;
  readonly viewport: Viewport;
  setTool(tool: Tool): void;
  setBrush(brush: Brush): void;
  /** Null: the stage. */
  compare(mode: CompareMode | null): void;
}

declare global {
  interface Window {
    stagePage?: StagePage;
  }
}

/** A picture with edges and gradients at every scale. */
async function makePicture(side: number, hue: number): Promise<Picture> {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('No canvas');
  const cell = side / 16;
  for (let row = 0; row < 16; ++row)
    for (let column = 0; column < 16; ++column) {
      context.fillStyle = `hsl(${hue + 10 * row} ${20 + 4 * column}% ${30 + 20 * ((row + column) % 2)}%)`;
      context.fillRect(column * cell, row * cell, cell, cell);
      context.fillStyle = '#fff';
      context.fillRect(column * cell, row * cell, 1 + column, 1 + row);
    }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return { blob, name: 'bench.png', url: URL.createObjectURL(blob), width: side, height: side };
}

function Page(props: { readonly picture: Picture; readonly result: Result }) {
  const [editor] = useState(() => new MaskEditor(props.picture));
  const [viewport] = useState(() => new Viewport());
  const [tool, setTool] = useState<Tool>('brush');
  const [brush, setBrush] = useState<Brush>({ diameter: 100, hardness: 0.5 });
  const [mode, setMode] = useState<CompareMode | null>(null);
  window.stagePage = { editor, viewport, setTool, setBrush, compare: setMode };
  if (mode !== null)
    return (
      <CompareView
        original={props.picture}
        result={props.result}
        viewport={viewport}
        mode={mode}
        labels={{ view: 'Compare', original: 'Original', result: 'Result', handle: 'Divider' }}
      />
    );
  return (
    <Stage
      picture={props.picture}
      editor={editor}
      viewport={viewport}
      tool={tool}
      brush={brush}
      onBrushChange={setBrush}
      label="The picture"
      describe={(message) => JSON.stringify(message)}
    />
  );
}

async function start(): Promise<void> {
  const side = Number(new URLSearchParams(location.search).get('side') ?? 2048);
  const picture = await makePicture(side, 200);
  const other = await makePicture(side, 20);
  const result: Result = {
    ...other,
    id: '1',
    original: picture,
    prompt: '',
    seed: 1,
    strength: 1,
    guidanceScale: 1,
    engine: 'local',
    seconds: 1,
    requestId: null,
  };
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no element with the id "root"');
  createRoot(root).render(
    <StrictMode>
      <Page picture={picture} result={result} />
    </StrictMode>,
  );
}

void start();
