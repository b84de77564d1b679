import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createAsteriskTelephony } from '../../server/adapters/asterisk/telephony.ts';
import type { TelephonyEvent } from '../../server/ports/telephony.ts';
import { type AsteriskInstance, startAsterisk } from './asterisk-instance.ts';
import { type Carrier, openCarrier } from './carrier.ts';

const credentials = { user: 'bureau', password: 'geheim' };
const did = '+33199000101';
const caller = '+33639980001';

/** A carrier that sends calls to the registered contact: the number dialled stands where `didFrom` says. */
type World = {
  readonly asterisk: AsteriskInstance;
  readonly far: Carrier;
  readonly telephony: ReturnType<typeof createAsteriskTelephony>;
  readonly events: TelephonyEvent[];
};

async function open(didFrom: 'request-uri' | 'to' | 'p-called-party-id', rtpFirst: number): Promise<World> {
  const far = await openCarrier(credentials);
  const trunk = { host: '127.0.0.1', port: far.port, transport: 'udp', credentials, register: true, authorities: '' } as const;
  const asterisk = await startAsterisk({ rtpFirst, didFrom, trunk });
  const events: TelephonyEvent[] = [];
  const telephony = createAsteriskTelephony({
    ariUrl: asterisk.ariUrl,
    operatorTransport: 'operators',
    nowMs: Date.now,
    log: (event, fields) => console.error(event, fields),
  });
  telephony.listen((event) => void events.push(event));
  telephony.start();
  await vi.waitFor(() => expect(telephony.isConnected()).toBe(true), { timeout: 10_000 });
  await far.registered();
  return { far, asterisk, telephony, events };
}

async function close({ far, asterisk, telephony }: World): Promise<void> {
  telephony.stop();
  far.close();
  await asterisk.stop();
}

/** What the server hears of a call; the survey of a later server must hear the same. */
async function arrival(world: World, invite: Partial<Parameters<Carrier['call']>[0]>) {
  const before = world.events.length;
  const given = { target: did, to: `<sip:${did}@carrier.example>`, from: `<sip:${caller}@carrier.example>`, headers: [] };
  await world.far.call({ ...given, ...invite });
  const arrived = await vi.waitFor(() => {
    const found = world.events.slice(before).find((event) => event.t === 'caller-arrived');
    if (found === undefined) throw new Error('nobody has arrived');
    return found;
  });
  const { channelId, dialled, caller: number, diversion } = arrived;
  await vi.waitFor(async () => {
    const surveyed = (await world.telephony.survey()).callers.find((each) => each.channelId === channelId);
    expect(surveyed).toMatchObject({ dialled, caller: number, diversion });
  });
  await world.telephony.perform({ do: 'hang-up', channelId, cause: 'normal' });
  return { dialled, caller: number, diversion };
}

const shown = { number: caller, standing: 'shown' };

test.each([
  ['to', '<sip:+33199000101@carrier.example>', [], '+33199000101'],
  ['to', '"12: Bureau" <sip:0199000101@carrier.example;user=phone>', [], '0199000101'],
  ['to', '<sip:+33199000101;npdi=yes;rn=+33600000000@carrier.example>', [], '+33199000101'],
  ['to', 'sip:0033199000101@carrier.example', [], '0033199000101'],
  [
    'p-called-party-id',
    '<sip:bureau@carrier.example>',
    ['P-Called-Party-ID: <sip:+33199000101@carrier.example>;x=1'],
    '+33199000101',
  ],
  [
    'p-called-party-id',
    '<sip:bureau@carrier.example>',
    ['P-Called-Party-ID: "0 1" <sip:+33-199-000-101@x:5060>'],
    '+33199000101',
  ],
] as const)('SIP_DID_FROM=%s takes %s', async (didFrom, to, headers, dialled) => {
  const world = await worldOf(didFrom);
  expect(await arrival(world, { target: '', to, headers })).toMatchObject({ dialled, caller: shown });
});

test('SIP_DID_FROM=p-called-party-id takes a request without that header by its line', async () => {
  expect(await arrival(await worldOf('p-called-party-id'), {})).toMatchObject({ dialled: did });
});

test('by default a request whose line names no number makes no channel', async () => {
  const world = await worldOf('request-uri');
  expect(await world.far.call({ target: '', to: `<sip:${did}@x>`, from: `<sip:${caller}@x>`, headers: [] })).toMatch(
    /^SIP\/2\.0 404 /,
  );
  expect(await arrival(world, {})).toMatchObject({ dialled: did });
});

test.each([
  ['asserted', `<sip:x@x>`, [`P-Asserted-Identity: <sip:${caller}@x>`], shown],
  ['asserted as tel', `<sip:x@x>`, [`P-Asserted-Identity: <tel:${caller}>`], shown],
  ['asserted twice', `<sip:x@x>`, [`P-Asserted-Identity: <sip:${caller}@x>, <tel:${caller}>`], shown],
  ['national', '<sip:0639980001@x>', [], { number: '0639980001', standing: 'shown' }],
  [
    'withheld with Privacy',
    '<sip:anonymous@anonymous.invalid>',
    [`P-Asserted-Identity: <sip:${caller}@x>`, 'Privacy: id'],
    { number: '', standing: 'withheld' },
  ],
  [
    'withheld in From alone',
    '"Anonymous" <sip:anonymous@anonymous.invalid>',
    [`P-Asserted-Identity: <sip:${caller}@x>`],
    { number: '', standing: 'withheld' },
  ],
  ['withheld, Privacy: user;id', `<sip:${caller}@x>`, ['Privacy: user;id'], { number: '', standing: 'withheld' }],
  ['not available', '<sip:unavailable@unknown.invalid>', [], { number: '', standing: 'unknown' }],
  [
    'not vouched for',
    `<sip:${caller}@x>`,
    [`P-Asserted-Identity: <sip:${caller}@x;user=phone;verstat=TN-Validation-Failed>`],
    { number: caller, standing: 'unauthenticated' },
  ],
  ['with a name of other letters', `"René 山田" <sip:${caller}@x>`, [], shown],
] as const)('the caller’s number: %s', async (_, from, headers, expected) => {
  expect((await arrival(await worldOf('request-uri'), { from, headers })).caller).toEqual(expected);
});

test.each([
  ['Diversion', ['Diversion: <sip:+33639980101@x>;reason=no-answer', 'Diversion: <sip:+33199000199@x>;reason=user-busy']],
  ['one Diversion with two', ['Diversion: <sip:+33639980101@x>;reason=no-answer, <sip:+33199000199@x>;reason=user-busy']],
  [
    'History-Info',
    ['History-Info: <sip:+33199000199@x?Reason=SIP%3Bcause%3D486>;index=1', `History-Info: <sip:${did}@x>;index=1.1`],
  ],
  ['one History-Info with two', [`History-Info: <sip:+33199000199@x>;index=1, <sip:${did}@x;cause=486>;index=1.1`]],
] as const)('[S08] [S09] the line that was forwarded, and why: %s', async (_, headers) => {
  const { diversion } = await arrival(await worldOf('request-uri'), { headers });
  expect(diversion).toEqual({ number: '+33199000199', reason: 'user-busy' });
});

const opened = new Map<string, World>();
const worldOf = (didFrom: string): Promise<World> =>
  Promise.resolve(opened.get(didFrom) ?? Promise.reject(new Error(`no exchange with ${didFrom}`)));

beforeAll(async () => {
  opened.set('request-uri', await open('request-uri', 23_200));
  opened.set('to', await open('to', 23_400));
  opened.set('p-called-party-id', await open('p-called-party-id', 23_600));
});
afterAll(async () => {
  for (const world of opened.values()) await close(world);
});
