import type { Account, Line } from '../accounts/account.ts';
import { type AccountView, accountView } from '../accounts/account-view.ts';
import type { Instruction } from '../accounts/instructions.ts';
import type { Person } from '../accounts/roster.ts';
import type { LiveCall } from '../live.ts';
import type { Note } from '../notes/note.ts';
import type { Instant } from '../time.ts';
import type { CallRecord } from './call-record.ts';
import type { CallbackTask } from './callback-task.ts';
import type { CallerCard } from './caller-card.ts';
import { type CallerMatch, matchCaller } from './caller-match.ts';
import type { Contact } from './contact.ts';

/** What the device holds of the account that is called; contacts are those with the caller's number. */
export type PopRows = {
  readonly account: Account;
  readonly line: Line | null;
  readonly instructions: readonly Instruction[];
  readonly people: readonly Person[];
  /** Null: still being read. */
  readonly contacts: readonly Contact[] | null;
  readonly notes: readonly Note[];
  /** Of a call that the bureau makes: the task that it came of. */
  readonly task?: CallbackTask | undefined;
  readonly cards: readonly CallerCard[];
  /** Calls from the caller's number, this one among them as soon as it is known; the latest first. */
  readonly calls: { readonly count: number; readonly latest: readonly CallRecord[] };
};

/** Everything to show before answering, from the device alone. */
export type ScreenPop = AccountView & {
  readonly call: LiveCall;
  readonly line: Line | null;
  readonly match: CallerMatch;
  /** Earlier notes of this caller, newest first, at most ten. */
  readonly earlier: readonly Note[];
  readonly task: CallbackTask | null;
  /** All cards of the account; `cardsForCall` sorts them. */
  readonly cards: readonly CallerCard[];
  /** How often this number rang before, and when last [S19]. */
  readonly rang: { readonly times: number; readonly lastAt: Instant | null };
};

/** The screen pop of a call [P32]. */
export function screenPop(
  call: LiveCall,
  rows: PopRows,
  viewer: { readonly operatorName: string; readonly at: Instant },
): ScreenPop {
  return {
    ...accountView(rows, viewer),
    call,
    line: rows.line,
    match: matchCaller(call.caller, rows.contacts),
    earlier: earlierNotes(call, rows.notes),
    task: rows.task ?? null,
    cards: rows.cards,
    rang: rangBefore(call, rows.calls),
  };
}

/** Without the call that rings now. */
function rangBefore(call: LiveCall, { count, latest }: PopRows['calls']): ScreenPop['rang'] {
  const before = latest.filter((each) => each.id !== call.callId);
  return { times: count - (latest.length - before.length), lastAt: before[0]?.arrivedAt ?? null };
}

function earlierNotes(call: LiveCall, notes: readonly Note[]): Note[] {
  if (call.caller === null) return [];
  return notes
    .filter((n) => n.accountId === call.accountId && n.content.number === call.caller)
    .sort((a, b) => (a.lockedAt < b.lockedAt ? 1 : -1))
    .slice(0, 10);
}
