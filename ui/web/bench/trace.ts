// Figures from a Chromium trace (the JSON of chrome://tracing): what one input costs.

export interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Microseconds of the thread's processor time. */
  readonly tdur?: number;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Milliseconds for one input; processor time of the thread, so that other programs count less. */
export interface InputCost {
  readonly type: string;
  /** The main thread's script, style, layout and paint, and garbage collection. */
  readonly work: number;
  /** Raster on other threads. */
  readonly raster: number;
  /** The main thread's part in handing the frame over to the compositor, the canvas's copy among it. */
  readonly commit: number;
}

const inputTypes: ReadonlySet<unknown> = new Set(['pointerdown', 'pointermove', 'pointerup']);
const workNames: ReadonlySet<string> = new Set([
  'EventDispatch',
  'FireAnimationFrame',
  'TimerFire',
  'FunctionCall',
  'RunMicrotasks',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'MinorGC',
  'MajorGC',
]);

/** The value that `share` of the values do not exceed; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? NaN;
}

/** What each input costs: from its dispatch until that of the next one. */
export function inputCosts(events: readonly TraceEvent[]): InputCost[] {
  const inputs = events.filter((event) => inputTypes.has(inputType(event))).sort((a, b) => a.ts - b.ts);
  const [first] = inputs;
  if (first === undefined) return [];
  const complete = events.filter((event) => event.ph === 'X' && event.pid === first.pid);
  const main = complete.filter((event) => event.tid === first.tid);
  const starts = inputs.map((input) => input.ts);
  const sum = (costs: readonly TraceEvent[]) => sumBetween(costs, starts);
  const work = sum(outermost(main.filter((event) => workNames.has(event.name))));
  const raster = sum(complete.filter((event) => event.name === 'RasterTask'));
  const commit = sum(outermost(main.filter((event) => event.name === 'Commit')));
  return inputs.map((input, index) => ({
    type: String(inputType(input)),
    work: work[index] ?? 0,
    raster: raster[index] ?? 0,
    commit: commit[index] ?? 0,
  }));
}

/** Milliseconds after `origin` (microseconds) at which the last task of more than 50 ms on a thread ends; 0: none. */
export function lastLongTask(events: readonly TraceEvent[], origin: TraceEvent): number {
  const ends = events
    .filter((event) => event.name === 'RunTask' && event.pid === origin.pid && event.tid === origin.tid)
    .filter((event) => event.ts >= origin.ts && (event.dur ?? 0) > 50_000)
    .map((event) => (event.ts + (event.dur ?? 0) - origin.ts) / 1000);
  return Math.max(0, ...ends);
}

/** Milliseconds of processor time that a thread's tasks take that begin in the `milliseconds` after `origin`. */
export function workUntil(events: readonly TraceEvent[], origin: TraceEvent, milliseconds: number): number {
  return events
    .filter((event) => event.name === 'RunTask' && event.pid === origin.pid && event.tid === origin.tid)
    .filter((event) => event.ts >= origin.ts && event.ts < origin.ts + 1000 * milliseconds)
    .reduce((sum, event) => sum + (event.tdur ?? event.dur ?? 0) / 1000, 0);
}

function inputType(event: TraceEvent): string | undefined {
  const data = event.args['data'] as { readonly type?: string } | undefined;
  return event.name === 'EventDispatch' && event.ph === 'X' ? data?.type : undefined;
}

/** Events of one thread without those that are within another one of them. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  const sorted = [...events].sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  let end = -Infinity;
  return sorted.filter((event) => {
    if (event.ts < end) return false;
    end = event.ts + (event.dur ?? 0);
    return true;
  });
}

/** Milliseconds from each start until the next one; after the last one, until the trace ends. */
function sumBetween(events: readonly TraceEvent[], starts: readonly number[]): number[] {
  const sums = starts.map(() => 0);
  for (const event of events) {
    const next = starts.findIndex((start) => start > event.ts);
    const index = (next < 0 ? starts.length : next) - 1;
    if (index >= 0) sums[index] = (sums[index] ?? 0) + (event.tdur ?? event.dur ?? 0) / 1000;
  }
  return sums;
}
