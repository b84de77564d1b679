import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordingFiles, Telephony, TelephonyEvent, ThirdParty } from '../../server/ports/telephony.ts';
import { uuid } from '../fixtures/telephony.ts';

/** A telephone exchange with what surrounds it: callers, one operator's telephone, a prompt. */
export type TelephonyWorld = {
  readonly telephony: Telephony;
  readonly recordings: RecordingFiles;
  readonly operatorId: string;
  readonly supervisorId: string;
  /** Sound file of about a second, without its ending. */
  readonly prompt: string;
  /** Connects the exchange; `listen` was called before. */
  connect(): void;
  /** The operator's telephone registers with these credentials, or the supervisor's. */
  register(phone: { readonly user: string; readonly secret: string }, whose?: 'operator' | 'supervisor'): Promise<void>;
  dial(did: string, from: string): Promise<{ hangUp(): void; press(digit: string): Promise<void> }>;
  /** The next third party who is called, at the far end of the trunk. */
  third(of: ThirdParty): Promise<{ answer(): void; hangUp(): void; refuse(): void; readonly shown: string }>;
  /** The next telephone that rings because the bureau calls it on this channel. */
  called(
    channelId: string,
  ): Promise<{ answer(): void; hangUp(): void; refuse(): void; press(digit: string): void; readonly shown: string }>;
  /** Resolves when the operator hears a telephone ring, or the person called. */
  operatorHears(what: 'ringing' | 'person'): Promise<void>;
  /** Whom each of them hears now: the caller dialled last, the third party called last, operator and supervisor. */
  heard(): Readonly<Partial<Record<Speaker, string>>>;
  /** Lets a prompt that plays come to its end, where time does not do it by itself. */
  promptEnds(channelId: string, prompt: string): void;
  recordingEnds(channelId: string): void;
  close(): Promise<void>;
};

type Speaker = 'caller' | 'third' | 'operator' | 'supervisor';

/** What every telephone exchange of ours does. */
export function telephonyContract(name: string, open: () => Promise<TelephonyWorld>): void {
  describe(`telephony: ${name}`, () => {
    let world: TelephonyWorld;
    let line: ReturnType<typeof listenTo>;
    beforeAll(async () => {
      world = await open();
      line = listenTo(world.telephony);
      world.connect();
      await line.next('connected');
    });
    afterAll(async () => world.close());

    const arrive = async () => {
      const phone = await world.dial('+33199000101', '+33639980001');
      const arrived = await line.next('caller-arrived');
      return { phone, ...arrived };
    };
    const placeOf = async (channelId: string) => (await world.telephony.survey()).callers.find((c) => c.channelId === channelId);

    test('a caller arrives with the numbers dialled and calling, and is found again by the call’s id', async () => {
      const { phone, channelId, dialled, caller } = await arrive();
      expect({ dialled, caller }).toEqual({ dialled: '+33199000101', caller: { number: '+33639980001', standing: 'shown' } });
      await world.telephony.perform({ do: 'mark', channelId, callId: uuid(7) });
      await world.telephony.perform({ do: 'ring', channelId });
      expect(await placeOf(channelId)).toMatchObject({ callId: uuid(7), place: 'ringing', dialled: '+33199000101' });
      phone.hangUp();
      expect(await line.next('caller-gone')).toMatchObject({ channelId });
      expect(await placeOf(channelId)).toBeUndefined();
    });

    /** The exchange may learn of a registration a moment after the telephone does: then it says so, and is asked again. */
    const broughtUp = async (operatorId = world.operatorId) => {
      const { telephony } = world;
      for (;;) {
        await telephony.perform({ do: 'bring-leg', operatorId });
        const event = await line.next('leg', 'phone-unknown');
        if (event.t === 'leg')
          return event.operatorId === operatorId && event.state === 'alive' ? event : legOf(operatorId, 'alive');
      }
    };
    /** What is told of this leg next, as soon as it is this; what is told of others is passed over. */
    const legOf = async (operatorId: string, state: 'alive' | 'gone') => {
      for (;;) {
        const event = await line.next('leg');
        if (event.operatorId === operatorId && event.state === state) return event;
      }
    };

    test('a caller waits with music, talks on the operator’s leg, is held, and comes back', async () => {
      const { telephony, operatorId } = world;
      await world.register(await telephony.phone(operatorId));
      expect(await broughtUp()).toMatchObject({ operatorId, state: 'alive' });
      const { phone, channelId } = await arrive();
      await telephony.perform({ do: 'mark', channelId, callId: uuid(8) });
      await telephony.perform({ do: 'answer', channelId });
      await telephony.perform({ do: 'music', channelId });
      expect(await placeOf(channelId)).toMatchObject({ place: 'waiting', operatorId: null });
      await telephony.perform({ do: 'connect', channelId, operatorId });
      expect(await placeOf(channelId)).toMatchObject({ place: 'with-operator', operatorId });
      await telephony.perform({ do: 'hold', channelId, operatorId });
      expect(await placeOf(channelId)).toMatchObject({ place: 'held', operatorId });
      await telephony.perform({ do: 'connect', channelId, operatorId });
      expect(await placeOf(channelId)).toMatchObject({ place: 'with-operator', operatorId });
      phone.hangUp();
      await line.next('caller-gone');
      expect((await telephony.survey()).legs).toEqual([{ operatorId, line: 'page' }]);
    });

    test('[P08] a third party is called, speaks with the operator, is joined with the caller, and both can leave', async () => {
      const { telephony, operatorId } = world;
      const { phone, channelId } = await arrive();
      await telephony.perform({ do: 'mark', channelId, callId: uuid(20) });
      await telephony.perform({ do: 'answer', channelId });
      await telephony.perform({ do: 'connect', channelId, operatorId });
      await telephony.perform({ do: 'hold', channelId, operatorId });
      const third = { callId: uuid(20), attempt: 1 };
      const dialled = world.third(third);
      await telephony.perform({ do: 'dial-third', third, number: '+33639980101', shown: '+33199000101' });
      const party = await dialled;
      expect(party.shown).toBe('+33199000101');
      expect((await telephony.survey()).thirds).toEqual([{ ...third, place: 'ringing' }]);
      party.answer();
      expect(await line.next('third-answered')).toMatchObject(third);
      expect((await telephony.survey()).thirds).toEqual([{ ...third, place: 'answered' }]);
      await telephony.perform({ do: 'consult', third, operatorId });
      expect((await telephony.survey()).thirds).toEqual([{ ...third, place: 'with-operator' }]);
      await telephony.perform({ do: 'join', third, channelId });
      expect(await placeOf(channelId)).toMatchObject({ place: 'joined', callId: uuid(20) });
      expect((await telephony.survey()).thirds).toEqual([{ ...third, place: 'joined' }]);
      party.hangUp();
      expect(await line.next('third-gone')).toMatchObject(third);
      phone.hangUp();
      await line.next('caller-gone');
      expect(await telephony.survey()).toMatchObject({ thirds: [], callers: [], legs: [{ operatorId, line: 'page' }] });
    });

    test('[P08] caller, third party and operator hear each other; two of them go on, whoever leaves', async () => {
      const { telephony, operatorId } = world;
      const { phone, channelId } = await arrive();
      await telephony.perform({ do: 'mark', channelId, callId: uuid(22) });
      await telephony.perform({ do: 'answer', channelId });
      await telephony.perform({ do: 'hold', channelId, operatorId });
      const call = async (attempt: number) => {
        const third = { callId: uuid(22), attempt };
        const dialled = world.third(third);
        await telephony.perform({ do: 'dial-third', third, number: '+33639980101', shown: '+33199000101' });
        const party = await dialled;
        party.answer();
        await line.next('third-answered');
        await telephony.perform({ do: 'consult', third, operatorId });
        await telephony.perform({ do: 'connect', channelId, operatorId });
        await hearing({ caller: 'third operator', third: 'caller operator', operator: 'caller third' });
        return { third, party };
      };
      const first = await call(1);
      const found = await telephony.survey();
      expect(found.callers).toMatchObject([{ place: 'with-operator', operatorId }]);
      expect(found.thirds).toEqual([{ ...first.third, place: 'with-operator' }]);
      first.party.hangUp();
      await line.next('third-gone');
      await hearing({ caller: 'operator', operator: 'caller' });
      await telephony.perform({ do: 'hold', channelId, operatorId });
      const second = await call(2);
      await telephony.perform({ do: 'join', third: second.third, channelId });
      await hearing({ caller: 'third', third: 'caller', operator: '' });
      expect((await telephony.survey()).callers).toMatchObject([{ place: 'joined' }]);
      second.party.hangUp();
      await line.next('third-gone');
      phone.hangUp();
      await line.next('caller-gone');
    });

    /** Waits until each of them hears these, and nobody else. */
    const hearing = (expected: ReturnType<TelephonyWorld['heard']>) =>
      expect.poll(() => world.heard(), { timeout: 10_000 }).toMatchObject(expected);

    test('a supervisor listens unheard, whispers to the operator, joins both, and takes the caller over', async () => {
      const { telephony, operatorId, supervisorId } = world;
      await world.register(await telephony.phone(supervisorId), 'supervisor');
      await expect(telephony.perform({ do: 'listen', supervisorId, operatorId, how: 'listen' })).rejects.toThrow();
      expect(await broughtUp(supervisorId)).toMatchObject({ operatorId: supervisorId, state: 'alive' });
      const { phone, channelId } = await arrive();
      await telephony.perform({ do: 'answer', channelId });
      await telephony.perform({ do: 'connect', channelId, operatorId });
      const listen = (how: 'listen' | 'whisper' | 'join') => telephony.perform({ do: 'listen', supervisorId, operatorId, how });
      await listen('listen');
      await hearing({ caller: 'operator', operator: 'caller', supervisor: 'caller operator' });
      await listen('whisper');
      await hearing({ caller: 'operator', operator: 'caller supervisor', supervisor: 'caller operator' });
      await listen('join');
      await hearing({ caller: 'operator supervisor', operator: 'caller supervisor', supervisor: 'caller operator' });
      await telephony.perform({ do: 'listen-no-more', supervisorId });
      await hearing({ caller: 'operator', operator: 'caller', supervisor: '' });
      await listen('listen');
      await telephony.perform({ do: 'connect', channelId, operatorId: supervisorId });
      await telephony.perform({ do: 'listen-no-more', supervisorId });
      await hearing({ caller: 'supervisor', operator: '', supervisor: 'caller' });
      phone.hangUp();
      await line.next('caller-gone');
    });

    test('whoever listens is let go by a survey, and when the leg that he follows ends', async () => {
      const { telephony, operatorId, supervisorId } = world;
      const { phone, channelId } = await arrive();
      await telephony.perform({ do: 'answer', channelId });
      await telephony.perform({ do: 'connect', channelId, operatorId });
      await telephony.perform({ do: 'listen', supervisorId, operatorId, how: 'listen' });
      await hearing({ supervisor: 'caller operator' });
      await telephony.survey();
      await hearing({ caller: 'operator', operator: 'caller', supervisor: '' });
      await telephony.perform({ do: 'listen', supervisorId, operatorId, how: 'whisper' });
      await hearing({ operator: 'caller supervisor' });
      phone.hangUp();
      await line.next('caller-gone');
      await telephony.perform({ do: 'drop-leg', operatorId });
      expect(await line.next('listening-ended')).toEqual({ t: 'listening-ended', supervisorId });
      expect(await broughtUp()).toMatchObject({ operatorId, state: 'alive' });
      await telephony.perform({ do: 'drop-leg', operatorId: supervisorId });
      await legOf(supervisorId, 'gone');
    });

    test('[P09] a third party who is busy is told as busy; one who is given up is gone', async () => {
      const { telephony } = world;
      const call = { number: '+33639980101', shown: '+33199000101' } as const;
      const third = { callId: uuid(21), attempt: 1 };
      const first = world.third(third);
      await telephony.perform({ do: 'dial-third', third, ...call });
      (await first).refuse();
      expect(await line.next('third-gone')).toEqual({ t: 'third-gone', ...third, outcome: 'busy' });
      const again = { callId: uuid(21), attempt: 2 };
      const second = world.third(again);
      await telephony.perform({ do: 'dial-third', third: again, ...call });
      await second;
      await telephony.perform({ do: 'end-third', third: again });
      // He is told that nobody calls any more; his telephone may answer that a moment later.
      await expect.poll(async () => (await telephony.survey()).thirds).toEqual([]);
    });

    test('[J04] somebody is called for an account, rings, answers, and is a caller from then on', async () => {
      const { telephony, operatorId } = world;
      const [callId, channelId] = [uuid(30), `out-${uuid(30)}`];
      const call = {
        do: 'dial-out',
        channelId,
        callId,
        line: '+33199000101',
        number: '+33639980101',
        shown: '+33123456789',
      } as const;
      await telephony.perform({ do: 'ringback', operatorId, on: true });
      const ringing = world.called(channelId);
      await telephony.perform(call);
      const party = await ringing;
      expect(party.shown).toBe('+33123456789');
      expect(await line.next('dialled-rings')).toEqual({ t: 'dialled-rings', channelId });
      await world.operatorHears('ringing');
      party.answer();
      expect(await line.next('dialled-answered')).toEqual({ t: 'dialled-answered', channelId });
      const found = { callId, dialled: '+33199000101', caller: { number: '+33639980101', standing: 'shown' } };
      expect(await placeOf(channelId)).toMatchObject({ ...found, place: 'nowhere' });
      await telephony.perform({ do: 'connect', channelId, operatorId });
      expect(await placeOf(channelId)).toMatchObject({ ...found, place: 'with-operator', operatorId });
      await world.operatorHears('person');
      await telephony.perform({ do: 'hold', channelId, operatorId });
      expect(await placeOf(channelId)).toMatchObject({ ...found, place: 'held', operatorId });
      party.hangUp();
      expect(await line.next('dialled-gone')).toMatchObject({ channelId });
      expect(await placeOf(channelId)).toBeUndefined();
    });

    /** The end of a conversation may be told twice, by its leaving us and by its end. */
    const goneOf = async (channelId: string) => {
      for (;;) {
        const gone = await line.next('dialled-gone');
        if (gone.channelId === channelId) return gone;
      }
    };

    test('somebody who is busy is told as busy; a telephone that rings while the server looks anew is let go', async () => {
      const { telephony } = world;
      const dial = async (callId: string) => {
        const channelId = `out-${callId}`;
        const ringing = world.called(channelId);
        await telephony.perform({
          do: 'dial-out',
          channelId,
          callId,
          line: '+33199000101',
          number: '+33639980101',
          shown: '+33199000101',
        });
        return { channelId, party: await ringing };
      };
      const busy = await dial(uuid(31));
      busy.party.refuse();
      expect(await goneOf(busy.channelId)).toMatchObject({ outcome: 'busy' });
      const left = await dial(uuid(32));
      await telephony.survey();
      await goneOf(left.channelId);
    });

    test('[S14] a person is called without an operator, is spoken to, heard to speak, and presses a key; a later server finds him', async () => {
      const { telephony } = world;
      const channelId = `alarm-${uuid(33)}.1`;
      const ringing = world.called(channelId);
      await telephony.perform({ do: 'dial-person', channelId, number: '+33639980101', shown: '+33199000101' });
      const person = await ringing;
      expect(person.shown).toBe('+33199000101');
      expect(await telephony.survey()).toMatchObject({ persons: [channelId], callers: [] });
      person.answer();
      expect(await line.next('dialled-answered')).toEqual({ t: 'dialled-answered', channelId });
      expect(await telephony.survey()).toMatchObject({ persons: [channelId], callers: [] });
      await telephony.perform({ do: 'play', channelId, prompt: 'person', file: world.prompt });
      expect(await line.next('talk')).toEqual({ t: 'talk', channelId, state: 'began' });
      person.press('1');
      expect(await line.next('digit')).toEqual({ t: 'digit', channelId, digit: '1' });
      await telephony.perform({ do: 'play', channelId, prompt: 'person', file: world.prompt });
      world.promptEnds(channelId, 'person');
      expect(await line.next('played')).toEqual({ t: 'played', channelId, prompt: 'person' });
      await telephony.perform({ do: 'hang-up', channelId, cause: 'normal' });
      await goneOf(channelId);
      expect((await telephony.survey()).persons).toEqual([]);
    });

    test('a person who is busy is told as busy', async () => {
      const { telephony } = world;
      const channelId = `alarm-${uuid(34)}.1`;
      const ringing = world.called(channelId);
      await telephony.perform({ do: 'dial-person', channelId, number: '+33639980101', shown: '+33199000101' });
      (await ringing).refuse();
      expect(await goneOf(channelId)).toMatchObject({ outcome: 'busy' });
    });

    test('a caller hears a prompt and leaves a message', async () => {
      const { telephony, recordings } = world;
      const { phone, channelId } = await arrive();
      await telephony.perform({ do: 'answer', channelId });
      await telephony.perform({ do: 'play', channelId, prompt: 'greeting', file: world.prompt });
      expect(await placeOf(channelId)).toMatchObject({ place: 'spoken-to' });
      world.promptEnds(channelId, 'greeting');
      expect(await line.next('played')).toEqual({ t: 'played', channelId, prompt: 'greeting' });
      const name = `voicemail/${uuid(1)}/${uuid(9)}`;
      await telephony.perform({ do: 'record', channelId, name, maxSeconds: 2 });
      expect(await placeOf(channelId)).toMatchObject({ place: 'recording' });
      world.recordingEnds(channelId);
      const recorded = await line.next('recorded');
      expect(recorded).toMatchObject({ name });
      expect((await recordings.load(name)).length).toBeGreaterThan(16_000);
      expect((await telephony.survey()).recordings).toContain(name);
      await recordings.discard(name);
      expect((await telephony.survey()).recordings).not.toContain(name);
      await telephony.perform({ do: 'hang-up', channelId, cause: 'normal' });
      await line.next('caller-gone');
      phone.hangUp();
    });

    test('a prompt that is cut short by music is not reported as played', async () => {
      const { telephony } = world;
      const { phone, channelId } = await arrive();
      await telephony.perform({ do: 'answer', channelId });
      await telephony.perform({ do: 'play', channelId, prompt: 'welcome', file: world.prompt });
      await telephony.perform({ do: 'music', channelId });
      await phone.press('1');
      expect(await line.next('digit', 'played')).toEqual({ t: 'digit', channelId, digit: '1' });
      phone.hangUp();
      await line.next('caller-gone');
    });

    test('what is asked for a caller who has gone is no error', async () => {
      const { phone, channelId } = await arrive();
      phone.hangUp();
      await line.next('caller-gone');
      const { telephony } = world;
      await expect(telephony.perform({ do: 'answer', channelId })).resolves.toBeUndefined();
      await expect(telephony.perform({ do: 'hang-up', channelId, cause: 'normal' })).resolves.toBeUndefined();
    });

    test('a leg that is dropped is gone', async () => {
      const { telephony, operatorId } = world;
      await telephony.perform({ do: 'drop-leg', operatorId });
      expect(await legOf(operatorId, 'gone')).toMatchObject({ operatorId });
      expect((await telephony.survey()).legs).toEqual([]);
    });

    test('every sign-in gets a telephone account of its own', async () => {
      const [one, two] = [await world.telephony.phone(world.operatorId), await world.telephony.phone(world.operatorId)];
      expect(two.user).not.toBe(one.user);
      expect(two.secret).not.toBe(one.secret);
    });
  });
}

type Kinds = TelephonyEvent['t'];

/** The events one after the other; others than those asked for are passed over. */
function listenTo(telephony: Telephony) {
  const queue: TelephonyEvent[] = [];
  const waiting = new Set<() => void>();
  telephony.listen((event) => {
    queue.push(event);
    for (const look of [...waiting]) look();
  });
  return {
    next: <T extends Kinds>(...kinds: T[]): Promise<Extract<TelephonyEvent, { t: T }>> =>
      new Promise((resolve, reject) => {
        const end = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`no ${kinds.join(' or ')} within 10 s`));
        }, 10_000);
        const isWanted = (event: TelephonyEvent): event is Extract<TelephonyEvent, { t: T }> =>
          kinds.some((kind) => kind === event.t);
        const look = () => {
          for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
            if (!isWanted(event)) continue;
            clearTimeout(end);
            waiting.delete(look);
            resolve(event);
            return;
          }
        };
        waiting.add(look);
        look();
      }),
  };
}
