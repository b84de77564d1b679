import type { TelephonyEffect, TelephonyEvent } from '../../server/ports/telephony.ts';
import type { Course } from './course.ts';

type Dial = Extract<TelephonyEffect, { do: 'dial-out' }>;

/** Milliseconds that a telephone rings which we call. */
const ringMs = 45_000;

/** Whom the bureau calls itself, until he answers: from then on his channel is a caller's. */
export function createDialled(
  { time, chance, trace }: Course,
  around: { readonly emit: (event: TelephonyEvent) => void; readonly answered: (dial: Dial) => void },
) {
  const ringing = new Map<string, Dial>();

  function gone({ channelId }: Dial, outcome: Extract<TelephonyEvent, { t: 'dialled-gone' }>['outcome']): void {
    if (!ringing.delete(channelId)) return;
    trace.add(`${channelId} not reached: ${outcome}`);
    around.emit({ t: 'dialled-gone', channelId, outcome });
  }

  function answer(dial: Dial): void {
    if (!ringing.delete(dial.channelId)) return;
    around.answered(dial);
    around.emit({ t: 'dialled-answered', channelId: dial.channelId });
  }

  function rings(dial: Dial): void {
    if (ringing.has(dial.channelId)) around.emit({ t: 'dialled-rings', channelId: dial.channelId });
  }

  return {
    dial(dial: Dial): void {
      ringing.set(dial.channelId, dial);
      trace.add(`${dial.channelId} is called`);
      const luck = chance.unit();
      if (luck >= 0.15) time.after(chance.between(100, 1_400), () => rings(dial));
      if (luck < 0.15) time.after(chance.between(200, 3_000), () => gone(dial, 'busy'));
      else if (luck < 0.3) time.after(ringMs, () => gone(dial, 'no-answer'));
      else time.after(chance.between(1_500, 20_000), () => answer(dial));
    },
    end(channelId: string): void {
      const dial = ringing.get(channelId);
      if (dial !== undefined) gone(dial, 'failed');
    },
    of: (line: string): number => [...ringing.values()].filter((dial) => dial.line === line).length,
    ringing: (): string[] => [...ringing.keys()],
    die: (): void => ringing.clear(),
  };
}
