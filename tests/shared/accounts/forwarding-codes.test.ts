import { expect, test } from 'vitest';
import { dialLink, forwardingGuide, forwardingLines, forwardingSeconds } from '../../../shared/accounts/forwarding-codes.ts';

const number = { international: '+31201234567', national: '020 123 4567' };

test('[S01] the number of the account stands in the codes of a Dutch analogue line', () => {
  const guide = forwardingGuide({ line: 'analogue', country: 'NL' }, number);
  expect(guide?.codes).toEqual([
    { mode: 'always', on: '*21*0201234567#', off: '#21#', ask: null },
    { mode: 'busy', on: '*67*0201234567#', off: '#67#', ask: null },
    { mode: 'no-answer', on: '*61*0201234567#', off: '#61#', ask: null },
  ]);
});

test('[S01] ISDN and cable have their own', () => {
  expect(forwardingGuide({ line: 'isdn', country: 'NL' }, number)?.codes[0]?.on).toBe('*210*0201234567#');
  expect(forwardingGuide({ line: 'cable', country: 'NL' }, number)?.codes).toEqual([
    { mode: 'always', on: '*21 0201234567', off: '#21', ask: null },
  ]);
});

test.each(['FR', 'JP', 'BR'])(
  '[S01] mobiles have the standard’s codes everywhere, in %s too, with the number that works from abroad',
  (country) => {
    const guide = forwardingGuide({ line: 'mobile', country }, number);
    expect(guide).toMatchObject({ confidence: 'standard', allOff: '##002#' });
    expect(guide?.codes.find(({ mode }) => mode === 'always')?.on).toBe('**21*+31201234567#');
  },
);

test.each(forwardingSeconds)('[S09] a mobile rings for %i s first', (seconds) => {
  const codes = forwardingGuide({ line: 'mobile', country: 'NL' }, number, seconds)?.codes;
  expect(codes?.find(({ mode }) => mode === 'no-answer')?.on).toBe(`**61*+31201234567*11*${seconds}#`);
});

test('a line in another country dials the number with the country’s code', () => {
  expect(forwardingGuide({ line: 'analogue', country: 'BE' }, number)?.codes[0]?.on).toBe('*21*0031201234567#');
});

test('what nobody has published is not invented', () => {
  expect(forwardingGuide({ line: 'exchange', country: 'NL' }, number)).toBeNull();
  expect(forwardingGuide({ line: 'analogue', country: 'JP' }, number)).toBeNull();
});

test('no code leaves a placeholder behind', () => {
  for (const line of forwardingLines)
    for (const country of ['NL', 'FR', 'JP'])
      for (const code of forwardingGuide({ line, country }, number)?.codes ?? [])
        expect(`${code.on}${code.off}${code.ask ?? ''}`).toMatch(/^[0-9*#+ ]+$/);
});

test('[S01] a code becomes a link that a telephone dials whole', () => {
  expect(dialLink('*21 0201234567')).toBe('tel:*210201234567');
  expect(dialLink('**61*+31201234567*11*20#')).toBe('tel:**61*+31201234567*11*20%23');
});
