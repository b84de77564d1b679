import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesSince, difference, seenOf } from '#shared/accounts/instruction-changes.ts';
import { anInstruction } from '../../fixtures/rows.ts';

test('[S05] what changed since the operator last answered is told with its difference, what is new and what holds no more', () => {
  const hours = anInstruction({ text: 'Rappeler avant 17 heures.' });
  const over = anInstruction({ text: 'Le docteur est absent.' });
  const same = anInstruction({ text: 'Ni résultat ni avis.' });
  const added = anInstruction({ text: 'Noter le code.', say: 'Quel est le code ?' });
  const seen = seenOf([hours, over, same]);
  expect(changesSince(seen, [{ ...hours, text: 'Rappeler avant 18 heures.' }, same, added])).toEqual([
    {
      id: hours.id,
      kind: 'changed',
      stretches: [
        { kind: 'same', text: 'Rappeler avant ' },
        { kind: 'out', text: '17' },
        { kind: 'in', text: '18' },
        { kind: 'same', text: ' heures.' },
      ],
    },
    { id: added.id, kind: 'new', stretches: [{ kind: 'in', text: 'Noter le code.\nQuel est le code ?' }] },
    { id: over.id, kind: 'over', stretches: [{ kind: 'out', text: 'Le docteur est absent.' }] },
  ]);
  expect(changesSince(seen, [hours, over, same])).toEqual([]);
});

test('a difference holds both texts whole', () => {
  const text = fc.array(fc.constantFrom('a ', 'b ', 'c', '山', '\n')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const stretches = difference(before, after);
      const of = (kind: 'in' | 'out') =>
        stretches
          .filter((s) => s.kind === 'same' || s.kind === kind)
          .map((s) => s.text)
          .join('');
      expect([of('out'), of('in')]).toEqual([before, after]);
    }),
  );
});
