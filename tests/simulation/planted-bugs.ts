import type { FloorDeps } from '../../server/calls/floor-state.ts';
import type { TelephonyEffect, TelephonyEvent } from '../../server/ports/telephony.ts';
import type { Promised } from './invariants.ts';
import type { Plant } from './server.ts';

/** A mistake put into the ports of the real floor, and the promises that it breaks. */
type PlantedBug = { readonly plant: Plant; readonly breaks: readonly Promised[] };

/** Each must be found by the invariants: the proof that they bite. None of it is ever in production code. */
export const plantedBugs = {
  'the timer of an unanswered offer is lost': {
    plant: withTimers((ms) => ms !== 8_000),
    breaks: ['an offer goes on'],
  },
  'the timer of an offer not shown is lost': {
    plant: withTimers((ms) => ms !== 2_000),
    breaks: ['an offer goes on'],
  },
  'the longest wait is forgotten': {
    plant: withTimers((ms) => ms < 16_000),
    breaks: ['no endless wait'],
  },
  'a silent leg is believed to be alive': {
    plant: withEvents((event) => !(event.t === 'leg' && event.state === 'silent')),
    breaks: ['no silence', 'nobody is asked who cannot take a call'],
  },
  'a caller who has hung up is sometimes not noticed': {
    plant: withEvents((event) => !(event.t === 'caller-gone' && event.channelId.endsWith('7'))),
    breaks: ['nobody is forgotten', 'every call is recorded once', 'records are true'],
  },
  'the end of whom a caller was put through to is not noticed': {
    plant: withEvents((event) => event.t !== 'third-gone'),
    breaks: ['no silence'],
  },
  'the music of a lost operator is forgotten': {
    plant: withEffects((effect) => effect.do !== 'music'),
    breaks: ['no silence'],
  },
  'a caller is moved to another operator’s leg': {
    plant: withWrongLegs,
    breaks: ['one call for one operator'],
  },
  'callers who wait are forgotten by a restart': {
    plant: (deps) => ({
      ...deps,
      telephony: {
        ...deps.telephony,
        survey: async () => {
          const found = await deps.telephony.survey();
          return { ...found, callers: found.callers.filter((caller) => caller.place !== 'waiting') };
        },
      },
    }),
    breaks: ['no endless wait', 'nobody is forgotten', 'every call is recorded once', 'records are true'],
  },
  'training and language are ignored': {
    plant: (deps) => ({ ...deps, directory: { ...deps.directory, operator: (id) => allRounder(deps, id) } }),
    breaks: ['nobody is asked who cannot take a call'],
  },
  'a voicemail is taken in twice': {
    plant: (deps) => ({
      ...deps,
      lockVoicemailNote: async (note) => {
        await deps.lockVoicemailNote(note);
        await deps.lockVoicemailNote({ ...note, id: deps.newId() });
      },
    }),
    breaks: ['every message arrives once'],
  },
  'the end of a call is written a minute late': {
    plant: (deps) => ({ ...deps, store: withLateEnds(deps.store) }),
    breaks: ['records are true'],
  },
} satisfies Readonly<Record<string, PlantedBug>>;

/** Timers of these lengths (milliseconds) only; the others never end. */
function withTimers(isKept: (ms: number) => boolean): Plant {
  return (deps) => ({ ...deps, after: (ms, run) => (isKept(ms) ? deps.after(ms, run) : () => undefined) });
}

function withEvents(isHeard: (event: TelephonyEvent) => boolean): Plant {
  return (deps) => ({
    ...deps,
    telephony: { ...deps.telephony, listen: (to) => deps.telephony.listen((event) => (isHeard(event) ? to(event) : undefined)) },
  });
}

function withEffects(isDone: (effect: TelephonyEffect) => boolean): Plant {
  return (deps) => ({
    ...deps,
    telephony: { ...deps.telephony, perform: async (effect) => (isDone(effect) ? deps.telephony.perform(effect) : undefined) },
  });
}

/** Now and then the leg of the operator who was connected before. */
function withWrongLegs(deps: FloorDeps): FloorDeps {
  let times = 0;
  let last: string | null = null;
  const perform = (effect: TelephonyEffect): Promise<void> => {
    if (effect.do !== 'connect') return deps.telephony.perform(effect);
    times += 1;
    const operatorId = times % 10 === 0 && last !== null ? last : effect.operatorId;
    last = effect.operatorId;
    return deps.telephony.perform({ ...effect, operatorId });
  };
  return { ...deps, telephony: { ...deps.telephony, perform } };
}

function allRounder(deps: FloorDeps, id: string): ReturnType<FloorDeps['directory']['operator']> {
  const operator = deps.directory.operator(id);
  const trainedFor = deps.directory.accounts().map((account) => account.id);
  return operator && { ...operator, trainedFor, languages: ['fr', 'nl', 'ja', 'en'] };
}

function withLateEnds(store: FloorDeps['store']): FloorDeps['store'] {
  const late = (instant: string) => new Date(Date.parse(instant) + 60_000).toISOString();
  return {
    ...store,
    transact: (run) =>
      store.transact((tx) =>
        run({
          ...tx,
          put: (kind, row) =>
            tx.put(kind, 'endedAt' in row && row.endedAt !== null ? { ...row, endedAt: late(row.endedAt) } : row),
        }),
      ),
  };
}
