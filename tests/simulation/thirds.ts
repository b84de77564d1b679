import type { TelephonyEvent, TelephonySurvey, ThirdParty } from '../../server/ports/telephony.ts';
import type { Course } from './course.ts';

type Third = {
  readonly party: ThirdParty;
  readonly shown: string;
  place: TelephonySurvey['thirds'][number]['place'];
  channelId: string | null;
  /** On whose leg he is. */
  operatorId: string | null;
};

/** Milliseconds that a telephone rings which we call. */
const ringMs = 45_000;

/** Who is called for a caller: some answer, some are busy, some do not want to, some are not there. */
export function createThirds(
  { time, chance, trace }: Course,
  around: {
    readonly emit: (event: TelephonyEvent) => void;
    /** What this caller hears may have changed, or whoever is on this leg. */
    readonly changed: (channelId: string) => void;
    readonly legChanged: (operatorId: string) => void;
  },
) {
  const thirds = new Map<string, Third>();
  const nameOf = ({ callId, attempt }: ThirdParty): string => `${callId}.${attempt}`;
  const isStill = (third: Third): boolean => thirds.get(nameOf(third.party)) === third;

  function gone(third: Third, outcome: Extract<TelephonyEvent, { t: 'third-gone' }>['outcome']): void {
    if (!isStill(third)) return;
    thirds.delete(nameOf(third.party));
    trace.add(`third party ${nameOf(third.party)} gone: ${outcome}`);
    around.emit({ t: 'third-gone', ...third.party, outcome });
    if (third.channelId !== null) around.changed(third.channelId);
    if (third.operatorId !== null) around.legChanged(third.operatorId);
  }

  function answer(third: Third): void {
    if (!isStill(third)) return;
    third.place = 'answered';
    around.emit({ t: 'third-answered', ...third.party });
    time.after(chance.between(500, 5_000) + chance.around(30_000), () => gone(third, 'failed'));
  }

  function needed(party: ThirdParty): Third {
    const third = thirds.get(nameOf(party));
    if (third === undefined || third.place === 'ringing') throw new Error('no such channel');
    return third;
  }

  return {
    dial(party: ThirdParty, shown: string): void {
      if (thirds.has(nameOf(party))) return;
      const third: Third = { party, shown, place: 'ringing', channelId: null, operatorId: null };
      thirds.set(nameOf(party), third);
      trace.add(`third party ${nameOf(party)} is called`);
      const luck = chance.unit();
      if (luck < 0.15)
        time.after(chance.between(200, 3_000), () => gone(third, chance.pick(['busy', 'refused', 'failed'] as const)));
      else if (luck < 0.3) time.after(ringMs, () => gone(third, 'no-answer'));
      else time.after(chance.between(1_500, 25_000), () => answer(third));
    },
    consult(party: ThirdParty, operatorId: string): void {
      Object.assign(needed(party), { place: 'with-operator', operatorId });
    },
    join(party: ThirdParty, channelId: string): void {
      const { operatorId } = needed(party);
      Object.assign(needed(party), { place: 'joined', channelId, operatorId: null });
      if (operatorId !== null) around.legChanged(operatorId);
    },
    end(party: ThirdParty): void {
      const third = thirds.get(nameOf(party));
      if (third !== undefined) gone(third, 'failed');
    },
    /** Whether this caller has somebody on their common bridge. */
    isWith: (channelId: string): boolean => [...thirds.values()].some((third) => third.channelId === channelId),
    /** Whether somebody is on this operator's leg: a caller who comes there hears him, with the operator or without. */
    isOnLeg: (operatorId: string): boolean => [...thirds.values()].some((third) => third.operatorId === operatorId),
    /** How many there are for callers of this line. */
    of: (line: string): number => [...thirds.values()].filter(({ shown }) => shown === line).length,
    all: (): TelephonySurvey['thirds'] => [...thirds.values()].map(({ party, place }) => ({ ...party, place })),
    die: (): void => thirds.clear(),
  };
}
