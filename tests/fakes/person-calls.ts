import type { PersonCallResult } from '#shared/calls/person-call.ts';
import { CodedError } from '#shared/errors.ts';
import type { PersonCalls, PersonToCall } from '../../server/ports/telephony.ts';

/** Telephones of persons: what each call comes to is said beforehand, `server-dies` leaves it open. */
export function fakePersonCalls() {
  const called: PersonToCall[] = [];
  const answers: (PersonCallResult | 'server-dies')[] = [];
  const ended: string[] = [];
  let ready = true;
  const calls: PersonCalls = {
    isReady: () => ready,
    end: (idBegins) => void ended.push(idBegins),
    async call(person, settle) {
      called.push(person);
      const result = answers.shift() ?? 'no-answer';
      if (result === 'server-dies') throw new CodedError('telephone.interrupted', 'the server has died');
      const isAnswered = ['taken', 'passed-on', 'nothing-pressed', 'voicemail'].includes(result);
      await settle(result, isAnswered ? { class: 'mobile', cents: 150, currency: 'EUR' } : null);
    },
  };
  return {
    calls,
    called,
    /** Whom nobody needs to be called for any more. */
    ended,
    next: (...results: (PersonCallResult | 'server-dies')[]) => void answers.push(...results),
    setReady: (is: boolean) => {
      ready = is;
    },
  };
}
