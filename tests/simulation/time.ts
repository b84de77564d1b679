import { fromMs, type Instant } from '#shared/time.ts';

/** Times are in milliseconds since the start. */
type Entry = {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  readonly settles: boolean;
  live: boolean;
  /** Who comes after it in the same millisecond. */
  next: Entry | null;
};

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

/** Milliseconds, a power of two: whatever comes sooner stands in the queue of its millisecond, the rest in a heap. */
const soonMs = 2 ** 13;

export function simulatedTime(startMs: number): SimulatedTime {
  let now = 0;
  let order = 0;
  let second = { number: Number.NaN, text: '' };
  let told = { at: Number.NaN, text: '' };
  const firsts = Array.from({ length: soonMs }, (): Entry | null => null);
  const lasts = Array.from({ length: soonMs }, (): Entry | null => null);
  /** A bit for each millisecond in which somebody comes. */
  const taken = new Int32Array(soonMs / 32);
  let soon = 0;
  const late: Entry[] = [];

  function add(ms: number, run: () => void, settles: boolean): Entry {
    order += 1;
    const entry: Entry = { at: now + Math.max(0, Math.round(ms)), order, run, settles, live: true, next: null };
    if (entry.at - now < soonMs) queue(entry);
    else {
      late.push(entry);
      rise(late, late.length - 1);
    }
    return entry;
  }

  function queue(entry: Entry): void {
    const place = entry.at & (soonMs - 1);
    const last = lasts[place];
    if (last) last.next = entry;
    else {
      firsts[place] = entry;
      taken[place >> 5] = (taken[place >> 5] ?? 0) | (1 << (place & 31));
    }
    lasts[place] = entry;
    soon += 1;
  }

  /** The next of all, with time gone on to it. */
  function take(): Entry | null {
    for (;;) {
      const place = now & (soonMs - 1);
      const entry = firsts[place];
      if (entry) {
        firsts[place] = entry.next;
        if (entry.next === null) {
          lasts[place] = null;
          taken[place >> 5] = (taken[place >> 5] ?? 0) & ~(1 << (place & 31));
        }
        soon -= 1;
        return entry;
      }
      const first = late[0];
      if (soon > 0) now += stepFrom(place);
      else if (first !== undefined) now = first.at;
      else return null;
      // before anything can be added for the same millisecond, which came later
      while (late[0] !== undefined && late[0].at - now < soonMs) queue(takeFirst(late, late[0]));
    }
  }

  /** Milliseconds from a free one to the next that is taken, or to the end of its thirty-two. */
  function stepFrom(place: number): number {
    const left = (taken[place >> 5] ?? 0) >>> (place & 31);
    return left === 0 ? 32 - (place & 31) : 31 - Math.clz32(left & -left);
  }

  function clock(): Instant {
    if (told.at === now) return told.text;
    const ms = startMs + now;
    const number = Math.floor(ms / 1000);
    if (second.number !== number) second = { number, text: fromMs(number * 1000).slice(0, -4) };
    told = { at: now, text: `${second.text}${endings[ms - number * 1000]}` };
    return told.text;
  }

  return {
    nowMs: () => startMs + now,
    clock,
    after(ms, run) {
      const entry = add(ms, run, true);
      return () => {
        entry.live = false;
      };
    },
    afterQuietly: (ms, run) => void add(ms, run, false),
    pass: (isOver, step) =>
      new Promise((resolve, reject) => {
        /** Until something may have started promises, or everything is over. */
        function goOn(): 'settles' | 'over' {
          for (let entry = take(); entry !== null; entry = take()) {
            if (!entry.live) continue;
            entry.run();
            if (entry.settles) return 'settles';
          }
          return 'over';
        }
        function settled(): void {
          step();
          if (isOver() || goOn() === 'over') resolve();
          else afterPromises(settled, reject);
        }
        afterPromises(() => (goOn() === 'over' ? resolve() : afterPromises(settled, reject)), reject);
      }),
  };
}

/** How instants end, by millisecond. */
const endings = Array.from({ length: 1000 }, (_, ms) => `${String(ms).padStart(3, '0')}Z`);

const done = Promise.resolve();

/** Runs when every promise has come to its end: ticks come after them. Nothing in a day waits for anything outside of the process. */
function afterPromises(run: () => void, failed: (cause: unknown) => void): void {
  // and by a promise again, since promises that are made within a tick wait for the end of all ticks
  process.nextTick(() => void done.then(run).catch(failed));
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function takeFirst(heap: Entry[], first: Entry): Entry {
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
