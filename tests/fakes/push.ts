import { type PushSubscriptions, type PushTarget, SendFailed, type SendPush } from '../../server/ports/delivery.ts';

/** A push service with devices; a device that is `gone` or `away` does not take messages. */
export function fakePush() {
  const sent: { endpoint: string; payload: string }[] = [];
  const troubles = new Map<string, SendFailed>();
  const send: SendPush = async ({ endpoint }, { payload }) => {
    const trouble = troubles.get(endpoint);
    if (trouble) throw trouble;
    sent.push({ endpoint, payload });
  };
  return {
    sent,
    send,
    gone: (endpoint: string) => troubles.set(endpoint, new SendFailed('gone', { permanent: true })),
    away: (endpoint: string, waitMs: number | null = null) =>
      troubles.set(endpoint, new SendFailed('unreachable', { permanent: false, waitMs })),
    back: (endpoint: string) => troubles.delete(endpoint),
  };
}

/** Subscriptions in memory. */
export function fakeSubscriptions(): PushSubscriptions {
  const owners = new Map<string, { personId: string; target: PushTarget }>();
  return {
    add: async (personId, target) => void owners.set(target.endpoint, { personId, target }),
    async remove(personId, endpoint) {
      if (owners.get(endpoint)?.personId === personId) owners.delete(endpoint);
    },
    async removeAll(personId) {
      for (const [endpoint, owner] of owners) if (owner.personId === personId) owners.delete(endpoint);
    },
    removeDead: async (endpoint) => void owners.delete(endpoint),
    devicesOf: async (personId) =>
      [...owners].flatMap(([endpoint, owner]) =>
        owner.personId === personId ? [{ endpoint, since: '2026-11-19T09:00:00.000Z' }] : [],
      ),
    of: async (personId) => [...owners.values()].filter((owner) => owner.personId === personId).map((owner) => owner.target),
  };
}
