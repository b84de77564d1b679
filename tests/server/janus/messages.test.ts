import { describe, expect, test } from 'vitest';
import { cleanAnswer, judge, type Rules, registerBody } from '../../../server/adapters/janus/messages.ts';
import { newSessionId, ownsSession } from '../../../server/adapters/janus/session-id.ts';
import { janusToken } from '../../../server/adapters/janus/token.ts';

const session = newSessionId('key', 'lea');
const rules: Rules = {
  kind: 'operator',
  owns: (id) => ownsSession('key', 'lea', id),
  newSessionId: () => session,
  boothNumbers: ['+33199000101'],
  sipPort: 5070,
};
const booth: Rules = { ...rules, kind: 'booth' };
const inHandle = { transaction: 'T1', session_id: session, handle_id: 7 };
const offer = { type: 'offer', sdp: 'v=0' };
const answer = { type: 'answer', sdp: 'v=0' };
const message = (body: object, jsep?: object) => ({ janus: 'message', ...inHandle, body, ...(jsep ? { jsep } : {}) });
const verdictOf = (json: object, by = rules) => judge(JSON.stringify(json), by);

describe('what a page may say to Janus', () => {
  test.each([
    [{ janus: 'create', transaction: 'T1' }],
    [{ janus: 'claim', transaction: 'T1', session_id: session }],
    [{ janus: 'keepalive', transaction: 'T1', session_id: session }],
    [{ janus: 'destroy', transaction: 'T1', session_id: session }],
    [{ janus: 'attach', transaction: 'T1', session_id: session, plugin: 'janus.plugin.sip' }],
    [{ janus: 'detach', ...inHandle }],
    [{ janus: 'trickle', ...inHandle, candidate: { completed: true } }],
    [{ janus: 'trickle', ...inHandle, candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 } }],
    [message({ request: 'accept' }, answer)],
    [message({ request: 'update' }, answer)],
    [message({ request: 'decline' })],
    [message({ request: 'hangup' })],
    [message({ request: 'dtmf_info', digit: '5' })],
  ])('%j goes on', (json) => {
    expect(verdictOf(json)).toMatchObject({ verdict: 'send', transaction: 'T1' });
  });

  test.each([
    [{ janus: 'info', transaction: 'T1' }],
    [{ janus: 'attach', transaction: 'T1', session_id: session, plugin: 'janus.plugin.echotest' }],
    [{ janus: 'hangup', ...inHandle }],
    [message({ request: 'call', uri: 'sip:+33123456789@127.0.0.1:5060' }, offer)],
    [message({ request: 'call', number: '+33199000101' }, offer)],
    [message({ request: 'transfer', uri: 'sip:x@y' })],
    [message({ request: 'message', content: 'x' })],
    [message({ request: 'accept' })],
    [message({ request: 'accept' }, offer)],
    [message({ request: 'dtmf_info', digit: '55' })],
  ] as [object, object?][])('%j is refused', (json, change = {}) => {
    expect(verdictOf({ ...json, ...change })).toMatchObject({ verdict: 'refuse' });
  });

  test('what is not JSON is refused', () => {
    expect(judge('{', rules)).toMatchObject({ verdict: 'refuse', transaction: '' });
  });

  test('nothing that the schema does not know is passed on, and a page chooses no session id', () => {
    expect(verdictOf({ janus: 'create', transaction: 'T1', id: 99, token: 'x', apisecret: 'y' })).toEqual({
      verdict: 'send',
      transaction: 'T1',
      message: { janus: 'create', transaction: 'T1', id: session },
    });
    expect(verdictOf(message({ request: 'accept', headers: { a: 'b' }, srtp: 'sdes_optional' }, answer))).toMatchObject({
      message: { body: { request: 'accept' }, jsep: answer },
    });
  });

  test('a register has no field of the page: the body is written here', () => {
    const verdict = verdictOf(message({ request: 'register', proxy: 'sip:evil.example', username: 'sip:x@y', secret: 's' }));
    expect(verdict).toEqual({ verdict: 'register', transaction: 'T1', message: message({ request: 'register' }) });
    expect(registerBody({ user: 'u1', secret: 's1' }, 5070)).toMatchObject({
      username: 'sip:u1@127.0.0.1:5070',
      proxy: 'sip:127.0.0.1:5070',
      authuser: 'u1',
      secret: 's1',
    });
  });

  test('a booth calls a demonstration line, by its number only', () => {
    expect(verdictOf(message({ request: 'call', number: '+33199000101', uri: 'sip:x@evil' }, offer), booth)).toMatchObject({
      verdict: 'send',
      message: { body: { request: 'call', uri: 'sip:+33199000101@127.0.0.1:5070' }, jsep: offer },
    });
    expect(verdictOf(message({ request: 'call', number: '+33142000000' }, offer), booth)).toMatchObject({ verdict: 'refuse' });
  });
});

test('a session belongs to the user it was made for, also after a restart of the server', () => {
  expect(ownsSession('key', 'lea', session)).toBe(true);
  expect(ownsSession('key', 'sofie', session)).toBe(false);
  expect(ownsSession('other key', 'lea', session)).toBe(false);
  expect(ownsSession('key', 'lea', session + 1)).toBe(false);
  expect(Number.isSafeInteger(newSessionId('key', 'lea', 2 ** 20 - 1))).toBe(true);
});

test('what Janus says reaches the page without anything secret', () => {
  const answered = cleanAnswer(
    JSON.stringify({ janus: 'event', token: 't', plugindata: { data: { secret: 's', result: { event: 'x' } } } }),
  );
  expect(JSON.parse(answered?.text ?? '')).toEqual({ janus: 'event', plugindata: { data: { result: { event: 'x' } } } });
  expect(cleanAnswer('not json')).toBeNull();
});

test('a token of Janus names its end, realm and plugin, and is signed', () => {
  expect(janusToken('key', 1_000_000)).toMatch(/^1300,janus,janus\.plugin\.sip:[A-Za-z0-9+/=]+$/);
});
