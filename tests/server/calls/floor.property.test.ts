import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anOperator, uuid } from '../../fixtures/telephony.ts';
import { type Bureau, bureau } from './bureau.ts';

const operators = [10, 11, 12].map((n) => anOperator({ id: uuid(n) }));
const someone = fc.constantFrom(...operators.map((o) => o.id));
const channel = fc.integer({ min: 1, max: 5 }).map((n) => `c${n}`);

type Deed = (b: Bureau) => void | Promise<void>;
const callOf = (b: Bureau, id: string) => b.state(id)?.callId ?? uuid(999);

const third = (b: Bureau, id: string) => [...b.exchange.thirds.values()].find((t) => t.callId === callOf(b, id));

const deed: fc.Arbitrary<Deed> = fc.oneof(
  someone.map(
    (id): Deed =>
      (b) =>
        b.say({ t: 'transfer', callId: callOf(b, id), to: { kind: 'number', number: '+33639980101' } }, id),
  ),
  someone.map(
    (id): Deed =>
      (b) =>
        b.say({ t: 'join', callId: callOf(b, id) }, id),
  ),
  someone.map(
    (id): Deed =>
      (b) =>
        b.say({ t: 'return', callId: callOf(b, id), reason: null }, id),
  ),
  fc.tuple(someone, fc.boolean()).map(
    ([id, answers]): Deed =>
      (b) => {
        const found = third(b, id);
        if (found === undefined) return;
        if (answers && found.place === 'ringing') b.exchange.thirdAnswers(found);
        else b.exchange.thirdGoes(found, 'busy');
      },
  ),
  channel.map(
    (c): Deed =>
      (b) =>
        b.exchange.callers.has(c) ? undefined : b.exchange.arrive(c, '+33199000101'),
  ),
  channel.map(
    (c): Deed =>
      (b) =>
        b.exchange.callerHangsUp(c),
  ),
  channel.map(
    (c): Deed =>
      (b) =>
        b.exchange.emit({ t: 'digit', channelId: c, digit: '1' }),
  ),
  channel.map(
    (c): Deed =>
      (b) =>
        b.exchange.emit({ t: 'played', channelId: c, prompt: 'welcome' }),
  ),
  fc.tuple(someone, fc.constantFrom('shown', 'answer', 'hold', 'unhold', 'hangup', 'wrapped-up')).map(
    ([id, t]): Deed =>
      (b) =>
        b.say({ t, callId: callOf(b, id) }, id),
  ),
  someone.map(
    (id): Deed =>
      (b) =>
        b.ready(id),
  ),
  someone.map(
    (id): Deed =>
      (b) =>
        b.say({ t: 'pause', reason: 'break' }, id),
  ),
  someone.map(
    (id): Deed =>
      (b) =>
        b.pageDies(id),
  ),
  fc.tuple(someone, fc.constantFrom('silent', 'alive', 'gone')).map(
    ([operatorId, state]): Deed =>
      (b) => {
        if (state === 'gone') b.exchange.legs.delete(operatorId);
        b.exchange.emit({ t: 'leg', operatorId, state });
      },
  ),
  fc.constant<Deed>((b) => b.restart()),
  fc.integer({ min: 100, max: 20_000 }).map(
    (ms): Deed =>
      (b) =>
        b.time.pass(ms),
  ),
);

test('[P29] no caller waits beside a free operator, and no operator has two calls, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 40 }), async (deeds) => {
      const b = await bureau({ operators });
      for (const { id } of operators) await b.ready(id);
      for (const act of deeds) {
        await act(b);
        await b.time.pass(1);
        const { waiting, operators: all } = b.floor().snapshot();
        const unasked = waiting.filter((w) => w.state !== 'offered').length;
        const free = all.filter((o) => o.presence.state === 'ready').length;
        expect(Math.min(unasked, free)).toBe(0);
        const talked = new Set([...b.exchange.callers.values()].map((c) => c.callId));
        for (const { callId } of b.exchange.thirds.values()) expect(talked).toContain(callId);
        const connected = [...b.exchange.callers.values()].flatMap((c) => (c.place === 'with-operator' ? [c.operatorId] : []));
        expect(new Set(connected).size).toBe(connected.length);
        const busy = all.flatMap((o) => (o.presence.state === 'wrap-up' ? [] : (o.presence.callId ?? [])));
        expect(new Set(busy).size).toBe(busy.length);
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);
