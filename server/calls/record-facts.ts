import { outboundRulesOf } from '#shared/accounts/outbound-rules.ts';
import type { CallRecord } from '#shared/calls/call-record.ts';
import { legCosts } from '#shared/calls/leg-cost.ts';
import { tasksAfterCall } from '#shared/calls/missed-call.ts';
import { type VoiceFacts, withVoice } from '#shared/calls/voice-quality.ts';
import { toMs } from '#shared/time.ts';
import type { OutboundLedger, ServerTransaction, Store, UnwrittenCalls } from '../ports/store.ts';
import type { Live } from '../ports/telephony.ts';
import type { After } from '../ports/time.ts';
import { showCall } from './show-call.ts';

/** Milliseconds between two attempts while the database is away. */
const retryMs = 1000;
const arrivalEveryMs = 60_000;
/** Legs of one call whose voice is kept, the latest. */
const mostVoices = 20;

export type FactsWriter = {
  /** Keeps the newest facts of a call and writes them as soon as the database takes them; the call goes on meanwhile. */
  write(record: CallRecord): void;
  /** Adds how the voice was to the call's row; of a call in which the operator had no part it is forgotten. */
  measured(callId: string, voice: VoiceFacts): void;
  /** The newest facts of the calls that are not in the database yet, by call. */
  unwritten(): ReadonlyMap<string, CallRecord>;
  /** Takes over what an earlier server could not write; to be called once, before anything else is written. */
  takeIn(): Promise<void>;
};

export type FactsDeps = {
  readonly store: Pick<Store, 'transact'>;
  readonly unwrittenCalls: UnwrittenCalls;
  readonly outboundLedger: Pick<OutboundLedger, 'settle'>;
  readonly live: Pick<Live, 'poke'>;
  readonly after: After;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};

export function createFactsWriter(deps: FactsDeps): FactsWriter {
  const waiting = new Map<string, CallRecord>();
  /** What of `waiting` stands outside the database as well. */
  const kept = new Set<CallRecord>();
  const heard = new Map<string, readonly VoiceFacts[]>();
  let busy = false;

  async function flush(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (const [id, record] of waiting) {
        const { changed } = await deps.store.transact((tx) => merge(tx, record));
        for (const leg of legCosts(record)) await deps.outboundLedger.settle(leg.id, leg.cents);
        if (waiting.get(id) === record) waiting.delete(id);
        deps.live.poke(changed);
      }
      if (kept.size > 0) await forget();
      for (const [callId, voices] of heard) {
        const { changed } = await deps.store.transact((tx) => addVoices(tx, callId, voices));
        if (heard.get(callId) === voices) heard.delete(callId);
        deps.live.poke(changed);
      }
    } catch (cause) {
      deps.log('facts.unwritten', { calls: waiting.size, cause: String(cause) });
      await keepAside();
    } finally {
      busy = false;
    }
    if (waiting.size + heard.size > 0) deps.after(retryMs, () => void flush());
  }

  async function forget(): Promise<void> {
    await deps.unwrittenCalls.clear();
    kept.clear();
  }

  /** The server may die before the database is back. */
  async function keepAside(): Promise<void> {
    try {
      for (const record of waiting.values()) {
        if (kept.has(record)) continue;
        await deps.unwrittenCalls.add(record);
        kept.add(record);
      }
    } catch (cause) {
      deps.log('facts.not_kept', { calls: waiting.size, cause: String(cause) });
    }
  }

  return {
    write(record) {
      waiting.set(record.id, record);
      void flush();
    },
    measured(callId, voice) {
      heard.set(callId, withVoice(heard.get(callId) ?? [], voice));
      void flush();
    },
    unwritten: () => waiting,
    async takeIn() {
      const left = await deps.unwrittenCalls.load();
      for (const record of left) {
        waiting.set(record.id, record);
        kept.add(record);
      }
      if (left.length > 0) await flush();
    },
  };
}

const tookPart = (call: CallRecord, operatorId: string): boolean =>
  call.operatorId === operatorId || call.offers.some((offer) => offer.operatorId === operatorId && offer.outcome === 'answered');

/** The client sees on his line that forwarding works [P21]; once a minute is enough for that. */
async function showArrival(tx: ServerTransaction, { lineId, arrivedAt, diversion }: CallRecord): Promise<void> {
  const line = await tx.get('line', lineId);
  if (line === undefined) return;
  const { lastCall } = line;
  const isNews = lastCall === undefined || toMs(arrivedAt) - toMs(lastCall.at) >= arrivalEveryMs;
  const isOther = JSON.stringify(lastCall?.forwarded ?? null) !== JSON.stringify(diversion);
  if (isNews || isOther) await tx.put('line', { ...line, lastCall: { at: arrivedAt, forwarded: diversion } });
}

async function addVoices(tx: ServerTransaction, callId: string, voices: readonly VoiceFacts[]): Promise<void> {
  const call = await tx.get('call', callId);
  if (call === undefined) return;
  const theirs = voices.filter(({ operatorId }) => tookPart(call, operatorId));
  if (theirs.length === 0) return;
  await tx.put('call', { ...call, voice: theirs.reduce(withVoice, call.voice ?? []).slice(-mostVoices) });
}

/** A server that found the call while the database was away does not know that the bureau had made it. */
function outboundOf(newest: CallRecord, stored: CallRecord | undefined): Pick<CallRecord, 'outbound'> {
  if (newest.outbound || !stored?.outbound) return {};
  const result = stored.outbound.result ?? (newest.answeredAt === null ? null : 'answered');
  return { outbound: { ...stored.outbound, result } };
}

/** The end of a call brings tasks, ends them or counts as a try. Note and page may have told their part before the call's end is written. */
async function merge(tx: ServerTransaction, newest: CallRecord): Promise<void> {
  const { id, lineId } = newest;
  await tx.load([
    { kind: 'call', id },
    { kind: 'clientCall', id },
    { kind: 'line', id: lineId },
  ]);
  const stored = await tx.get('call', newest.id);
  const record = { ...newest, ...outboundOf(newest, stored) };
  const voice = stored?.voice && { voice: stored.voice };
  const call = { ...record, disposition: stored?.disposition ?? null, billable: stored?.billable ?? null, ...voice };
  await tx.put('call', call);
  await showCall(tx, call);
  if (stored === undefined && record.outbound === undefined) await showArrival(tx, record);
  if (record.endedAt === null || stored?.endedAt) return;
  const account = await tx.get('account', record.accountId);
  if (account === undefined || (outboundRulesOf(account).calls === 'none' && !record.outbound)) return;
  const changes = tasksAfterCall(record, await tx.list('task', record.accountId));
  for (const task of changes.put) await tx.put('task', task);
  for (const id of changes.remove) await tx.remove('task', id);
}
