import { describe, expect, test } from 'vitest';
import { languages } from '#shared/accounts/language.ts';
import { noScript, scriptSchema, withAnswer } from '#shared/notes/script.ts';
import { scriptDraftOf, scriptOf, scriptProblems } from '#shared/notes/script-draft.ts';
import { scriptTemplates } from '#shared/notes/script-templates/templates.ts';
import { scriptTrades } from '#shared/notes/script-templates/trades.ts';

const field = (id: string, required = false) => ({ id, label: id, required, choices: [] });
const script = { ...noScript, fields: [field('plate'), field('mileage')] };

describe('[P01] the form of a trade', () => {
  test.each(scriptTrades)('%s is ready in each language, asks for something and names what is urgent', (trade) => {
    for (const language of languages) {
      const written = { ...noScript, ...scriptTemplates[language][trade] };
      expect(scriptSchema.safeParse(written).success).toBe(true);
      expect(scriptProblems(scriptDraftOf(written, ''))).toEqual([]);
      expect(written.fields.some(({ required }) => required)).toBe(true);
      expect(written.urgentWhen.length).toBeGreaterThan(0);
    }
  });

  test('asks the same in every language', () => {
    const ids = languages.map((language) =>
      scriptTrades.map((trade) => scriptTemplates[language][trade].fields.map(({ id }) => id)),
    );
    for (const other of ids) expect(other).toEqual(ids[0]);
  });
});

test('answers stand in the order of the script, those to fields it no longer has at the end', () => {
  const first = withAnswer([{ id: 'gone', label: 'Colour', value: 'red' }], field('mileage'), '90000', script);
  const both = withAnswer(first, field('plate'), 'XX-123-Y', script);
  expect(both.map(({ id }) => id)).toEqual(['plate', 'mileage', 'gone']);
  expect(withAnswer(both, field('plate'), '', script).map(({ id }) => id)).toEqual(['mileage', 'gone']);
});

describe('a script that is being written', () => {
  const draft = scriptDraftOf(noScript, '');

  test('leaves out empty lines, fields and texts', () => {
    const written = scriptOf({
      ...draft,
      fields: [
        { id: 'a', label: ' Plate ', required: true, choices: '' },
        { id: 'b', label: '', required: false, choices: ' ' },
      ],
      urgentWhen: 'Fire\n\n  Water ',
      blocks: [
        { short: ';rdv', text: 'rendez-vous' },
        { short: '', text: '' },
      ],
    });
    expect(written).toMatchObject({
      fields: [{ id: 'a', label: 'Plate', required: true, choices: [] }],
      urgentWhen: ['Fire', 'Water'],
      blocks: [{ short: 'rdv', text: 'rendez-vous' }],
    });
    expect(scriptProblems({ ...draft, blocks: [{ short: '', text: '' }] })).toEqual([]);
  });

  test('names what is in the way', () => {
    const problems = scriptProblems({
      ...draft,
      fields: [{ id: 'a', label: '', required: true, choices: 'yes\nno' }],
      blocks: [
        { short: 'r d v', text: 'x' },
        { short: 'ok', text: '' },
        { short: 'OK', text: 'again' },
      ],
      avoid: 'x'.repeat(81),
    });
    expect(problems).toEqual([
      { what: 'label', index: 0 },
      { what: 'short', index: 0 },
      { what: 'text', index: 1 },
      { what: 'short-twice', index: 2 },
      { what: 'avoid' },
    ]);
  });
});
