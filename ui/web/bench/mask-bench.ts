// Times and memory of the mask model, bundled as for the page (vite-node's modules are several times slower):
// npx esbuild bench/mask-bench.ts --bundle --platform=node --format=esm | node --expose-gc --input-type=module

import { performance } from 'node:perf_hooks';
import { MaskEditor } from '../src/mask/mask-editor';
import type { Brush } from '../src/mask/types';
import { grown } from '../src/workers/grow';
import { packed, unpacked } from '../src/workers/packed-mask';
import { encodedPng } from '../src/workers/png';

const size = { width: 2048, height: 2048 };

/** Milliseconds: median and 95th percentile of the runs after the first ones, which compile. */
function measure(name: string, runs: number, run: (index: number) => void): void {
  const times: number[] = [];
  for (let i = 0; i < runs; ++i) {
    const start = performance.now();
    run(i);
    times.push(performance.now() - start);
  }
  const sorted = times.slice(Math.floor(runs / 5)).sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(3);
  console.log(`${name}: median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
}

/** Coordinates within the picture, the same at each run. */
function place(index: number): number {
  return ((index * 7919) % 1600) + 224.3;
}

function paintStroke(editor: MaskEditor, brush: Brush, index: number): void {
  const stroke = editor.beginStroke(brush, index % 5 === 4 ? 'subtract' : 'add');
  for (let i = 0; i <= 40; ++i) {
    const x = place(index) + 12 * i * Math.cos(index);
    const y = place(index * 31 + 7) + 12 * i * Math.sin(index) + 30 * Math.sin(i / 4);
    stroke.add([{ x, y, pressure: 1 }]);
  }
  stroke.end();
}

for (const hardness of [1, 0.8, 0]) {
  const label = `hardness ${hardness}`;
  const brush = { diameter: 400, hardness };
  const dabs = new MaskEditor(size);
  measure(`one dab of 400 px, ${label}`, 200, (i) => {
    const stroke = dabs.beginStroke(brush, 'add');
    stroke.add([{ x: place(i), y: place(i * 31), pressure: 1 }]);
    stroke.cancel();
  });
  const moves = new MaskEditor(size);
  const long = moves.beginStroke(brush, 'add');
  measure(`a move of 30 px, 400 px, ${label}`, 200, (i) => {
    long.add([{ x: 200 + 30 * (i % 50), y: 200 + 30 * i * 0.3, pressure: 1 }]);
  });
  const editor = new MaskEditor(size);
  measure(`a stroke of 480 px, 100 px, ${label}`, 200, (i) =>
    paintStroke(editor, { diameter: 100, hardness }, i),
  );
  console.log(`history of 200 such strokes, ${label}: ${editor.historyBytes} bytes`);
  console.log(`serialised, ${label}: ${editor.serialise().delta.length} bytes`);
  measure('undo', 200, () => editor.undo());
  measure('redo', 200, () => editor.redo());
  measure('isEmpty after a change', 50, () => {
    editor.undo();
    editor.mask.isEmpty();
  });
  measure('serialise', 20, () => editor.serialise());
  measure('collect for the worker', 20, () => packed(editor.mask));
  const mask = unpacked(packed(editor.mask));
  measure('PNG', 5, () => encodedPng(mask));
  console.log(`PNG: ${encodedPng(mask).length} bytes`);
  for (const radius of [8, -8, 200]) {
    measure(`grow by ${radius}`, 3, () => grown(mask, radius));
  }
}

/** Bytes of all typed arrays that are still in use. */
async function bytesInUse(): Promise<number> {
  for (let i = 0; i < 3; ++i) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve)); // what is freed is counted a while later
  }
  return process.memoryUsage().arrayBuffers;
}

const steady = new MaskEditor(size);
for (let round = 0; round < 4; ++round) {
  for (let i = 0; i < 200; ++i) {
    paintStroke(steady, { diameter: 100, hardness: 0.8 }, i);
  }
  const painted = await bytesInUse();
  while (steady.undo()) {
    // until nothing is left
  }
  console.log(`200 strokes: ${painted} bytes in use, undone: ${await bytesInUse()} bytes`);
}

const large = new MaskEditor({ width: 16384, height: 16384 });
measure('invert 16384 x 16384', 6, () => large.invert());
measure('undo of that', 6, () => large.undo());
large.selectRectangle({ x: 100, y: 100, width: 16000, height: 16000 }, 'add');
console.log(
  `16384 x 16384: ${large.historyBytes} bytes of history, ${large.serialise().delta.length} serialised`,
);
const lasso = Array.from({ length: 5000 }, (_, i) => ({
  x: 1024 + (900 + 80 * Math.sin(i / 9)) * Math.cos((i * Math.PI) / 2500),
  y: 1024 + (900 + 80 * Math.sin(i / 9)) * Math.sin((i * Math.PI) / 2500),
}));
const polygons = new MaskEditor(size);
measure('lasso of 5000 points on 2048 x 2048', 10, (i) =>
  polygons.selectPolygon(lasso, i % 2 ? 'subtract' : 'add'),
);
