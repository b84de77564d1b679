import type { Account } from '../accounts/account.ts';
import type { Instruction } from '../accounts/instructions.ts';
import type { Person } from '../accounts/roster.ts';
import { isDelivered } from '../notes/disposition.ts';
import type { Note } from '../notes/note.ts';
import { type Instant, toMs } from '../time.ts';
import { writeCall } from './call-text.ts';
import type { Channel, Delivery } from './delivery.ts';
import { deliveryKey, type Step } from './delivery-key.ts';
import { isFax } from './fax.ts';
import { writeMail } from './mail-text.ts';
import type { CallMessage, Message } from './message.ts';
import { disclose, discloseAddendum } from './privacy.ts';
import { writePush } from './push-text.ts';
import { addressee, isNotTaken, type MessageChannel, type RouteFacts, recipients, type Way, waysTo } from './route.ts';
import { writeSentence } from './sentence-text.ts';
import { writeSms } from './sms-text.ts';
import { type NoteEvent, writeWebhook } from './webhook-body.ts';
import { callerName, words } from './words.ts';

export type PlannedDelivery = { readonly delivery: Delivery; readonly message: Message | CallMessage };

export type PlanFacts = {
  readonly note: Note;
  readonly account: Account;
  readonly roster: readonly Person[];
  readonly instructions: readonly Instruction[];
  readonly at: Instant;
  /** Address of the portal as the client reaches it, without a slash at its end. */
  readonly publicUrl: string;
  /** The same id for the same key, so that planning twice gives the same rows. */
  readonly idOf: (key: string) => string;
};

/**
 * Who gets the note, on which channels, when, and exactly which words leave: the rules of account and person are in
 * `route.ts`, which also explains them; the privacy level is applied here and nowhere else.
 */
export const planDelivery = (facts: PlanFacts): PlannedDelivery[] => planNoteItself(facts, 1);

/** The same once more, by the rules and addresses of now: what was sent before has reached nobody. */
export const planAgain = (facts: PlanFacts, id: string): PlannedDelivery[] => planNoteItself(facts, `again-${id}`);

function planNoteItself(facts: PlanFacts, step: NoteStep): PlannedDelivery[] {
  if (!isDelivered(facts.note.content.disposition) || facts.note.erased !== undefined) return [];
  const route = routeOf(facts);
  return recipients(route).flatMap(({ person }) => waysTo(route, person).flatMap((way) => planWay(facts, { step, person, way })));
}

/** What the rules of delivery ask about this note. */
export const routeOf = ({ note, account, roster, instructions, at }: PlanFacts): RouteFacts => ({
  account,
  roster,
  instructions,
  forWhom: note.content.forWhom,
  urgent: note.content.urgent,
  kind: note.kind,
  at,
});

type Alert = { readonly step: number; readonly person: Person; readonly channels: readonly MessageChannel[] };

/** The note to a person of a step of the ladder, on those of its channels that the person has on. */
export const planAlert = (facts: PlanFacts, { step, person, channels }: Alert): PlannedDelivery[] =>
  waysTo(routeOf(facts), person)
    .filter(({ channel }) => channels.includes(channel))
    .flatMap((way) => planWay(facts, { step, person, way }));

/** An automatic call to a person of a step of the ladder, at any hour; nothing without a number. */
export function planCall(facts: PlanFacts, { step, person }: Pick<Alert, 'step' | 'person'>): PlannedDelivery[] {
  const { mobile } = person;
  if (mobile === null) return [];
  const delivery = queued(facts, { step, person, way: { channel: 'telephone', nth: 1, address: mobile, taken: 'now' } });
  const about = disclose(facts.note, facts.account, addressee(routeOf(facts)) ?? person, step);
  return [{ delivery, message: writeCall(about, mobile) }];
}

/** Tells a person who was alerted that somebody has acknowledged, on the surest channel that he has on. */
export function planTaken(
  facts: PlanFacts,
  person: Person,
  { by, at }: { readonly by: string; readonly at: Instant },
): PlannedDelivery[] {
  const { note, account } = facts;
  const open = waysTo(routeOf(facts), person).filter(({ taken }) => taken === 'now');
  const way = surest.flatMap((channel) => open.find((one) => one.channel === channel) ?? []).at(0);
  if (way === undefined) return [];
  const delivery = queued(facts, { step: 'taken', person, way });
  const sentence = words[account.language].taken(by, hourOf(at, account));
  const about = { noteId: note.id, account, kind: 'taken', sentence, urgent: true, detail: null } as const;
  return [{ delivery, message: writeSentence(about, { personId: person.id, way, key: delivery.key, link: linkOf(facts) }) }];
}

/** Tells everybody who gets the note that something was added below it, on the same channels and at the same times. */
export function planAdded(facts: PlanFacts, addendum: Note['addenda'][number]): PlannedDelivery[] {
  const { note, account } = facts;
  if (!isDelivered(note.content.disposition) || note.erased !== undefined) return [];
  const route = routeOf(facts);
  const { added } = words[account.language];
  const urgent = note.content.urgent && note.acknowledged === null;
  const about = { noteId: note.id, account, kind: 'added', sentence: added, urgent } as const;
  const detail = discloseAddendum(addendum.text, account);
  return recipients(route).flatMap(({ person }) =>
    waysTo(route, person).flatMap((way) => {
      if (isNotTaken(way)) return [];
      const delivery = queued(facts, { step: `added-${addendum.id}`, person, way });
      const to = { personId: person.id, way, key: delivery.key, link: linkOf(facts) };
      return [{ delivery, message: writeSentence({ ...about, detail }, to) }];
    }),
  );
}

/** Tells the person to whom a colleague passed the note, by his channels and at his hours; he may not have got it before. */
export function planAssigned(facts: PlanFacts, { id, by, to }: NonNullable<Note['assignments']>[number]): PlannedDelivery[] {
  const { note, account, roster } = facts;
  const person = roster.find((one) => one.id === to);
  if (person === undefined) return [];
  const urgent = note.content.urgent && note.acknowledged === null;
  const sentence = words[account.language].assigned(by);
  const detail = lineOf(disclose(note, account, person));
  const about = { noteId: note.id, account, kind: 'assigned', sentence, urgent, detail } as const;
  return waysTo(routeOf(facts), person).flatMap((way) => {
    if (isNotTaken(way)) return [];
    const delivery = queued(facts, { step: `assigned-${id}`, person, way });
    return [{ delivery, message: writeSentence(about, { personId: person.id, way, key: delivery.key, link: linkOf(facts) }) }];
  });
}

/** What the account's own systems are told of the note [R17], JSON; null: it goes to nobody. */
export function planWebhook(facts: PlanFacts, happened: NoteEvent): string | null {
  const { note, account } = facts;
  const person = addressee(routeOf(facts));
  if (!isDelivered(note.content.disposition) || note.erased !== undefined || person === undefined) return null;
  const allowed =
    happened.type === 'note.addendum'
      ? { ...happened, text: happened.text && discloseAddendum(happened.text, account) }
      : happened;
  return writeWebhook(disclose(note, account, person), allowed, linkOf(facts));
}

/** Who called about what, as far as it may leave. */
function lineOf({ caller, matter }: ReturnType<typeof disclose>): string | null {
  if (caller === null) return null;
  return [callerName(caller), caller.number ?? '', matter ?? ''].filter((part) => part !== '').join('\n') || null;
}

/** `10:42` by the wall clock of the account. */
const hourOf = (at: Instant, { language, timeZone }: Account): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone, hourCycle: 'h23' }).format(toMs(at));

const surest: readonly MessageChannel[] = ['sms', 'push', 'email'];

type Place<C extends Channel = MessageChannel> = { readonly step: Step; readonly person: Person; readonly way: Way<C> };

/** The note itself, as far as a step of the ladder or once more. */
type NoteStep = number | `again-${string}`;

function planWay(facts: PlanFacts, place: Place & { readonly step: NoteStep }): PlannedDelivery[] {
  if (isNotTaken(place.way)) return [];
  const delivery = queued(facts, place);
  return [{ delivery, message: write(facts, place, delivery.key) }];
}

function queued({ note, account, at, idOf }: PlanFacts, { step, person, way }: Place<Channel>): Delivery {
  const { channel, nth, address, taken } = way;
  const key = deliveryKey({ noteId: note.id, step, personId: person.id, channel, nth });
  return {
    id: idOf(key),
    accountId: account.id,
    noteId: note.id,
    personId: person.id,
    channel,
    ...(nth > 1 && address !== null ? { address } : {}),
    ...(typeof taken === 'object' && 'from' in taken ? { notBefore: taken.from } : {}),
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
function write(facts: PlanFacts, { step, person, way }: Place & { readonly step: NoteStep }, key: string): Message {
  const { note, account } = facts;
  const about = disclose(note, account, addressee(routeOf(facts)) ?? person, typeof step === 'number' ? step : 1);
  const link = linkOf(facts);
  const address = way.address ?? '';
  switch (way.channel) {
    case 'email':
      return writeMail(isFax(address) ? { ...about, voicemail: null } : about, { address, key, link });
    case 'sms':
      return writeSms(about, { number: address, key, link });
    case 'push':
      return writePush(about, { personId: person.id, link });
  }
}
