import type { Account } from '../accounts/account.ts';
import { type Instruction, instructionsInForce } from '../accounts/instructions.ts';
import { inOrder, type Person } from '../accounts/roster.ts';
import type { ForWhom } from '../notes/note.ts';
import type { Instant } from '../time.ts';
import type { Channel } from './delivery.ts';
import { faxNth, isFax } from './fax.ts';
import { onCallAt } from './on-call.ts';
import { type ChannelRule, noRules } from './person-rules.ts';
import { quietUntil } from './quiet-hours.ts';

/** What decides who is told of a note, and how. */
export type RouteFacts = {
  readonly account: Pick<Account, 'timeZone' | 'rota' | 'ladder'>;
  readonly roster: readonly Person[];
  readonly instructions: readonly Instruction[];
  readonly forWhom: ForWhom;
  readonly urgent: boolean;
  readonly kind: 'message' | 'voicemail';
  readonly at: Instant;
};

/** Why somebody gets the note. */
export type Because =
  | { readonly why: 'named' | 'first' }
  | { readonly why: 'substitute'; readonly of: Person }
  | { readonly why: 'instruction'; readonly instruction: Instruction };
export type Recipient = { readonly person: Person; readonly because: Because };

/** Why a way to a person is not taken. */
export type NotTaken = 'off' | 'no-address' | 'only-urgent' | 'other-kind' | 'only-steps';

/** By which a person takes messages. */
export type MessageChannel = keyof Person['channels'];

/** One way to a person: taken at once, taken later, or not. */
export type Way<C extends Channel = MessageChannel> = {
  readonly channel: C;
  /** 1, or the place of a further mail address; a fax is the last of them. */
  readonly nth: number;
  readonly address: string | null;
  readonly taken: 'now' | { readonly from: Instant } | { readonly not: NotTaken };
};

/** Whether a message does not go this way, at no time. */
export const isNotTaken = ({ taken }: Pick<Way, 'taken'>): boolean => typeof taken === 'object' && 'not' in taken;

/** The person named, otherwise the top of the roster [J10, J11]: for whom the note is, whoever gets it. */
export function addressee({ roster, forWhom }: Pick<RouteFacts, 'roster' | 'forWhom'>): Person | undefined {
  const named = forWhom.kind === 'person' ? roster.find((person) => person.id === forWhom.personId) : undefined;
  return named ?? inOrder(roster)[0];
}

/**
 * Who gets the note, the first one first: those of a temporary instruction instead of anybody else [S17]; who is away is
 * replaced by his substitute. A person stands there once.
 */
export function recipients(facts: RouteFacts): Recipient[] {
  const instructed = inForce(facts).flatMap((instruction) =>
    (instruction.deliver?.to ?? []).flatMap((id) => {
      const person = facts.roster.find((p) => p.id === id);
      return person === undefined ? [] : [{ person, because: { why: 'instruction', instruction } } satisfies Recipient];
    }),
  );
  const first = addressee(facts);
  const because: Because = { why: facts.forWhom.kind === 'person' && first?.id === facts.forWhom.personId ? 'named' : 'first' };
  const chosen: readonly Recipient[] =
    instructed.length > 0 ? instructed : first === undefined ? [] : [{ person: first, because }];
  return once(chosen.map((one) => replaced(facts, one)));
}

/**
 * In which order people are alerted of an urgent note [S14]: who is on call, then who gets the note, then the others of
 * the roster.
 */
export function turns(facts: RouteFacts): Person[] {
  const onCall = onCallNow(facts);
  const all = [
    ...(onCall === undefined ? [] : [onCall]),
    ...recipients(facts).map(({ person }) => person),
    ...inOrder(facts.roster),
  ];
  return all.filter((person, i) => all.findIndex((p) => p.id === person.id) === i);
}

/** The person of the roster who is on call now. */
export function onCallNow({ account, roster, at }: Pick<RouteFacts, 'account' | 'roster' | 'at'>): Person | undefined {
  const id = account.rota === undefined ? null : onCallAt(account.rota, account.timeZone, at);
  return roster.find((person) => person.id === id);
}

/** Every way to a person and what becomes of it, by the person's own rules and the temporary instruction. */
export function waysTo(facts: RouteFacts, person: Person): Way[] {
  const { moreEmails, fax = null } = person.rules ?? noRules;
  const emails = [person.email, ...moreEmails.filter((address) => address !== person.email)];
  return [
    ...emails.map(
      (address, i): Way => ({ channel: 'email', nth: i + 1, address, taken: taken(facts, person, 'email', address) }),
    ),
    ...(fax === null
      ? []
      : [{ channel: 'email', nth: faxNth, address: fax, taken: taken(facts, person, 'email', fax) } satisfies Way]),
    { channel: 'sms', nth: 1, address: person.mobile, taken: taken(facts, person, 'sms', person.mobile) },
    { channel: 'push', nth: 1, address: null, taken: taken(facts, person, 'push', '') },
  ];
}

/** By automatic call a person is told by the ladder's steps and no other way; nothing where no step makes one. */
export function explainedCall({ account }: RouteFacts, { mobile }: Person): Way<'telephone'>[] {
  const isMade = (account.ladder?.rungs ?? []).some((rung) => rung.by === 'call' && rung.dialled === 'automatically');
  const not = mobile === null ? 'no-address' : 'only-steps';
  return isMade ? [{ channel: 'telephone', nth: 1, address: mobile, taken: { not } }] : [];
}

function taken(facts: RouteFacts, person: Person, channel: MessageChannel, address: string | null): Way['taken'] {
  const bySms = channel === 'sms' && inForce(facts).some(({ deliver }) => deliver?.bySms === true);
  if (address === null) return { not: 'no-address' };
  if (!person.channels[channel] && !bySms) return { not: 'off' };
  const { quiet, ...rules } = person.rules ?? noRules;
  const not = facts.urgent || bySms ? null : whyNot(rules[channel], facts.kind);
  if (not !== null) return { not };
  const isSilent = channel === 'email' && !isFax(address);
  const from = facts.urgent || isSilent || quiet === null ? null : quietUntil(quiet, facts.account.timeZone, facts.at);
  return from === null ? 'now' : { from };
}

function whyNot(rule: ChannelRule, kind: RouteFacts['kind']): NotTaken | null {
  if (rule === 'urgent') return 'only-urgent';
  return rule === 'all' || rule === `${kind}s` ? null : 'other-kind';
}

const inForce = ({ instructions, at }: RouteFacts): readonly Instruction[] => instructionsInForce(instructions, at).temporary;

/** Away with a substitute who is there, or whose own substitute is; else the person himself. */
function replaced(facts: RouteFacts, { person, because }: Recipient): Recipient {
  const seen = [person];
  for (let now = person; isAway(now, facts.at); ) {
    const next = facts.roster.find(({ id }) => id === now.rules?.substituteId);
    if (next === undefined || seen.includes(next)) return { person, because };
    if (!isAway(next, facts.at)) return { person: next, because: { why: 'substitute', of: person } };
    seen.push(next);
    now = next;
  }
  return { person, because };
}

const isAway = ({ availability: { state, until } }: Person, at: Instant): boolean =>
  state === 'away' && (until === null || at < until);

const once = (all: readonly Recipient[]): Recipient[] =>
  all.filter(({ person }, i) => all.findIndex((other) => other.person.id === person.id) === i);
