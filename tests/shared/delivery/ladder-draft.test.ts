import { describe, expect, test } from 'vitest';
import { defaultLadder } from '#shared/delivery/ladder.ts';
import { ladderDraftOf, ladderOf, ladderProblems, moveRung, newRung } from '#shared/delivery/ladder-draft.ts';
import { previewLadder } from '#shared/delivery/ladder-preview.ts';
import { turnsFrom } from '#shared/delivery/on-call.ts';
import { newRota, rotaDraftOf, rotaOf, rotaProblems } from '#shared/delivery/rota-draft.ts';
import { anAccount, aPerson, aRoster } from '../../fixtures/delivery.ts';

const zone = 'Europe/Amsterdam';
const [jan, sanne] = [aPerson(), aRoster()[0] ?? aPerson()];

describe('[S04] a ladder that is written', () => {
  test('kept without a word changed it is the same', () => {
    expect(ladderOf(ladderDraftOf(defaultLadder))).toEqual(defaultLadder);
  });

  test('a step that calls by itself stays one, and so does a call by the service', () => {
    const call = { by: 'call', to: { kind: 'everybody' }, waitSeconds: 60 } as const;
    const ladder = { rounds: 1, rungs: [call, { ...call, dialled: 'automatically' as const }] };
    expect(ladderDraftOf(ladder).rungs.map(({ by }) => by)).toEqual(['call', 'automatic-call']);
    expect(ladderOf(ladderDraftOf(ladder))).toEqual(ladder);
  });

  test.each([
    ['no-step', null, { rungs: [] }],
    ['no-channel', 0, { rungs: [{ ...newRung, channels: [] }] }],
    ['wait', 0, { rungs: [{ ...newRung, wait: '' }] }],
    ['wait', 0, { rungs: [{ ...newRung, wait: '2000' }] }],
    ['wait', 0, { rungs: [{ ...newRung, wait: 'soon' }] }],
    ['rounds', null, { rounds: '0' }],
    ['rounds', null, { rounds: '11' }],
  ])('%s stands in its way', (problem, index, over) => {
    const draft = { ...ladderDraftOf(defaultLadder), ...over };
    expect(ladderProblems(draft)).toEqual([{ index, problem }]);
    expect(ladderOf(draft)).toBeNull();
  });

  test('a step moves among the others, not beyond the ends', () => {
    const rungs = ['1', '2', '3'].map((wait) => ({ ...newRung, wait }));
    expect(moveRung(rungs, 0, 2).map(({ wait }) => wait)).toEqual(['2', '3', '1']);
    expect(moveRung(rungs, 0, -1)).toEqual(rungs);
    expect(moveRung(rungs, 2, 3)).toEqual(rungs);
  });
});

test('[S14] what would happen is told with its times, as the server will climb: who is on call first, rungs that reach nobody passed over', () => {
  const rota = { people: [sanne.id], since: '2026-11-16T08:00', turnDays: 7, duty: [], swaps: [] };
  const steps = previewLadder({
    account: anAccount({ rota }),
    roster: [{ ...sanne, mobile: null }, jan],
    instructions: [],
    forWhom: { kind: 'nobody-named' },
    urgent: true,
    kind: 'message',
    at: '2026-11-19T09:42:00.000Z',
  });
  const told = steps
    .slice(0, 4)
    .map(({ at, messages, call }) => [
      at.slice(11, 16),
      messages.map(({ person, channels }) => `${person.name} ${channels.join(' ')}`),
      call?.name ?? null,
    ]);
  expect(told).toEqual([
    ['09:42', ['Sanne Visser email'], null],
    ['09:45', ['Jan de Boer email sms'], null],
    ['09:48', ['Sanne Visser email', 'Jan de Boer email sms'], null],
    ['09:52', ['Sanne Visser email'], null],
  ]);
});

describe('[I18] a rota that is written', () => {
  const rota = {
    people: [jan.id, sanne.id],
    since: '2026-11-16T08:00',
    turnDays: 7,
    duty: [{ day: 5, from: '18:00', to: '08:00' }],
    swaps: [{ personId: sanne.id, from: '2026-11-19T09:00:00.000Z', to: '2026-11-19T17:00:00.000Z' }],
  };

  test('kept without a word changed it is the same', () => {
    expect(rotaOf(rotaDraftOf(rota, zone), zone)).toEqual(rota);
  });

  test('a new one has everybody in the order of the roster; turned off it is none', () => {
    const draft = newRota([jan, sanne], '2026-11-16');
    expect(rotaOf(draft, zone)).toBeNull();
    expect(rotaOf({ ...draft, isOn: true }, zone)).toMatchObject({ people: [jan.id, sanne.id], since: '2026-11-16T08:00' });
  });

  test.each([
    ['nobody', { people: [] }],
    ['since', { since: '' }],
    ['duty', { duty: [{ day: 1, from: '18:00', to: '18:00' }] }],
    ['swap', { swaps: [{ personId: jan.id, from: '2026-11-19T10:00', to: '2026-11-19T10:00' }] }],
    ['swap', { swaps: [{ personId: '', from: '2026-11-19T10:00', to: '2026-11-19T11:00' }] }],
  ])('%s stands in its way', (problem, over) => {
    const draft = { ...rotaDraftOf(rota, zone), ...over };
    expect(rotaProblems(draft, zone)).toEqual([problem]);
    expect(rotaOf(draft, zone)).toBeNull();
  });

  test('the turns to come are told by the wall clock', () => {
    expect(turnsFrom(rota, zone, { at: '2026-11-25T12:00:00.000Z', count: 2 })).toEqual([
      { personId: sanne.id, from: '2026-11-23T08:00' },
      { personId: jan.id, from: '2026-11-30T08:00' },
    ]);
  });
});
