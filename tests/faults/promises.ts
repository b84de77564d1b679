import { expect } from '@playwright/test';
import { callbackTaskSchema } from '../../shared/calls/callback-task.ts';
import { type Note, noteSchema } from '../../shared/notes/note.ts';
import { heldBy } from './exchange.ts';
import type { Failure } from './failures.ts';
import type { Installation } from './installation.ts';
import type { Operator } from './operator.ts';
import type { Case, State } from './states.ts';

/** When it broke, and when everything that had to be mended by somebody was; ms since the epoch. */
export type Struck = { readonly at: number; readonly mendedAt: number };
type Proof = (one: Case, failure: Failure, struck: Struck) => Promise<void>;

/** What a caller who is left to wait has at the latest after this. */
const answeredWithinMs = 20_000;
const spokenMs = 2_000;
/** An offer may go on to the next first, and come back. */
const offeredAgainWithinMs = 15_000;
const audible = 0.002;
/** From the operator's key to his voice at the caller's ear. */
const voiceWithinMs = 8_000;

/** That each is served as promised once things are mended. */
export const proofs: Readonly<Record<State, Proof>> = {
  ringing: hearsMusic,
  waiting: hearsMusic,
  voicemail: async ({ party }) => {
    const spoken = () => Date.now() - (party?.beepAt ?? 0);
    await expect.poll(spoken).toBeGreaterThan(spokenMs);
  },
  ready: async ({ operator }, { withinMs }) => operator?.desk.state('ready', withinMs),
  offered: speaksAgain,
  talking: speaksAgain,
  held: speaksAgain,
  consulting: speaksAgain,
  'wrap-up': async (one, { withinMs }) => {
    await one.operator?.desk.state('wrap-up', withinMs);
    await keepsDraft(one);
  },
};

async function hearsMusic({ party }: Case): Promise<void> {
  if (party === null) return;
  await within(party.caller.answered, answeredWithinMs, 'an answer');
  await expect.poll(() => party.caller.heard().level, { timeout: answeredWithinMs }).toBeGreaterThan(audible);
}

/** The operator is where he was, or has the caller again, and the two hear each other. */
async function speaksAgain(one: Case, failure: Failure, { mendedAt }: Struck): Promise<void> {
  const { operator, party, state } = one;
  if (operator === null || party === null) return;
  const isOffer = state === 'offered';
  if (failure.back === 'same' && !isOffer) await operator.desk.state(state, failure.withinMs);
  await takeUp(operator, isOffer ? offeredAgainWithinMs : failure.withinMs);
  const heardAt = await party.caller.hears(operator.toneHz, voiceWithinMs);
  if (state === 'talking') expect(heardAt - mendedAt, 'ms until the operator is heard').toBeLessThanOrEqual(failure.withinMs);
  await keepsDraft(one);
}

/** Goes on from wherever the desk is: takes the offer, comes back from hold or from whom was asked. */
async function takeUp({ desk, state }: Operator, withinMs: number): Promise<void> {
  await expect(async () => {
    const now = await state();
    if (now === 'offered') await desk.press('F2');
    if (now === 'held' || now === 'consulting') await desk.press('F4');
    expect(now).toBe('talking');
  }).toPass({ timeout: withinMs + 2_000, intervals: [100, 250] });
}

/** What was typed of the note is there. */
export async function keepsDraft({ operator }: Case): Promise<void> {
  if (operator === null || operator.matter === '') return;
  await expect(operator.desk.page.locator('[name=matter]')).toHaveValue(new RegExp(`^${operator.matter}`), { timeout: 10_000 });
}

/** The longest time without a sound at the caller's ear, ms; null when there is no ear, or silence is meant. */
export async function silenceOf({ state, party }: Case, { at }: Struck): Promise<number | null> {
  if (party === null || state === 'voicemail' || state === 'wrap-up') return null;
  const isNew = state === 'ringing' || state === 'offered';
  const since = isNew ? Math.max(at, await within(party.caller.answered, answeredWithinMs, 'an answer')) : at;
  return party.caller.longestSilence(since, party.beepAt);
}

const outcomes: Readonly<Record<State, readonly string[]>> = {
  ringing: ['abandoned'],
  waiting: ['abandoned'],
  voicemail: ['voicemail'],
  ready: ['handled'],
  offered: ['handled'],
  talking: ['handled'],
  held: ['handled'],
  consulting: ['handled'],
  'wrap-up': ['handled'],
};

/** The facts of the call stand in the database, once, and what follows from them. */
export async function writtenOnce(one: Case, { ends }: Failure, { max }: Installation): Promise<void> {
  const { party, state } = one;
  if (party === null) return;
  const expected = ends?.[state] ?? outcomes[state];
  const rows = async () => (await max.callsFrom(party.from)).map(({ outcome }) => String(outcome));
  await expect.poll(rows, { timeout: 30_000 }).toEqual([expect.stringMatching(`^(${expected.join('|')})$`)]);
  const [call] = await max.callsFrom(party.from);
  if (call?.outcome === 'cut' || call?.outcome === 'abandoned') {
    const tasks = (await max.rowsOf('task', callbackTaskSchema)).filter(({ number }) => number === party.from);
    expect(
      tasks.map(({ origin }) => origin),
      'somebody is to call back',
    ).toEqual(['missed-call']);
  }
  if (call?.outcome === 'voicemail') {
    const isMessage = ({ kind, content }: Note) => kind === 'voicemail' && content.number === party.from;
    const messages = async () => (await max.rowsOf('note', noteSchema)).filter(isMessage).length;
    await expect.poll(messages, { timeout: 20_000 }).toBe(1);
  }
}

/** With all callers gone the exchange holds the operators' legs and nothing else. */
export async function nothingLeftOver({ ariUrl, operators }: Installation): Promise<void> {
  const strays = async () => (await heldBy(ariUrl)).filter((id) => !id.startsWith('leg-'));
  await expect.poll(strays, { timeout: 15_000 }).toEqual([]);
  const legs = async () => (await heldBy(ariUrl)).length;
  await expect.poll(legs, { timeout: 15_000 }).toBe(2 * operators.length);
}

async function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come in ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
