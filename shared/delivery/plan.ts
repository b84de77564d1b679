import type { Account } from '../accounts/account.ts';
import { inOrder, type Person } from '../accounts/roster.ts';
import { isDelivered } from '../notes/disposition.ts';
import type { Note } from '../notes/note.ts';
import type { Instant } from '../time.ts';
import type { Channel, Delivery } from './delivery.ts';
import { writeMail } from './mail-text.ts';
import type { Message } from './message.ts';
import { disclose } from './privacy.ts';
import { writePush } from './push-text.ts';
import { writeSms } from './sms-text.ts';

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

/** The only step so far: the note itself; escalation adds further ones. */
const firstStep = 1;

/** `note:step:person:channel`: what makes a delivery the same one. */
export const deliveryKey = (noteId: string, personId: string, channel: Channel): string =>
  `${noteId}:${firstStep}:${personId}:${channel}`;

/** Who gets the note, on which channels, and exactly which words leave: the privacy level is applied here and nowhere else. */
export function planDelivery(facts: PlanFacts): PlannedDelivery[] {
  if (!isDelivered(facts.note.content.disposition)) return [];
  const recipient = recipientOf(facts.note, facts.roster);
  if (recipient === undefined) return [];
  return channelsOf(recipient).map((channel) => planOne(facts, recipient, channel));
}

/** The person named, otherwise the top of the roster [J10, J11]. */
function recipientOf(note: Note, roster: readonly Person[]): Person | undefined {
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

function planOne(facts: PlanFacts, person: Person, channel: Channel): PlannedDelivery {
  const { note, account, at } = facts;
  const key = deliveryKey(note.id, person.id, channel);
  const delivery: Delivery = {
    id: facts.idOf(key),
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
  return { delivery, message: write(facts, person, channel) };
}

function write({ note, account, publicUrl }: PlanFacts, person: Person, channel: Channel): Message {
  const about = disclose(note, account, person);
  const link = `${publicUrl}/portal/notes/${note.id}`;
  const key = deliveryKey(note.id, person.id, channel);
  switch (channel) {
    case 'email':
      return writeMail(about, { address: person.email ?? '', key, link });
    case 'sms':
      return writeSms(about, { number: person.mobile ?? '', key, link });
    case 'push':
      return writePush(about, { personId: person.id, link });
  }
}
