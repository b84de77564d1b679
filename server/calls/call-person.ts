import { costOf, type LegPrice } from '#shared/calls/leg-price.ts';
import {
  type PersonCall,
  type PersonCallEffect,
  type PersonCallEvent,
  type PersonCallResult,
  ringPerson,
  stepPersonCall,
} from '#shared/calls/person-call.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import { CodedError, never } from '#shared/errors.ts';
import type { Instant } from '#shared/time.ts';
import type { CallPerson, PersonToCall } from '../ports/telephony.ts';
import { accountAndLine } from './account-and-line.ts';
import { inTurn } from './execute.ts';
import type { Floor } from './floor-state.ts';
import { judge, reserveLeg } from './reserve-leg.ts';

/** An automatic call that runs. */
export type RunningPersonCall = {
  readonly person: PersonToCall;
  readonly number: PhoneNumber;
  /** Our number of the account, which the person sees. */
  readonly shown: PhoneNumber;
  readonly dialledAt: Instant;
  readonly state: () => PersonCall;
  follow(event: PersonCallEvent): void;
  /** Nobody can tell any more what becomes of it. */
  interrupt(): void;
};

type Settle = Parameters<CallPerson>[1];
type Dialled = Pick<RunningPersonCall, 'person' | 'number' | 'shown'> & {
  readonly channelId: string;
  readonly file: string;
  readonly price: LegPrice;
};

/** Calls a person by the outbound policy and the account's limits, says what waits and takes his key [S14]. */
export const callPerson =
  (floor: Floor): CallPerson =>
  async (person, settle) => {
    const sound = await floor.deps.speakOnce(person.words, person.language);
    try {
      const allowed = await allow(floor, person);
      if (allowed === null) return await settle('not-allowed', null);
      return await run(floor, { ...allowed, person, channelId: `alarm-${person.id}`, file: sound.file }, settle);
    } finally {
      await sound.discard();
    }
  };

/** Null when nobody may be called; the reason is logged, without the number. */
async function allow(floor: Floor, person: PersonToCall): Promise<Pick<Dialled, 'number' | 'shown' | 'price'> | null> {
  const refused = (reason: string): null => {
    floor.deps.log('person.not_called', { accountId: person.accountId, reason });
    return null;
  };
  const called = accountAndLine(floor, person.accountId);
  if (called === null) return refused('no-line');
  const wanted = { account: called.account, operatorId: null, home: called.line.number, number: person.number };
  const decision = judge(floor, wanted);
  if (decision.dial === 'no') return refused(decision.reason);
  const reason = await reserveLeg(floor, person.id, wanted, decision.price);
  return reason === null ? { number: decision.number, shown: called.line.number, price: decision.price } : refused(reason);
}

/** From ringing to the end, when what it came to is written too. */
function run(floor: Floor, dialled: Dialled, settle: Settle): Promise<void> {
  const { deps } = floor;
  const { channelId, person } = dialled;
  return new Promise((resolve, reject) => {
    let call = ringPerson;
    let writing = false;

    function end(cause?: unknown): void {
      floor.persons.delete(channelId);
      hangUp(floor, channelId);
      if (cause === undefined) resolve();
      else reject(cause);
    }

    function follow(event: PersonCallEvent): void {
      const next = stepPersonCall(call, { ...event, at: deps.clock() });
      call = next.call;
      for (const effect of next.effects) carryOut(effect);
      if (call.state === 'over' && !writing) end();
    }

    function carryOut(effect: PersonCallEffect): void {
      switch (effect.do) {
        case 'say':
          say(floor, dialled, effect.what).catch(() => follow({ t: 'gone', outcome: 'failed' }));
          break;
        case 'after':
          deps.after(effect.ms, () => floor.persons.has(channelId) && follow(effect.event));
          break;
        case 'settle':
          write(effect.result);
          break;
        default:
          never(effect);
      }
    }

    function write(result: PersonCallResult): void {
      writing = true;
      const price = call.said > 0 ? dialled.price : null;
      settled(floor, dialled, price)
        .then(() => settle(result, price))
        .then(() => {
          writing = false;
          follow({ t: 'settled' });
        }, end);
    }

    floor.persons.set(channelId, {
      person,
      number: dialled.number,
      shown: dialled.shown,
      dialledAt: deps.clock(),
      state: () => call,
      follow,
      interrupt: () => end(new CodedError('telephone.interrupted', 'nobody can tell what the call came to')),
    });
    deps.log('person.called', { accountId: person.accountId, leg: person.id });
    inTurn(floor, channelId, () =>
      deps.telephony
        .perform({ do: 'dial-person', channelId, number: dialled.number, shown: dialled.shown })
        .catch(() => follow({ t: 'gone', outcome: 'failed' })),
    );
  });
}

/** What was set aside for a leg and not spent comes back. */
async function settled(floor: Floor, { person }: Dialled, price: LegPrice | null): Promise<void> {
  await floor.deps.outboundLedger.settle(person.id, costOf(price ?? undefined, price !== null));
}

/** Commands of one channel go to the exchange one after the other. */
async function say(floor: Floor, dialled: Dialled, what: 'words' | 'taken' | 'passed-on'): Promise<void> {
  const { channelId, person, file } = dialled;
  const { speak, telephony } = floor.deps;
  const { taken, passedOn, language } = person;
  const sound = what === 'words' ? file : await speak(what === 'taken' ? taken : passedOn, language, { beep: false });
  await new Promise<void>((resolve, reject) => {
    inTurn(floor, channelId, () =>
      telephony.perform({ do: 'play', channelId, prompt: 'person', file: sound }).then(resolve, reject),
    );
  });
}

export function hangUp(floor: Floor, channelId: string): void {
  const { telephony, log } = floor.deps;
  inTurn(floor, channelId, () =>
    telephony
      .perform({ do: 'hang-up', channelId, cause: 'normal' })
      .catch((cause: unknown) => log('call.effect_failed', { effect: 'hang-up', cause: String(cause) })),
  );
}

/** Gives an event of the exchange to the automatic call on this channel; false when there is none. */
export function followPerson(floor: Floor, channelId: string, event: PersonCallEvent): boolean {
  const running = floor.persons.get(channelId);
  running?.follow(event);
  return running !== undefined;
}

/** After a gap events are missing: what ran is ended, and called anew by its job, once. */
export function endPersonCalls(floor: Floor, channels: readonly string[]): void {
  for (const channelId of channels) hangUp(floor, channelId);
  for (const running of [...floor.persons.values()]) running.interrupt();
}

/** Somebody else has taken on what this person is called about. */
export function letAlone(floor: Floor, idBegins: string): void {
  for (const { person, follow } of [...floor.persons.values()]) if (person.id.startsWith(idBegins)) follow({ t: 'not-needed' });
}
