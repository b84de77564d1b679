import type { TelephoneOffer, TelephonyEffect, TelephonyEvent } from '../../server/ports/telephony.ts';
import type { Course } from './course.ts';

type Ring = Extract<TelephonyEffect, { do: 'ring-telephone' }>;
type Ringing = { readonly operatorId: string; readonly shown: string; readonly offer: TelephoneOffer; answered: boolean };

/** The operators' own telephones: some are answered by their owner, some by a voicemail box, some by nobody. */
export function createTelephones(
  { time, chance, trace }: Course,
  around: { readonly emit: (event: TelephonyEvent) => void; readonly takeOver: (operatorId: string) => void },
) {
  const ringing = new Map<string, Ringing>();
  const nameOf = ({ callId, offer }: TelephoneOffer): string => `${callId}.${offer}`;

  function gone(telephone: Ringing): void {
    if (ringing.get(nameOf(telephone.offer)) !== telephone) return;
    ringing.delete(nameOf(telephone.offer));
    around.emit({ t: 'telephone-gone', ...telephone.offer });
  }

  /** Whoever answers listens to the question first; a box presses nothing, a person now and then a wrong key. */
  function answer(telephone: Ringing, by: 'owner' | 'box'): void {
    if (ringing.get(nameOf(telephone.offer)) !== telephone) return;
    telephone.answered = true;
    around.emit({ t: 'telephone-answered', ...telephone.offer });
    if (by === 'box') return void time.after(chance.between(5_000, 40_000), () => gone(telephone));
    const digit = chance.chance(0.9) ? '1' : '7';
    time.after(chance.between(1_000, 9_500), () => {
      if (ringing.get(nameOf(telephone.offer)) === telephone) around.emit({ t: 'telephone-digit', ...telephone.offer, digit });
    });
  }

  return {
    ring({ operatorId, telephone: offer, shown }: Ring): void {
      const telephone: Ringing = { operatorId, shown, offer, answered: false };
      ringing.set(nameOf(offer), telephone);
      trace.add(`telephone of ${operatorId} rings`);
      const luck = chance.unit();
      if (luck < 0.15) time.after(chance.between(300, 2_000), () => gone(telephone));
      else if (luck < 0.3) time.after(20_000, () => gone(telephone));
      else time.after(chance.between(2_000, 15_000), () => answer(telephone, luck < 0.45 ? 'box' : 'owner'));
    },
    /** It becomes the operator's leg. */
    take(operatorId: string, offer: TelephoneOffer): void {
      const telephone = ringing.get(nameOf(offer));
      if (telephone?.answered !== true) throw new Error('no such channel');
      ringing.delete(nameOf(offer));
      around.takeOver(operatorId);
    },
    of: (line: string): number => [...ringing.values()].filter(({ shown }) => shown === line).length,
    end: (offer: TelephoneOffer): void => void ringing.delete(nameOf(offer)),
    /** A survey lets go of telephones that are no legs. */
    endAll: (): void => ringing.clear(),
  };
}
