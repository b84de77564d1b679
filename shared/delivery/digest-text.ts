import type { Account } from '../accounts/account.ts';
import { inOrder, type Person } from '../accounts/roster.ts';
import type { Contract } from '../billing/contract.ts';
import { usageAt } from '../billing/usage-month.ts';
import { usageLine } from '../billing/usage-text.ts';
import type { ClientCall } from '../calls/client-call.ts';
import { awaitsCallback } from '../notes/awaited-callback.ts';
import { isDelivered } from '../notes/disposition.ts';
import type { Note } from '../notes/note.ts';
import { type Instant, toMs } from '../time.ts';
import { digestWords } from './digest-words.ts';
import { type Row, writeBody } from './mail-text.ts';
import { type Disclosed, disclose } from './privacy.ts';
import { callerName, words } from './words.ts';

/**
 * What is told of a day: `since` included, `due` not. Of notes those of the day and all that await a call, of calls those of the
 * day and of its month.
 */
export type DigestFacts = {
  readonly account: Account;
  readonly roster: readonly Person[];
  readonly notes: readonly Note[];
  readonly calls: readonly ClientCall[];
  readonly contract: Contract | undefined;
  readonly since: Instant;
  readonly due: Instant;
  /** Where the client reads the notes. */
  readonly link: string;
};

/** Longer lists are read in the portal. */
const longestList = 200;

/** The overview of one day [I07], within the account's privacy level, also when there were no calls; the subject never changes. */
export function writeDigest(facts: DigestFacts): { readonly subject: string; readonly text: string; readonly html: string } {
  const { account, since, due, link } = facts;
  const w = digestWords[account.language];
  const notes = facts.notes
    .filter(({ lockedAt, content }) => since <= lockedAt && lockedAt < due && isDelivered(content.disposition))
    .sort((a, b) => (a.lockedAt < b.lockedAt ? -1 : 1));
  const isShown = account.privacy !== 'waiting';
  const listed = isShown ? notes.slice(0, longestList) : [];
  const body = writeBody({
    lead: [w.span(moment(since, account), moment(due, account))],
    rows: [...counts(facts, notes), ...listed.map((note) => noteRow(note, facts))],
    tail: [
      ...(!isShown && notes.length > 0 ? [w.waiting] : []),
      ...(isShown && notes.length > listed.length ? [w.more(notes.length - listed.length)] : []),
    ],
    between: words[account.language].between,
    link: { word: w.open, address: link },
    lang: account.language,
  });
  return { subject: w.subject(account.name), ...body };
}

function counts({ account, calls, since, due, ...facts }: DigestFacts, notes: readonly Note[]): Row[] {
  const w = digestWords[account.language];
  const ofDay = calls.filter(({ arrivedAt }) => since <= arrivedAt && arrivedAt < due);
  const how = (outcomes: readonly ClientCall['outcome'][]) => ofDay.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const answered = ofDay.filter(({ answeredAt }) => answeredAt !== null).length;
  const of = { answered, voicemail: how(['voicemail']), abandoned: how(['abandoned', 'announced']) };
  const urgent = notes.filter(({ content }) => content.urgent).length;
  const open = facts.notes.filter(awaitsCallback).length;
  return [
    { label: w.calls, value: ofDay.length === 0 ? w.none : `${ofDay.length}, ${w.callsOf(of)}` },
    { label: w.notes, value: urgent === 0 ? String(notes.length) : `${notes.length}, ${w.urgent(urgent)}` },
    { label: w.openCallbacks, value: String(open) },
    { label: w.usage, value: usageLine(usageOf({ account, calls, ...facts }, due), account.language) },
  ];
}

/** Calls that came after the day belong to the next overview. */
const usageOf = ({ account, contract, calls }: Pick<DigestFacts, 'account' | 'contract' | 'calls'>, due: Instant) =>
  usageAt({ account, contract, calls: calls.filter(({ arrivedAt }) => arrivedAt < due) }, due);

/** One line a note, of what may leave. */
function noteRow(note: Note, { account, roster }: DigestFacts): Row {
  const w = words[account.language];
  const d = digestWords[account.language];
  const { forWhom } = note.content;
  const to = roster.find(({ id }) => forWhom.kind === 'person' && id === forWhom.personId) ?? inOrder(roster)[0];
  const about = to === undefined ? null : disclose(note, account, to);
  const parts = [
    about?.caller ? callerOf(about.caller, w) : '',
    `${w.toWhom}${w.between}${about?.recipient ?? ''}`,
    about?.urgent ? w.urgent : '',
    about?.voicemail ? w.voicemail(Math.round(about.voicemail.seconds)) : '',
    about?.matter ?? '',
    note.acknowledged === null ? d.notYet : d.acknowledged(note.acknowledged.by),
  ];
  return { label: hour(note.lockedAt, account), value: parts.filter((part) => part !== '').join('\n') };
}

const callerOf = (caller: NonNullable<Disclosed['caller']>, w: (typeof words)['fr']): string =>
  [callerName(caller) || w.unknownCaller, caller.number ?? w.noNumber, w.wishes[caller.callback]].join(', ');

const moment = (at: Instant, { language, timeZone }: Account): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone, hourCycle: 'h23' }).format(toMs(at));

const hour = (at: Instant, { language, timeZone }: Account): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone, hourCycle: 'h23' }).format(toMs(at));
