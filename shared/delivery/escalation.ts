import type { Person } from '../accounts/roster.ts';
import { fromMs, toMs } from '../time.ts';
import { type Climb, defaultLadder, type Ladder, type Rung } from './ladder.ts';
import { isUrgent } from './past-time.ts';
import { type PlanFacts, type PlannedDelivery, planAlert, planTaken, routeOf } from './plan.ts';
import { turns } from './route.ts';

/** How far the note is now, and what is to be sent for it. */
export type Climbed = { readonly climb: Climb; readonly planned: readonly PlannedDelivery[] };

/** The foot of the ladder: the first step is due at once. Null when the note does not climb, or does so already. */
export function startClimb({ note, account, at }: PlanFacts): Climb | null {
  if (!isUrgent(note) || note.climb !== undefined) return null;
  const steps = stepsOf(account.ladder ?? defaultLadder);
  return { state: 'climbing', step: 0, steps, nextAt: at, alerted: [], toCall: null, telephoning: null };
}

/**
 * The step that is due, one at a time; rungs that reach nobody are passed over. After the last one and its wait the
 * ladder is exhausted, which the floor shows. Null when nothing is due: too early, over, or acknowledged.
 */
export function climbOn(facts: PlanFacts): Climbed | null {
  const { climb } = facts.note;
  if (climb?.state !== 'climbing' || facts.note.acknowledged !== null) return null;
  if (climb.nextAt !== null && facts.at < climb.nextAt) return null;
  const ladder = facts.account.ladder ?? defaultLadder;
  const steps = stepsOf(ladder);
  for (let step = climb.step + 1; step <= steps; step++) {
    const rung = ladder.rungs[(step - 1) % ladder.rungs.length];
    const taken = rung === undefined ? null : takeStep(facts, { ...climb, steps, step }, rung);
    if (taken !== null) return taken;
  }
  return { climb: { ...climb, steps, state: 'exhausted', nextAt: null }, planned: [] };
}

/**
 * Somebody has acknowledged, also after the last round: nothing further is due, and everybody who was alerted is told
 * once that it is taken, except `personId` who took it (null: nobody of the roster did). Null when there is nothing to end.
 */
export function endClimb(facts: PlanFacts, personId: string | null): Climbed | null {
  const { climb, acknowledged } = facts.note;
  if (climb === undefined || climb.state === 'acknowledged' || acknowledged === null) return null;
  const others = facts.roster.filter(({ id }) => id !== personId && climb.alerted.includes(id));
  return {
    climb: { ...climb, state: 'acknowledged', nextAt: null, toCall: null },
    planned: others.flatMap((person) => planTaken(facts, person, acknowledged)),
  };
}

const stepsOf = (ladder: Ladder): number => ladder.rounds * ladder.rungs.length;

/** Null when the rung reaches nobody. */
function takeStep(facts: PlanFacts, climb: Climb, rung: Rung): Climbed | null {
  const people = peopleOf(facts, rung);
  const nextAt = fromMs(toMs(facts.at) + rung.waitSeconds * 1000);
  if (rung.by === 'call') {
    const person = people.find(({ mobile }) => mobile !== null);
    return person === undefined ? null : { climb: { ...climb, nextAt, toCall: person.id }, planned: [] };
  }
  const planned = people.flatMap((person) => planAlert(facts, { person, step: climb.step, channels: rung.channels }));
  if (planned.length === 0) return null;
  const alerted = [...new Set([...climb.alerted, ...planned.map(({ delivery }) => delivery.personId)])];
  return { climb: { ...climb, nextAt, alerted }, planned };
}

function peopleOf(facts: PlanFacts, { to }: Rung): readonly Person[] {
  const inTurn = turns(routeOf(facts));
  switch (to.kind) {
    case 'everybody':
      return inTurn;
    case 'person':
      return inTurn
        .filter(({ id }) => id === to.personId)
        .concat(inTurn)
        .slice(0, 1);
    case 'turn':
      return inTurn.slice((to.turn - 1) % Math.max(1, inTurn.length)).slice(0, 1);
  }
}
