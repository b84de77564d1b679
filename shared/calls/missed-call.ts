import { fromMs, toMs } from '../time.ts';
import type { CallRecord } from './call-record.ts';
import type { CallbackTask } from './callback-task.ts';

/** Milliseconds in which somebody who gave up waiting should be called back. */
const dueWithinMs = 30 * 60_000;
/** Milliseconds that tasks which are done stay to be looked at. */
const keptMs = 7 * 24 * 3600_000;

/** What the end of a call does to the account's tasks: rows to write, ids to remove. */
export type TaskChanges = { readonly put: readonly CallbackTask[]; readonly remove: readonly string[] };

/**
 * A caller who gave up or was cut is to be called back, once however often he tried, one who kept his place when it is his turn; whoever reached us has come back by
 * himself; a call of ours is a try of its task. Tasks done long ago go.
 */
export function tasksAfterCall(call: CallRecord, tasks: readonly CallbackTask[]): TaskChanges {
  if (call.endedAt === null) return { put: [], remove: [] };
  const at = call.endedAt;
  const remove = tasks.filter((t) => t.done !== null && toMs(at) - toMs(t.done.at) > keptMs).map((t) => t.id);
  if (call.outbound) return { put: tried(call, tasks, at), remove };
  if (call.caller === null) return { put: [], remove };
  const missed = tasks.filter((t) => t.origin === 'missed-call' && t.done === null && t.number === call.caller);
  if (call.outcome === 'abandoned' || call.outcome === 'cut') {
    const known = missed.length > 0 || tasks.some((t) => t.id === call.id);
    return { put: known ? [] : [missedCall(call, at)], remove };
  }
  const done = { at, by: '', how: 'called-again' } as const;
  const isKept = keptPlace(call);
  const place = isKept && !tasks.some((t) => t.id === call.id) ? [placeOf(call, at)] : [];
  const over = missed.filter((t) => !(isKept && t.id === call.id));
  return { put: [...over.map((t) => ({ ...t, done })), ...place], remove };
}

/** The last thing that the caller did was to keep his place; one who was still there when he gave up has none. */
const keptPlace = (call: CallRecord): boolean => call.outcome === 'announced' && call.path?.at(-1)?.what === 'kept-place';

/** He is to be called when it is his turn. */
const placeOf = (call: CallRecord, at: string): CallbackTask => ({
  ...missedCall(call, at),
  place: { since: call.arrivedAt },
});

function missedCall(call: CallRecord, at: string): CallbackTask {
  return {
    id: call.id,
    accountId: call.accountId,
    origin: 'missed-call',
    name: '',
    number: call.caller,
    about: '',
    dueAt: fromMs(toMs(at) + dueWithinMs),
    createdAt: at,
    createdBy: '',
    tries: [],
    done: null,
  };
}

function tried(call: CallRecord, tasks: readonly CallbackTask[], at: string): CallbackTask[] {
  const task = tasks.find((t) => t.id === call.outbound?.taskId);
  const result = call.outbound?.result ?? 'failed';
  if (task === undefined || result === 'called-off' || task.tries.some((t) => t.callId === call.id)) return [];
  const next = { ...task, tries: [...task.tries, { callId: call.id, at: call.arrivedAt, result }] };
  const done = { at, by: '', how: 'reached' } as const;
  // about an urgent note an answer is not enough: somebody has to take it
  const isDone = result === 'answered' && task.done === null && task.alert === undefined;
  return [isDone ? { ...next, done } : next];
}
