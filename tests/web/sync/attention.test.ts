import { expect, test } from 'vitest';
import { noContract } from '#shared/billing/contract.ts';
import type { Ladder } from '#shared/delivery/ladder.ts';
import { CodedError } from '#shared/errors.ts';
import { noScript } from '#shared/notes/script.ts';
import type { MutationName } from '#shared/sync/mutations.ts';
import type { Kind } from '#shared/sync/rows.ts';
import type { RefusedHere, SyncStatus } from '../../../web/ports/device.ts';
import { Attention, type AttentionDeps } from '../../../web/sync/attention.svelte.ts';
import { settled, virtualTime } from '../../fakes/virtual-time.ts';
import { ACCOUNT, aContact, anAccount, anId, anInstruction, anOperator, aPerson } from '../../fixtures/rows.ts';

const at = '2026-11-19T09:00:00.000Z';
const words: AttentionDeps['words'] = (timeZone) => ({
  word: (of) => of,
  day: (day) => `d${day}`,
  days: (count) => `${count} d`,
  moment: (instant) => `${instant} in ${timeZone}`,
  turn: (turn) => `turn ${turn}`,
  step: ({ how, whom, minutes }) => `${how}: ${whom}, ${minutes} min`,
});

function attentionTo(refused: readonly RefusedHere[], rows: readonly { readonly id: string }[] = []) {
  const time = virtualTime('2026-11-19T09:42:00.000Z');
  const dismissed: number[] = [];
  const sent: number[] = [];
  const both: number[] = [];
  let status: (s: SyncStatus) => void = () => undefined;
  const get = async (_: Kind, id: string) => rows.find((row) => row.id === id);
  const list = async (kind: Kind) => (kind === 'person' ? rows.filter((row) => 'availability' in row) : []);
  const all = async (kind: Kind) => (kind === 'operator' ? rows.filter((row) => 'trainedFor' in row) : []);
  const device: AttentionDeps['device'] = {
    // Only these are read here.
    watch(query, onValue) {
      void query({ get, list, all } as unknown as Parameters<typeof query>[0]).then(onValue);
      return () => undefined;
    },
    onStatus(listener) {
      status = listener;
      return () => undefined;
    },
    keepBoth: async (seq) => void both.push(seq),
    dismissRefused: async (seq) => void dismissed.push(seq),
    async sendAgain(seq) {
      if (seq === 9) throw new CodedError('sync.not-found', 'gone');
      sent.push(seq);
    },
  };
  const attention = new Attention({ device, later: time.after, words });
  status({ unsent: 0, state: 'idle', lastPulledAt: at, fetching: null, refused });
  return { attention, time, dismissed, sent, both };
}

const { changedAt: _, ...mine } = anInstruction({ text: 'mine' });
const conflict: RefusedHere = { seq: 1, name: 'saveInstruction', args: mine, code: 'conflict', at, isPulled: true };

test('both texts stand side by side: mine, and what is on the server now', async () => {
  const { attention } = attentionTo(
    [conflict],
    [anAccount({ id: ACCOUNT }), { ...mine, text: 'theirs', changedAt: at } as never],
  );
  await settled();
  expect(attention.items).toMatchObject([
    {
      account: { name: 'Garage De Boer', language: 'nl' },
      mine: [{ label: 'text', text: 'mine' }],
      theirs: [{ label: 'text', text: 'theirs' }],
      maySend: true,
    },
  ]);
});

test('before the next pull theirs is what came with the refusal, and mine cannot be sent again', async () => {
  const theirs = { [`instruction/${mine.id}`]: { ...mine, text: 'theirs', changedAt: at } };
  const { attention } = attentionTo([{ ...conflict, isPulled: false, theirs }]);
  await settled();
  expect(attention.items).toMatchObject([{ theirs: [{ text: 'theirs' }], maySend: false }]);
});

test('what is gone, and what this version does not know, are shown too', async () => {
  const removed: RefusedHere = { ...conflict, seq: 2, name: 'saveContact', args: aContact({ name: 'Ann' }), code: 'forbidden' };
  const strange: RefusedHere = { ...conflict, seq: 3, name: 'fly', args: { to: 'the moon' }, code: 'unknown' };
  const { attention } = attentionTo([removed, strange]);
  await settled();
  expect(attention.items[0]).toMatchObject({ theirs: null, mine: [{ label: 'name', text: 'Ann' }, { label: 'number' }] });
  expect(attention.items[1]).toMatchObject({ name: null, mine: [{ text: '{"to":"the moon"}' }], maySend: false });
});

test('what is let go can be kept for 8 s; closing the page keeps it too', async () => {
  const { attention, time, dismissed } = attentionTo([conflict, { ...conflict, seq: 2 }]);
  attention.letGo(1);
  expect(attention.isLeaving(1)).toBe(true);
  await time.pass(7999);
  attention.keep(1);
  await time.pass(10_000);
  expect(dismissed).toEqual([]);
  attention.letGo(1);
  await time.pass(8000);
  expect(dismissed).toEqual([1]);
  attention.letGo(2);
  attention.close();
  await time.pass(10_000);
  expect(dismissed).toEqual([1]);
});

test('what cannot be sent again says why', async () => {
  const { attention, sent } = attentionTo([conflict, { ...conflict, seq: 9, args: { ...mine, id: anId() } }]);
  await attention.sendAgain(1);
  await attention.sendAgain(9);
  expect(sent).toEqual([1]);
  expect([attention.problemOf(1), attention.problemOf(9)]).toEqual([null, 'sync.not-found']);
});

test('[CO1] both can be kept where theirs is still there: an instruction, and nothing else', async () => {
  const rota = { people: [anId()], since: '2026-11-30T08:00', turnDays: 7, duty: [], swaps: [] };
  const changes = [conflict, { ...conflict, seq: 2, name: 'setRota', args: { accountId: ACCOUNT, rota } }];
  const { attention, both } = attentionTo(changes, [
    anAccount({ id: ACCOUNT, rota }),
    { ...mine, text: 'theirs', changedAt: at } as never,
  ]);
  await settled();
  expect(attention.items.map(({ mayKeepBoth }) => mayKeepBoth)).toEqual([true, false]);
  await attention.keepBoth(1);
  expect(both).toEqual([1]);
});

test('[I18] who is on call stands there with names, mine beside theirs', async () => {
  const person = aPerson({ name: 'Claire Martin' });
  const rota = (turnDays: number) => ({ people: [person.id], since: '2026-11-30T08:00', turnDays, duty: [], swaps: [] });
  const refused: RefusedHere = { ...conflict, name: 'setRota', args: { accountId: ACCOUNT, rota: rota(7) } };
  const { attention } = attentionTo([refused], [anAccount({ id: ACCOUNT, rota: rota(14) }), person]);
  await settled();
  expect(attention.items[0]?.mine).toContainEqual({ label: 'on-call', text: 'Claire Martin' });
  expect(attention.items[0]?.theirs).toContainEqual({ label: 'turn-days', text: '14' });
});

test('[S14] the steps of an urgent ladder stand there one a line, mine beside theirs', async () => {
  const nadia = aPerson({ name: 'Nadia Benali' });
  const automatically: Ladder['rungs'][number] = {
    by: 'call',
    dialled: 'automatically',
    to: { kind: 'person', personId: nadia.id },
    waitSeconds: 90,
  };
  const ladder: Ladder = {
    rounds: 3,
    rungs: [{ by: 'message', channels: ['sms', 'email'], to: { kind: 'turn', turn: 1 }, waitSeconds: 120 }, automatically],
  };
  const refused: RefusedHere = { ...conflict, name: 'setLadder', args: { accountId: ACCOUNT, ladder } };
  const theirs: Ladder = { rounds: 1, rungs: [{ by: 'call', to: { kind: 'everybody' }, waitSeconds: 300 }] };
  const { attention } = attentionTo([refused], [anAccount({ id: ACCOUNT, ladder: theirs }), nadia]);
  await settled();
  expect(attention.items[0]).toMatchObject({
    mine: [
      { label: 'steps', text: '1. step-message (sms, email): turn 1, 2 min\n2. step-automatic-call: Nadia Benali, 1.5 min' },
      { label: 'rounds', text: '3' },
    ],
    theirs: [
      { label: 'steps', text: '1. step-call: everybody, 5 min' },
      { label: 'rounds', text: '1' },
    ],
  });
});

test('[CO1] whatever can be in conflict shows both texts, and they differ', async () => {
  const ann = aPerson({ name: 'Ann' });
  const eve = anOperator({ name: 'Eve' });
  const said = { text: 'Bonjour', recordingId: null };
  const args: Partial<Record<MutationName, object>> = {
    saveInstruction: { ...mine, transferTo: ann.id },
    savePerson: { ...ann, channels: { ...ann.channels, sms: !ann.channels.sms } },
    setAccess: { personId: ann.id, access: 'none' },
    setGreeting: { greeting: 'Allô' },
    setLadder: { ladder: { rounds: 1, rungs: [{ by: 'call', to: { kind: 'everybody' }, waitSeconds: 60 }] } },
    setRota: { rota: { people: [ann.id], since: '2026-11-30T08:00', turnDays: 7, duty: [], swaps: [] } },
    setDigest: { digest: { to: ['a@example.test'], at: '18:00' } },
    setOpeningHours: { openingHours: { kind: 'weekly', periods: [], closedOn: ['2026-12-24'] } },
    setOutboundRules: { outbound: { calls: 'none', shownNumber: null, abroad: false, legsPerDay: 1, centsPerDay: 250 } },
    setQueueRules: {
      queue: { priority: 'first', first: [eve.id], overflow: { kind: 'everybody' }, keepPlace: true },
      maxWaitSeconds: 90,
    },
    setReception: {
      reception: {
        welcome: said,
        questionRecordingId: null,
        choices: [{ key: '1', label: 'Devis', when: 'open', leads: { to: 'person', personId: ann.id } }],
      },
    },
    setRetention: { retention: { notes: 30, voicemail: 7, calls: null, contacts: null } },
    setScript: { script: { ...noScript, urgentWhen: ['Fuite'], readBack: true } },
    chooseVoicemailGreeting: { use: 'recorded' },
    setPlan: { plan: 2 },
    setUsageAlerts: { alertTo: [ann.id] },
  };
  const rows = [anAccount({ id: ACCOUNT }), ann, eve, { ...mine, changedAt: at }, noContract(ACCOUNT)];
  const contracts = ['setPlan', 'setUsageAlerts'];
  for (const [name, of] of Object.entries(args)) {
    const refused: RefusedHere = { ...conflict, name, args: { accountId: ACCOUNT, ...of } };
    const there = contracts.includes(name) ? rows.filter((row) => !('timeZone' in row)) : rows;
    const { attention } = attentionTo([refused], there);
    await settled();
    const item = attention.items[0];
    expect(item?.mine.length, name).toBeGreaterThan(0);
    expect(item?.theirs?.length, name).toBeGreaterThan(0);
    expect(item?.mine, name).not.toEqual(item?.theirs);
    expect(JSON.stringify(item?.mine), name).not.toContain('"?');
  }
});
