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

/** Milliseconds for each input; processor time of the thread, so that other programs do not count. */
export interface InputCosts {
  /** The main thread's script, style, layout and paint, and garbage collection. */
  readonly work: readonly number[];
  /** Raster on other threads. */
  readonly raster: readonly number[];
  /** The main thread's part in handing the frame over to the compositor, the canvas's copy among it. */
  readonly commit: readonly number[];
}

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

/** What each input of a type costs, such as "pointermove": from its dispatch until that of the next one. */
export function inputCosts(events: readonly TraceEvent[], type: string): InputCosts {
  const inputs = events.filter((event) => isInput(event, type)).sort((a, b) => a.ts - b.ts);
  const [first] = inputs;
  if (first === undefined) return { work: [], raster: [], commit: [] };
  const complete = events.filter((event) => event.ph === 'X' && event.pid === first.pid);
  const main = complete.filter((event) => event.tid === first.tid);
  const starts = inputs.map((input) => input.ts);
  return {
    work: sumBetween(outermost(main.filter((event) => workNames.has(event.name))), starts),
    raster: sumBetween(
      complete.filter((event) => event.name === 'RasterTask'),
      starts,
    ),
    commit: sumBetween(outermost(main.filter((event) => event.name === 'Commit')), starts),
  };
}

/** Milliseconds after `origin` (microseconds) at which the last task of more than 50 ms on a thread ends; 0: none. */
export function lastLongTask(events: readonly TraceEvent[], origin: TraceEvent): number {
  const ends = events
    .filter((event) => event.name === 'RunTask' && event.pid === origin.pid && event.tid === origin.tid)
    .filter((event) => event.ts >= origin.ts && (event.dur ?? 0) > 50_000)
    .map((event) => (event.ts + (event.dur ?? 0) - origin.ts) / 1000);
  return Math.max(0, ...ends);
}

function isInput(event: TraceEvent, type: string): boolean {
  const data = event.args['data'] as { readonly type?: string } | undefined;
  return event.name === 'EventDispatch' && event.ph === 'X' && data?.type === type;
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
