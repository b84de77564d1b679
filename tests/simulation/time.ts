import { fromMs, type Instant } from '#shared/time.ts';

type Entry = { readonly at: number; readonly order: number; readonly run: () => void; readonly settles: boolean; live: boolean };

/** Virtual time for whole days: tens of thousands of timers an hour, each with all its promises done before the next. */
export type SimulatedTime = {
  nowMs(): number;
  clock(): Instant;
  /** Starts a function later; returns what cancels it. */
  after(ms: number, run: () => void): () => void;
  /** For what is known to start no promise: thousands of heartbeats need not be waited for. */
  afterQuietly(ms: number, run: () => void): void;
  /** Runs until `isOver` says so; `step` is called after everything that happened. */
  pass(isOver: () => boolean, step: () => void): Promise<void>;
};

export function simulatedTime(startMs: number): SimulatedTime {
  let now = startMs;
  let order = 0;
  let second = { number: Number.NaN, text: '' };
  const heap: Entry[] = [];

  function add(ms: number, run: () => void, settles: boolean): Entry {
    order += 1;
    const entry = { at: now + Math.max(0, Math.round(ms)), order, run, settles, live: true };
    heap.push(entry);
    rise(heap, heap.length - 1);
    return entry;
  }

  return {
    nowMs: () => now,
    clock() {
      const number = Math.floor(now / 1000);
      if (second.number !== number) second = { number, text: fromMs(number * 1000).slice(0, -4) };
      return `${second.text}${String(now - number * 1000).padStart(3, '0')}Z`;
    },
    after(ms, run) {
      const entry = add(ms, run, true);
      return () => {
        entry.live = false;
      };
    },
    afterQuietly: (ms, run) => void add(ms, run, false),
    async pass(isOver, step) {
      await settled();
      for (let entry = takeFirst(heap); entry !== undefined; entry = takeFirst(heap)) {
        if (!entry.live) continue;
        now = entry.at;
        entry.run();
        if (!entry.settles) continue;
        await settled();
        step();
        if (isOver()) return;
      }
    },
  };
}

/** Lets every promise come to its end: ticks come after them. Nothing in a day waits for anything outside of the process. */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function takeFirst(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last !== undefined && last !== first) {
    heap[0] = last;
    sink(heap, 0);
  }
  return first;
}

function rise(heap: Entry[], from: number): void {
  for (let child = from; child > 0; ) {
    const parent = (child - 1) >> 1;
    if (!swapIfBefore(heap, child, parent)) return;
    child = parent;
  }
}

function sink(heap: Entry[], from: number): void {
  for (let parent = from; ; ) {
    const left = 2 * parent + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    if (a === undefined) return;
    const child = b !== undefined && isBefore(b, a) ? left + 1 : left;
    if (!swapIfBefore(heap, child, parent)) return;
    parent = child;
  }
}

function swapIfBefore(heap: Entry[], child: number, parent: number): boolean {
  const [c, p] = [heap[child], heap[parent]];
  if (c === undefined || p === undefined || !isBefore(c, p)) return false;
  heap[child] = p;
  heap[parent] = c;
  return true;
}
