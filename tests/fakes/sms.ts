import {
  SendFailed,
  type SendSms,
  type SmsReceipts,
  type SmsReplies,
  type SmsReply,
  type SmsStatus,
} from '../../server/ports/delivery.ts';

/** A gateway that keeps what it accepts. */
export function fakeSms() {
  const sent: { to: string; text: string; reference: string; id: string }[] = [];
  const refusals: SendFailed[] = [];
  const send: SendSms = async (sms) => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    const id = `sms-${sent.length + 1}`;
    sent.push({ ...sms, id });
    return { id };
  };
  return {
    sent,
    send,
    refuseNext: (problem: string, permanent: boolean, waitMs: number | null = null) =>
      refusals.push(new SendFailed(problem, { permanent, waitMs })),
  };
}

/** Receipts in memory. */
export function fakeReceipts(): SmsReceipts {
  const deliveries = new Map<string, string>();
  const early = new Map<string, SmsStatus[]>();
  return {
    async remember(gatewayId, deliveryId) {
      deliveries.set(gatewayId, deliveryId);
      return early.get(gatewayId) ?? [];
    },
    async take(gatewayId, status) {
      early.set(gatewayId, [...(early.get(gatewayId) ?? []), status]);
      return deliveries.get(gatewayId) ?? null;
    },
  };
}

/** Replies in memory; `texted` says which notes went to whom lately. */
export function fakeReplies(texted: (personId: string) => Promise<string[]>): SmsReplies & { loseMatch(id: string): void } {
  const kept = new Map<string, SmsReply & { readonly at: string; noteId: string | null }>();
  const aside = new Set<string>();
  const setNote = (id: string, noteId: string | null) => {
    const reply = kept.get(id);
    if (reply) reply.noteId = noteId;
  };
  return {
    async keep(reply, at) {
      const known = kept.get(reply.id);
      if (known === undefined) kept.set(reply.id, { ...reply, at, noteId: null });
      return known?.noteId ?? null;
    },
    match: async (id, noteId) => setNote(id, noteId),
    /** As when the server is killed before it has recorded the match. */
    loseMatch: (id) => setNote(id, null),
    putAside: async (id) => void aside.add(id),
    unmatched: async (limit) =>
      [...kept.values()]
        .filter((reply) => reply.noteId === null && !aside.has(reply.id))
        .map(({ id, at, from, text }) => ({ id, at, from, text }))
        .toReversed()
        .slice(0, limit),
    textedLately: texted,
  };
}
