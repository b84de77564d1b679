import type { CallRecord } from '#shared/calls/call-record.ts';
import { toMs } from '#shared/time.ts';
import type { Books } from './books.ts';
import type { Bureau } from './bureau.ts';
import type { Callers, Story } from './callers.ts';
import type { Exchange } from './exchange.ts';
import type { Promised } from './invariants.ts';
import type { Server } from './server.ts';

/** Seconds by which a time in the books may be off when nothing was wrong. */
const tolerance = 2;

/** Compares what the books say at the end with what every caller lived through. */
export function judgeRecords(around: {
  readonly bureau: Bureau;
  readonly books: Books;
  readonly server: Server;
  readonly exchange: Exchange;
  readonly callers: Callers;
  readonly nowMs: () => number;
}) {
  const { bureau, books, server, exchange, callers, nowMs } = around;
  let disturbedMs = nowMs();
  const disturbed = new Set<string>();
  const told: [Promised, string][] = [];
  const broken = (promise: Promised, what: string): void => void told.push([promise, what]);

  /** Something was wrong while this caller was there, or just before or after. */
  function disturb(attentive: boolean): void {
    for (const channel of exchange.channels.values())
      if (channel.hears === 'nothing' && nowMs() - channel.hearsSinceMs > 500) disturbed.add(channel.id);
    if (attentive && !books.isAway()) {
      if (nowMs() - disturbedMs > 4_000) return;
    } else disturbedMs = nowMs();
    for (const channel of exchange.channels.values()) disturbed.add(channel.id);
    for (const story of callers.stories) {
      if (story.ended !== null && nowMs() - story.ended.ms < 4_000) disturbed.add(story.channelId);
    }
  }

  function finalRows(number: string): CallRecord[] {
    return books.written.flatMap(({ row }) => (row.caller === number && row.endedAt !== null ? [row] : []));
  }

  function judge(): [Promised, string][] {
    const rows = new Map<string, CallRecord[]>();
    for (const { row } of books.written) {
      const whose = row.outbound === undefined ? row.caller : `out-${row.id}`;
      if (whose !== null) rows.set(whose, [...(rows.get(whose) ?? []), row]);
    }
    for (const story of callers.reached) calledBack(story, rows.get(story.channelId) ?? []);
    for (const story of callers.stories) {
      fate(story);
      if (bureau.accountOf(story.dialled) !== undefined) entry(story, rows.get(story.number) ?? []);
    }
    for (const name of exchange.recordings.names()) broken('every message arrives once', `never taken: ${name}`);
    if (server.floor()?.snapshot().calls !== 0) broken('nobody is forgotten', 'the floor holds a call at the end');
    return told;
  }

  function fate(story: Story): void {
    const { channelId, ended } = story;
    if (ended === null) {
      broken('nobody is forgotten', channelId);
      return;
    }
    const wasServed = ['voice', 'his-turn', 'apology'].some((what) => [...story.heard].some((h) => h === what));
    // the sound of his operator, who let him go, was lost before
    const wasAnswered = disturbed.has(channelId) && finalRows(story.number).some(({ answeredAt }) => answeredAt !== null);
    const isAnnounced = bureau.accountOf(story.dialled) === undefined;
    const keptPlace = story.keepsPlace || (story.pressedTwoMs !== null && disturbed.has(channelId));
    if (ended.by === 'hung-up' && !wasServed && !wasAnswered && !isAnnounced && !keptPlace)
      broken('nobody is turned away', channelId);
    if (story.messageSeconds < 1 || bureau.accountOf(story.dialled) === undefined) return;
    // one more when he was called back and nobody of us was there any more
    const left = [...callers.stories, ...callers.reached].filter(
      (s) => s.number === story.number && s.messageSeconds >= 1 && s.ended?.by !== 'exchange-died',
    );
    const messages = server.notes.filter((note) => note.content.number === story.number).length;
    if (messages !== left.length && ended.by !== 'exchange-died')
      broken('every message arrives once', `${channelId}: ${messages} notes`);
  }

  /** Whom the bureau called: his call has come to its end, and stands in the books as one that was answered. */
  function calledBack({ channelId, ended, voiceMs }: Story, all: readonly CallRecord[]): void {
    if (ended === null) broken('nobody is forgotten', channelId);
    const final = all.find((row) => row.endedAt !== null);
    if (final === undefined) broken('every call is recorded once', `${channelId}: not at all`);
    else if (voiceMs !== null && !disturbed.has(channelId) && final.outbound?.result !== 'answered')
      broken('records are true', `${channelId}: ${final.outbound?.result} instead of answered`);
  }

  function entry(story: Story, all: readonly CallRecord[]): void {
    const final = all.filter((row) => row.endedAt !== null);
    const open = all.filter((row) => row.endedAt === null && !final.some((f) => f.id === row.id));
    const isDisturbed = disturbed.has(story.channelId);
    if (open.length > 0) broken('nobody is forgotten', `${story.channelId}: row never closed`);
    const row = final.at(-1);
    // whoever came while nobody listened is known to the dialplan's recording by its name only
    if (new Set(final.map(({ id }) => id)).size > (story.wasSeen ? 1 : 2))
      broken('every call is recorded once', `${story.channelId}: ${final.map((f) => `${f.outcome}`).join(', ')}`);
    if (!isDisturbed && final.length > 1)
      broken('every call is recorded once', `${story.channelId}: written ${final.length} times`);
    if (row === undefined) {
      if (!isDisturbed) broken('every call is recorded once', `${story.channelId}: not at all`);
      return;
    }
    if (!isDisturbed) compare(story, row);
  }

  function compare(story: Story, row: CallRecord): void {
    const wrong = (what: string) => broken('records are true', `${story.channelId}: ${what}`);
    const off = (instant: string | null, ms: number) => instant === null || Math.abs(toMs(instant) - ms) > tolerance * 1000;
    if (off(row.arrivedAt, story.arrivedMs)) wrong(`arrived ${row.arrivedAt}`);
    if (story.ended !== null && off(row.endedAt, story.ended.ms)) wrong(`ended ${row.endedAt}`);
    const expected = outcomeOf(story, row);
    if (expected !== null && row.outcome !== expected) wrong(`${row.outcome} instead of ${expected}`);
    // whom no operator answered has waited to the end, also when he was put through
    const servedMs = (row.answeredAt === null ? null : story.voiceMs) ?? story.ended?.ms ?? 0;
    const waited = (servedMs - story.arrivedMs) / 1000;
    if (expected !== null && Math.abs((row.waitedSeconds ?? -100) - waited) > tolerance)
      wrong(`waited ${row.waitedSeconds} instead of ${waited}`);
  }

  return { disturb, records: { judge, isSettled: () => exchange.recordings.names().length === 0 }, finalRows };
}

/** What the record must say; null where the moment decides. */
function outcomeOf(
  { voiceMs, ended, hears, messageSeconds, heard, keepsPlace, pressedTwoMs }: Story,
  row: CallRecord,
): CallRecord['outcome'] | null {
  const answeredMs = row.answeredAt === null ? null : toMs(row.answeredAt);
  // answered on a leg that had just died: what is recorded is the operator's answer
  if (answeredMs !== null && (voiceMs ?? Number.POSITIVE_INFINITY) - answeredMs > 1_000) return null;
  // he heard somebody first to whom he was put through and who was gone at once
  const isUnspoken = row.transfers?.some((t) => t.answeredAt !== null && t.outcome === 'failed') === true;
  if (isUnspoken && answeredMs !== null && voiceMs !== null && voiceMs < answeredMs) return null;
  // handed over in the moment in which he hung up
  if (ended !== null && ended.ms - toMs(row.offers.at(-1)?.at ?? row.arrivedAt) < 1_000) return null;
  // put through and not told yet, or just when he hung up
  if (voiceMs === null && row.transfers?.some(({ outcome }) => outcome === 'connected')) return null;
  if (voiceMs !== null && ended !== null) return hears.what === 'voice' && ended.ms - hears.sinceMs > 1_000 ? 'handled' : null;
  if (messageSeconds >= 2) return 'voicemail';
  if (keepsPlace) return 'announced';
  // he hung up on what would have told him so
  if (ended !== null && ended.ms - (pressedTwoMs ?? 0) < 1_000) return null;
  return heard.has('his-turn') ? null : 'abandoned';
}
