import { expect, test } from 'vitest';
import {
  dialLink,
  endingCodes,
  forwardingCountries,
  forwardingGuides,
  forwardingLines,
  forwardingSeconds,
} from '../../../shared/accounts/forwarding-codes.ts';

const number = { international: '+31201234567', national: '020 123 4567' };
const inJapan = { international: '+81312345678', national: '03-1234-5678' };

test('[S01] the number of the account stands in the codes of a Dutch analogue line', () => {
  const [guide, ...others] = forwardingGuides({ line: 'analogue', country: 'NL' }, number);
  expect(others).toEqual([]);
  expect(guide?.codes).toEqual([
    { mode: 'always', on: '*21*0201234567#', off: '#21#', ask: null },
    { mode: 'busy', on: '*67*0201234567#', off: '#67#', ask: null },
    { mode: 'no-answer', on: '*61*0201234567#', off: '#61#', ask: null },
  ]);
});

test('[S01] ISDN and cable have their own', () => {
  expect(forwardingGuides({ line: 'isdn', country: 'NL' }, number)[0]?.codes[0]?.on).toBe('*210*0201234567#');
  expect(forwardingGuides({ line: 'cable', country: 'NL' }, number)[0]?.codes).toEqual([
    { mode: 'always', on: '*21 0201234567', off: '#21', ask: null },
  ]);
});

test.each(['FR', 'GB', 'BR'])(
  '[S01] mobiles have the standard’s codes, in %s too, with the number that works from abroad',
  (country) => {
    const guides = forwardingGuides({ line: 'mobile', country }, number);
    expect(guides).toMatchObject([{ network: null, confidence: 'standard', allOff: '##002#' }]);
    expect(guides[0]?.codes.find(({ mode }) => mode === 'always')?.on).toBe('**21*+31201234567#');
  },
);

test('[S01] Japanese mobiles do not take the standard’s codes: docomo has its own, of the others none are published here', () => {
  const guides = forwardingGuides({ line: 'mobile', country: 'JP' }, inJapan);
  expect(guides).toMatchObject([{ network: 'NTTドコモ', register: '1429…3…0312345678#…#', allOff: '1420' }]);
  expect(guides[0]?.codes).toEqual([{ mode: 'no-answer', on: '1421', off: '1420', ask: '1429…4' }]);
});

test.each(['analogue', 'isdn', 'fibre'] as const)('[S01] NTT’s menu is the same on a line of kind %s', (line) => {
  const [guide] = forwardingGuides({ line, country: 'JP' }, inJapan);
  expect(guide?.register).toBe('142…2…0312345678#…1');
  expect(guide?.codes.map(({ mode, on }) => [mode, on])).toEqual([
    ['always', '142…1…1'],
    ['busy', '142…1…3'],
    ['no-answer', '142…1…2'],
  ]);
});

test('NTT forwards to no number of another country', () => {
  expect(forwardingGuides({ line: 'analogue', country: 'JP' }, number)).toEqual([]);
  expect(forwardingGuides({ line: 'mobile', country: 'JP' }, number)).toEqual([]);
});

test('[S01] what a network has published comes before what is usual in its country', () => {
  const guides = forwardingGuides(
    { line: 'analogue', country: 'CH' },
    { international: '+41441234567', national: '044 123 45 67' },
  );
  expect(guides.map(({ network, confidence }) => [network, confidence])).toEqual([
    ['Swisscom', 'published'],
    [null, 'usual'],
  ]);
  expect(guides.map(({ codes }) => codes[0]?.on)).toEqual(['*210441234567#', '*21*0441234567#']);
});

test.each(forwardingSeconds)('[S09] a mobile rings for %i s first', (seconds) => {
  const codes = forwardingGuides({ line: 'mobile', country: 'NL' }, number, seconds)[0]?.codes;
  expect(codes?.find(({ mode }) => mode === 'no-answer')?.on).toBe(`**61*+31201234567*11*${seconds}#`);
});

test('a line in another country dials the number with the country’s code', () => {
  expect(forwardingGuides({ line: 'analogue', country: 'BE' }, number)[0]?.codes[0]?.on).toBe('*21*0031201234567#');
});

test('what nobody has published is not invented', () => {
  expect(forwardingGuides({ line: 'exchange', country: 'NL' }, number)).toEqual([]);
  expect(forwardingGuides({ line: 'fibre', country: 'FR' }, number)).toEqual([]);
});

test('a country’s guides are told apart by their network, and each names its source', () => {
  for (const { country } of forwardingCountries)
    for (const line of forwardingLines) {
      const guides = forwardingGuides({ line, country }, number);
      expect(new Set(guides.map(({ network }) => network)).size).toBe(guides.length);
      expect(guides.every(({ source, codes }) => source !== '' && codes.length > 0)).toBe(true);
    }
});

test('no code leaves a placeholder behind', () => {
  for (const { country } of forwardingCountries)
    for (const line of forwardingLines)
      for (const { register, codes } of forwardingGuides({ line, country }, country === 'JP' ? inJapan : number))
        for (const { on, off, ask } of codes) expect(`${register ?? ''}${on}${off}${ask ?? ''}`).toMatch(/^[0-9*#+ …]+$/);
});

test('[S01] a code becomes a link that a telephone dials whole, one with a voice in it as far as the voice', () => {
  expect(dialLink('*21 0201234567')).toBe('tel:*210201234567');
  expect(dialLink('**61*+31201234567*11*20#')).toBe('tel:**61*+31201234567*11*20%23');
  expect(dialLink('1429…3…0312345678#…#')).toBe('tel:1429');
});

test('[I08] the forwarding is ended by the codes of where our number is', () => {
  expect(endingCodes('+33199000101')).toEqual({ mobile: '##002#', fixed: '#21#' });
  expect(endingCodes('+81312345678')).toEqual({ mobile: '1420', fixed: '142…0' });
  expect(endingCodes(null)).toEqual({ mobile: '##002#', fixed: null });
});
