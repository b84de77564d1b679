import type { Account } from '../accounts/account.ts';
import type { Person } from '../accounts/roster.ts';
import type { Note } from '../notes/note.ts';
import type { Instant } from '../time.ts';
import type { Channel } from './delivery.ts';
import { climbOn, startClimb } from './escalation.ts';
import type { PlanFacts } from './plan.ts';
import type { RouteFacts } from './route.ts';

/** One step of the ladder as it would be taken. */
export type PreviewedStep = {
  readonly step: number;
  readonly at: Instant;
  readonly messages: readonly { readonly person: Person; readonly channels: readonly Channel[] }[];
  /** Whom the bureau would telephone; null unless the step is a call. */
  readonly call: Person | null;
};

const nobody = '00000000-0000-4000-8000-000000000000';

/** Every step of an urgent note's ladder that nobody acknowledges, by the very rules that the server climbs by. */
export function previewLadder(facts: Omit<RouteFacts, 'account'> & { readonly account: Account }): PreviewedStep[] {
  const steps: PreviewedStep[] = [];
  let now = planFacts(facts);
  let climb = startClimb(now);
  while (climb !== null) {
    now = { ...now, at: climb.nextAt ?? now.at, note: { ...now.note, climb } };
    const taken = climbOn(now);
    if (taken === null || taken.climb.state !== 'climbing') break;
    const reached = taken.planned.map(({ delivery }) => delivery);
    const people = facts.roster.filter(({ id }) => reached.some(({ personId }) => personId === id));
    steps.push({
      step: taken.climb.step,
      at: now.at,
      messages: people.map((person) => ({
        person,
        channels: [...new Set(reached.filter(({ personId }) => personId === person.id).map(({ channel }) => channel))],
      })),
      call: taken.task === null ? null : (facts.roster.find(({ id }) => id === taken.climb.toCall) ?? null),
    });
    climb = taken.climb;
  }
  return steps;
}

function planFacts({ account, roster, instructions, forWhom, kind, at }: RouteFacts & { readonly account: Account }): PlanFacts {
  const note: Note = {
    id: nobody,
    accountId: account.id,
    callId: null,
    kind,
    content: {
      forWhom,
      fromWhom: '',
      company: '',
      number: null,
      numberVerified: false,
      matter: '',
      callback: 'please-call-back',
      urgent: true,
      disposition: 'message',
    },
    handledBy: '',
    operatorId: null,
    lockedAt: at,
    voicemail: null,
    read: null,
    acknowledged: null,
    callingBack: null,
    done: null,
    addenda: [],
  };
  return { note, account, roster, instructions, at, publicUrl: '', idOf: () => nobody };
}
