import { expect, test } from 'vitest';
import type { Conversation, ToPage, ToServer } from '#shared/live.ts';
import { Listening } from '../../../web/calls/listening.svelte.ts';
import type { PhoneState } from '../../../web/ports/phone.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const own = id(40);
const conversation = (more: Partial<Conversation> = {}): Conversation => ({
  callId: id(1),
  accountId: id(2),
  operatorId: id(10),
  operator: 'Léa',
  caller: '+33639980001',
  since: '2026-11-19T09:42:00.000Z',
  state: 'talking',
  listeners: [],
  takeable: true,
  ...more,
});
const followed = (how: 'listen' | 'whisper' | 'join', supervisorId = own) =>
  conversation({ listeners: [{ supervisorId, name: 'Max', how }] });

function onTheFloor(startsAs: PhoneState = 'registered') {
  const sent: (ToServer | 'phone off')[] = [];
  let say: (message: ToPage) => void = () => undefined;
  let tell: (state: PhoneState) => void = () => undefined;
  const listening = new Listening({
    ownId: own,
    live: {
      send: (message) => sent.push(message),
      onMessage(listener) {
        say = listener;
        return () => undefined;
      },
    },
    phone: {
      start: async () => tell(startsAs),
      stop: () => {
        sent.push('phone off');
        tell('off');
      },
      endLeg: () => undefined,
      mute: () => undefined,
      onState(listener) {
        tell = (state) => listener(state, null);
        tell('off');
        return () => undefined;
      },
      microphone: () => 'live',
      levels: () => ({ mic: 0, heard: 0 }),
      heardHz: () => 0,
      isDeaf: () => false,
      onSilence: () => () => undefined,
      sound: async () => [],
      voice: async () => null,
    },
  });
  const conversations = (...all: Conversation[]) => say({ t: 'conversations', conversations: all });
  return { listening, sent, say: (message: ToPage) => say(message), phone: (s: PhoneState) => tell(s), conversations };
}

test('his telephone is brought up before he follows a conversation, and let go when he stops', async () => {
  const { listening, sent, conversations } = onTheFloor();
  conversations(conversation());
  await listening.follow(id(1), 'listen');
  expect(listening.phone).toBe('registered');
  conversations(followed('listen'));
  expect(listening.howOf(followed('listen'))).toBe('listen');
  listening.stop(id(1));
  expect(sent).toEqual([{ t: 'listen', callId: id(1), how: 'listen' }, { t: 'listen', callId: id(1), how: null }, 'phone off']);
});

test('without a microphone nothing is asked of the server', async () => {
  const { listening, sent } = onTheFloor('failed');
  await listening.follow(id(1), 'whisper');
  expect([sent, listening.phone]).toEqual([[], 'failed']);
});

test('the conversation ends: the server wants no leg any more, and the microphone is let go', async () => {
  const { listening, sent, say } = onTheFloor();
  await listening.follow(id(1), 'listen');
  say({ t: 'leg', wanted: true });
  expect(sent).not.toContain('phone off');
  say({ t: 'leg', wanted: false });
  expect([sent.at(-1), listening.phone]).toEqual(['phone off', 'off']);
});

test('he takes over only a caller whom he hears already', async () => {
  const { listening, sent, phone } = onTheFloor();
  await listening.follow(id(1), 'listen');
  expect(listening.mayTakeOver(followed('listen'))).toBe(false);
  phone('leg-up');
  expect(listening.mayTakeOver(followed('listen'))).toBe(true);
  expect(listening.mayTakeOver(followed('listen', id(41)))).toBe(false);
  expect(listening.mayTakeOver({ ...followed('listen'), takeable: false })).toBe(false);
  listening.takeOver(followed('join'));
  expect(sent.at(-1)).toEqual({ t: 'take-over', callId: id(1) });
});

test('what the server refuses is said until he tries again', async () => {
  const { listening, say } = onTheFloor();
  say({ t: 'refused', code: 'listen.not_possible', callId: id(1) });
  expect(listening.isRefused).toBe(true);
  await listening.follow(id(1), 'listen');
  expect(listening.isRefused).toBe(false);
});
