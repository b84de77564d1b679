import type { Person } from '../accounts/roster.ts';
import type { CallbackTask } from '../calls/callback-task.ts';
import { fromMs, toMs } from '../time.ts';
import type { Delivery } from './delivery.ts';
import { stepOf } from './delivery-key.ts';
import { type Climb, defaultLadder, type Ladder, type Rung } from './ladder.ts';
import { isUrgent } from './past-time.ts';
import { type PlanFacts, type PlannedDelivery, planAlert, planCall, planTaken, routeOf } from './plan.ts';
import { turns } from './route.ts';
import { words } from './words.ts';

/** How far the note is now, what is to be sent for it, and whom the desk is to telephone. */
export type Climbed = {
  readonly climb: Climb;
  readonly planned: readonly PlannedDelivery[];
  readonly task: CallbackTask | null;
};

/** Longest time that an automatic call takes, ringing included, seconds: so long the next step waits for its end. */
const longestCallSeconds = 240;

/** The foot of the ladder: the first step is due at once. Null when the note does not climb, or does so already. */
export function startClimb({ note, account, at }: PlanFacts): Climb | null {
  if (!isUrgent(note) || note.climb !== undefined || note.erased !== undefined) return null;
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
    const rung = rungOf(ladder, step);
    const taken = rung === undefined ? null : takeStep(facts, { ...climb, steps, step }, rung);
    if (taken !== null) return taken;
  }
  return { climb: { ...climb, steps, state: 'exhausted', nextAt: null }, planned: [], task: null };
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
    task: null,
  };
}

/**
 * Nobody took the note in an automatic call, or by the desk's: what comes next is due now when the person passes it on or
 * could not be called at all, else when the step's wait is over. Null when the ladder has gone on already.
 */
export function callEnded(facts: PlanFacts, call: Pick<Delivery, 'key' | 'queuedAt'>, next: 'now' | 'in-time'): Climb | null {
  const { climb } = facts.note;
  if (climb?.state !== 'climbing' || climb.step !== stepOf(call)) return null;
  const waitSeconds = rungOf(facts.account.ladder ?? defaultLadder, climb.step)?.waitSeconds ?? 0;
  const inTime = fromMs(toMs(call.queuedAt) + waitSeconds * 1000);
  return { ...climb, nextAt: next === 'now' || inTime < facts.at ? facts.at : inTime };
}

/** The desk could not reach the person of its task, or he does not take the note: after its own step the next one is due. */
export function passOn({ note, account, at }: PlanFacts, personId: string): Climb | null {
  const { climb } = note;
  if (climb?.state !== 'climbing' || climb.toCall !== personId) return null;
  const rung = rungOf(account.ladder ?? defaultLadder, climb.step);
  const isItsStep = rung?.by === 'call' && rung.dialled === undefined;
  return { ...climb, toCall: null, nextAt: isItsStep ? at : climb.nextAt };
}

/** The desk's task to telephone this person about this note, by the ladder. */
export const alertTaskKey = (noteId: string, personId: string): string => `alert:${noteId}:${personId}`;

const rungOf = (ladder: Ladder, step: number): Rung | undefined => ladder.rungs[(step - 1) % ladder.rungs.length];

const stepsOf = (ladder: Ladder): number => ladder.rounds * ladder.rungs.length;

/** Null when the rung reaches nobody. */
function takeStep(facts: PlanFacts, climb: Climb, rung: Rung): Climbed | null {
  const people = peopleOf(facts, rung);
  const isAutomatic = rung.by === 'call' && rung.dialled === 'automatically';
  const waitSeconds = isAutomatic ? Math.max(rung.waitSeconds, longestCallSeconds) : rung.waitSeconds;
  const nextAt = fromMs(toMs(facts.at) + waitSeconds * 1000);
  if (rung.by === 'call' && rung.dialled === undefined) {
    const person = people.find(({ mobile }) => mobile !== null);
    if (person === undefined) return null;
    return { climb: { ...climb, nextAt, toCall: person.id }, planned: [], task: alertTask(facts, person) };
  }
  const planned = people.flatMap((person) =>
    rung.by === 'call'
      ? planCall(facts, { person, step: climb.step })
      : planAlert(facts, { person, step: climb.step, channels: rung.channels }),
  );
  if (planned.length === 0) return null;
  const alerted = [...new Set([...climb.alerted, ...planned.map(({ delivery }) => delivery.personId)])];
  return { climb: { ...climb, nextAt, alerted }, planned, task: null };
}

function alertTask({ note, account, at, idOf }: PlanFacts, { id, name, mobile }: Person): CallbackTask {
  return {
    id: idOf(alertTaskKey(note.id, id)),
    accountId: account.id,
    origin: 'by-hand',
    name,
    number: mobile,
    about: words[account.language].urgentNote,
    dueAt: at,
    createdAt: at,
    createdBy: '',
    tries: [],
    done: null,
    alert: { noteId: note.id, personId: id },
  };
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
