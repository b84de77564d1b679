import type { Account } from '../accounts/account.ts';
import { inOrder, type Person } from '../accounts/roster.ts';
import { isDelivered } from '../notes/disposition.ts';
import type { Note } from '../notes/note.ts';
import type { Instant } from '../time.ts';
import type { Channel, Delivery } from './delivery.ts';
import { deliveryKey, type Step } from './delivery-key.ts';
import { writeMail } from './mail-text.ts';
import type { Message } from './message.ts';
import { disclose } from './privacy.ts';
import { writePush } from './push-text.ts';
import { writeSms } from './sms-text.ts';
import { writeTaken } from './taken-text.ts';

export type PlannedDelivery = { readonly delivery: Delivery; readonly message: Message };

export type PlanFacts = {
  readonly note: Note;
  readonly account: Account;
  readonly roster: readonly Person[];
  readonly at: Instant;
  /** Address of the portal as the client reaches it, without a slash at its end. */
  readonly publicUrl: string;
  /** The same id for the same key, so that planning twice gives the same rows. */
  readonly idOf: (key: string) => string;
};

/** Who gets the note, on which channels, and exactly which words leave: the privacy level is applied here and nowhere else. */
export function planDelivery(facts: PlanFacts): PlannedDelivery[] {
  if (!isDelivered(facts.note.content.disposition)) return [];
  const person = recipientOf(facts.note, facts.roster);
  return person === undefined ? [] : channelsOf(person).map((channel) => planNoteTo(facts, { step: 1, person, channel }));
}

type Alert = { readonly step: number; readonly person: Person; readonly channels: readonly Channel[] };

/** The note to a person of a step of the ladder, on those of its channels that the person has on. */
export const planAlert = (facts: PlanFacts, { step, person, channels }: Alert): PlannedDelivery[] =>
  channelsOf(person)
    .filter((channel) => channels.includes(channel))
    .map((channel) => planNoteTo(facts, { step, person, channel }));

/** Tells a person who was alerted that somebody has acknowledged, on the surest channel that he has on. */
export function planTaken(
  facts: PlanFacts,
  person: Person,
  { by, at }: { readonly by: string; readonly at: Instant },
): PlannedDelivery[] {
  const { note, account } = facts;
  const channel = surest.find((c) => channelsOf(person).includes(c));
  if (channel === undefined) return [];
  const delivery = queued(facts, { step: 'taken', person, channel });
  const message = writeTaken({ noteId: note.id, account, by, at }, { person, channel, key: delivery.key, link: linkOf(facts) });
  return [{ delivery, message }];
}

const surest: readonly Channel[] = ['sms', 'push', 'email'];

/** The person named, otherwise the top of the roster [J10, J11]. */
export function recipientOf(note: Note, roster: readonly Person[]): Person | undefined {
  const { forWhom } = note.content;
  const named = forWhom.kind === 'person' ? roster.find((person) => person.id === forWhom.personId) : undefined;
  return named ?? inOrder(roster)[0];
}

/** The channels that a person has on and can be reached by. */
function channelsOf(person: Person): Channel[] {
  const { email, sms, push } = person.channels;
  return [
    ...(email && person.email !== null ? (['email'] as const) : []),
    ...(sms && person.mobile !== null ? (['sms'] as const) : []),
    ...(push ? (['push'] as const) : []),
  ];
}

type Place = { readonly step: Step; readonly person: Person; readonly channel: Channel };

function planNoteTo(facts: PlanFacts, place: Place & { readonly step: number }): PlannedDelivery {
  const delivery = queued(facts, place);
  return { delivery, message: write(facts, place, delivery.key) };
}

function queued({ note, account, at, idOf }: PlanFacts, { step, person, channel }: Place): Delivery {
  const key = deliveryKey({ noteId: note.id, step, personId: person.id, channel });
  return {
    id: idOf(key),
    accountId: account.id,
    noteId: note.id,
    personId: person.id,
    channel,
    key,
    state: 'queued',
    attempts: 0,
    problem: null,
    queuedAt: at,
    sentAt: null,
    deliveredAt: null,
  };
}

const linkOf = ({ note, publicUrl }: PlanFacts): string => `${publicUrl}/portal/notes/${note.id}`;

/** It says for whom the note is, whoever is alerted. */
function write(facts: PlanFacts, { step, person, channel }: Place & { readonly step: number }, key: string): Message {
  const { note, account, roster } = facts;
  const about = disclose(note, account, recipientOf(note, roster) ?? person, step);
  const link = linkOf(facts);
  switch (channel) {
    case 'email':
      return writeMail(about, { address: person.email ?? '', key, link });
    case 'sms':
      return writeSms(about, { number: person.mobile ?? '', key, link });
    case 'push':
      return writePush(about, { personId: person.id, link });
  }
}
