import { expect, test } from 'vitest';
import { ChangedInstructions } from '../../../web/accounts/changed-instructions.svelte.ts';
import { ACCOUNT, anInstruction } from '../../fixtures/rows.ts';

test('[S05] the strip tells what changed since the last call that was answered, and stays while the call goes on', async () => {
  const kept = new Map<string, unknown>();
  const seen = new ChangedInstructions({
    readForm: async (name) => kept.get(name),
    keepForm: async (name, typed) => void kept.set(name, typed),
  });
  const instruction = anInstruction({ text: 'Rappeler avant 17 heures.' });
  const see = (callId: string, text: string, isAnswered: boolean) =>
    seen.see({ callId, accountId: ACCOUNT, isAnswered }, { temporary: [], standing: [{ ...instruction, text }] });
  const texts = () => seen.changes.map(({ stretches }) => stretches.map(({ text }) => text).join('|'));

  await see('first', 'Rappeler avant 17 heures.', true);
  expect(texts()).toEqual([]);
  await see('lost', 'Rappeler avant 17 heures.', false);
  expect(texts()).toEqual([]);
  await see('lost', 'Rappeler avant 18 heures.', false); // it comes while the call rings
  expect(texts()).toEqual(['Rappeler avant |17|18| heures.']);
  await see('second', 'Rappeler avant 18 heures.', false);
  await see('second', 'Rappeler avant 18 heures.', true);
  expect(texts()).toEqual(['Rappeler avant |17|18| heures.']);
  await see('third', 'Rappeler avant 18 heures.', true);
  expect(texts()).toEqual([]);
});
