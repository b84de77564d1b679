import { expect } from '@playwright/test';
import type { IncomingCall } from '../e2e/answering-telephone.ts';
import type { Telephone } from '../e2e/telephone.ts';
import { lines } from '../e2e/world.ts';
import type { Installation } from './installation.ts';
import type { Operator } from './operator.ts';

/** Where a call, or an operator without one, is when something breaks. */
export const states = [
  'ringing',
  'waiting',
  'voicemail',
  'ready',
  'offered',
  'talking',
  'held',
  'consulting',
  'wrap-up',
] as const;
export type State = (typeof states)[number];

/** One caller, one operator or both, brought to a state. */
export type Case = {
  readonly state: State;
  readonly party: {
    readonly from: string;
    readonly caller: Telephone;
    /** When he heard the tone after which he speaks, if he leaves a message. */
    beepAt?: number;
  } | null;
  readonly operator: Operator | null;
  /** Who is asked while the caller is held. */
  readonly third: IncomingCall | null;
};

const atWork = ['talking', 'held', 'consulting', 'wrap-up'] as const satisfies readonly State[];
type AtWork = (typeof atWork)[number];
const thirdHz = 850;
const audible = 0.002;

/**
 * Everybody at once: who takes time begins first, who lasts only seconds comes last. All operators are ready before. Rejects
 * when somebody did not come that far.
 */
export async function gather(installation: Installation, wanted: readonly State[]): Promise<Case[]> {
  const begun: Promise<Case>[] = [];
  try {
    return await bringAll(installation, wanted, begun);
  } catch (error) {
    await Promise.allSettled(begun);
    throw error;
  }
}

async function bringAll(installation: Installation, wanted: readonly State[], begun: Promise<Case>[]): Promise<Case[]> {
  const begin = (coming: Promise<Case>): Promise<Case> => {
    begun.push(coming);
    coming.catch(() => undefined); // looked at by whoever waits for it
    return coming;
  };
  const ifWanted = (state: State, bring: () => Promise<Case>) => (wanted.includes(state) ? [begin(bring())] : []);
  const message = ifWanted('voicemail', () => leaveMessage(installation));
  const busy: Promise<Case>[] = [];
  const taken = new Set<Operator>();
  for (const state of atWork) {
    if (!wanted.includes(state)) continue;
    const party = await installation.call(lines.martin);
    const operator = await whoIsOffered(installation.operators.filter((one) => !taken.has(one)));
    taken.add(operator);
    busy.push(begin(bringToWork(installation, state, { party, operator })));
  }
  const waiting = ifWanted('waiting', () => waitWithMusic(installation));
  const lasting = await Promise.all([...message, ...busy, ...waiting]);
  const ready = ifWanted('ready', async () => ({ ...nobody('ready'), operator: kenji(installation) }));
  const ringing = ifWanted('ringing', () => ring(installation));
  const offered = ifWanted('offered', () => beOffered(installation));
  return [...lasting, ...(await Promise.all([...ready, ...ringing, ...offered]))];
}

/** Caller and third party hang up, the operator is ready again. */
export async function letGo({ party, operator, third }: Case): Promise<void> {
  party?.caller.hangUp();
  third?.hangUp();
  await operator?.desk.ready();
  if (operator !== null) operator.matter = '';
}

const nobody = (state: State): Case => ({ state, party: null, operator: null, third: null });

/** He alone speaks Japanese. */
const kenji = ({ operators }: Installation): Operator => {
  const found = operators.at(-1);
  if (found === undefined) throw new Error('nobody sits at a desk');
  return found;
};

async function whoIsOffered(operators: readonly Operator[]): Promise<Operator> {
  let found: Operator | undefined;
  await expect(async () => {
    for (const one of operators) if ((await one.state()) === 'offered') found = one;
    expect(found, 'somebody is offered the call').toBeDefined();
  }).toPass({ timeout: 15_000, intervals: [50] });
  if (found === undefined) throw new Error('nobody was offered the call');
  return found;
}

async function bringToWork(
  { far }: Installation,
  state: AtWork,
  { party, operator }: { readonly party: NonNullable<Case['party']>; readonly operator: Operator },
): Promise<Case> {
  const { desk, toneHz } = operator;
  const { caller, from } = party;
  await desk.press('F2');
  await desk.state('talking');
  await caller.hears(toneHz);
  await desk.page.fill('[name=for-whom]', '1');
  await operator.writes(`Note of ${from.slice(1)}.`);
  const done = { state, party, operator, third: null };
  switch (state) {
    case 'talking':
      return done;
    case 'held':
      await desk.press('F4');
      await desk.state('held');
      return done;
    case 'wrap-up':
      caller.hangUp();
      await desk.state('wrap-up');
      return done;
    case 'consulting': {
      await desk.press('F8');
      await desk.press('1');
      await desk.state('consulting');
      const third = await far.incoming();
      third.answer(thirdHz);
      await desk.page.locator('[data-party=talking]').waitFor();
      await expect.poll(() => third.share(toneHz), { timeout: 10_000 }).toBeGreaterThan(0.5);
      return { ...done, third };
    }
  }
}

async function waitWithMusic(installation: Installation): Promise<Case> {
  const party = await installation.call(lines.martin);
  await party.caller.answered;
  await expect.poll(() => party.caller.heard().level, { timeout: 20_000 }).toBeGreaterThan(audible);
  return { ...nobody('waiting'), party };
}

async function leaveMessage(installation: Installation): Promise<Case> {
  const party = await installation.call(lines.petit);
  const beepAt = await party.caller.beep();
  return { ...nobody('voicemail'), party: { ...party, beepAt } };
}

async function ring(installation: Installation): Promise<Case> {
  const party = await installation.call(lines.martin);
  await party.caller.ringing;
  return { ...nobody('ringing'), party };
}

async function beOffered(installation: Installation): Promise<Case> {
  const party = await installation.call(lines.yamada);
  const operator = kenji(installation);
  await operator.desk.state('offered');
  return { ...nobody('offered'), party, operator };
}
