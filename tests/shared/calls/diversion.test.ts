import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diversionIn } from '../../../shared/calls/diversion.ts';

const inDiversion = (diversion: string) => diversionIn({ diversion, historyInfo: '' });
const inHistory = (historyInfo: string) => diversionIn({ diversion: '', historyInfo });
const line = '+33199000199';

describe('[S08] [S09] Diversion', () => {
  test.each([
    ['busy', `<sip:${line}@carrier.example>;reason=user-busy;counter=1`, line, 'user-busy'],
    ['no answer, quoted', `"Cabinet" <sip:${line}@carrier.example>;reason="no-answer"`, line, 'no-answer'],
    ['all calls', `<tel:${line}>;privacy=off;reason=unconditional`, line, 'unconditional'],
    ['in capitals', `<sip:${line}@x>;Reason=User-Busy`, line, 'user-busy'],
    ['without a reason', `<sip:${line}@x>`, line, 'unknown'],
    ["a reason of the carrier's own", `<sip:${line}@x>;reason=lunch`, line, 'unknown'],
    ['a national number', '<sip:0199000199@x;user=phone>;reason=user-busy', '0199000199', 'user-busy'],
    ['parameters in the user part', `<sip:${line};npdi=yes@x>;reason=user-busy`, line, 'user-busy'],
    ['anonymous', '<sip:anonymous@anonymous.invalid>;reason=user-busy', '', 'user-busy'],
    ['a comma and brackets in the name', `"De Boer, Jan <garage>" <sip:${line}@x>;reason=no-answer`, line, 'no-answer'],
  ])('%s', (_, header, number, reason) => {
    expect(inDiversion(header)).toEqual({ number, reason });
  });

  test('of a chain, the line that the caller has dialled', () => {
    expect(inDiversion(`<sip:+33639980101@x>;reason=no-answer, <sip:${line}@x>;reason=user-busy`)).toEqual({
      number: line,
      reason: 'user-busy',
    });
  });

  test('headers that are absent leave only commas', () => {
    expect(inDiversion(`<sip:${line}@x>;reason=user-busy,,`)).toEqual({ number: line, reason: 'user-busy' });
    expect(inDiversion(',,')).toBeNull();
  });

  test('goes before History-Info', () => {
    const historyInfo = '<sip:+33100000000@x?Reason=SIP%3Bcause%3D486>;index=1,<sip:+33199000101@x>;index=1.1';
    expect(diversionIn({ diversion: `<sip:${line}@x>;reason=no-answer`, historyInfo })?.number).toBe(line);
  });
});

describe('[S08] [S09] History-Info', () => {
  const own = '<sip:+33199000101@carrier.example>;index=1.1';
  test.each([
    [
      'busy, told with the line',
      `<sip:${line}@x?Reason=SIP%3Bcause%3D486%3Btext%3D%22Busy%20Here%22>;index=1,${own}`,
      'user-busy',
    ],
    ['no answer, told with the line', `<sip:${line}@x;user=phone?Reason=SIP%3Bcause%3D408>;index=1, ${own}`, 'no-answer'],
    [
      'all calls, told with the next target',
      `<sip:${line}@x>;index=1,<sip:+33199000101@x;cause=302>;index=1.1;mp=1`,
      'unconditional',
    ],
    [
      'no answer, told with the next target',
      `<sip:${line}@x>;index=1,<sip:+33199000101@x;user=phone;cause=408>;index=1.1`,
      'no-answer',
    ],
    ['busy, in words of ISDN', `<sip:${line}@x?Reason=Q.850%3Bcause%3D17>;index=1,${own}`, 'user-busy'],
    ['out of reach', `<sip:${line}@x?Privacy=history&Reason=SIP%3Bcause%3D503>;index=1,${own}`, 'unavailable'],
  ])('%s', (_, header, reason) => {
    expect(inHistory(header)).toEqual({ number: line, reason });
  });

  test('of a chain, the line that the caller has dialled', () => {
    const chain = `<sip:${line}@x>;index=1,<sip:+33639980101@x;cause=486>;index=1.1,<sip:+33199000101@x;cause=408>;index=1.1.1`;
    expect(inHistory(chain)).toEqual({ number: line, reason: 'user-busy' });
  });

  test('a way through proxies is no forwarding', () => {
    expect(inHistory(`<sip:+33199000101@carrier.example>;index=1,<sip:+33199000101@192.0.2.1>;index=1.1`)).toBeNull();
    expect(inHistory('<sip:+33199000101@carrier.example>;index=1')).toBeNull();
    expect(inHistory('')).toBeNull();
  });
});

test('whatever stands in the headers is read without an error, in no time', () => {
  const odd = fc.array(
    fc.oneof(
      fc.constantFrom('<', '>', '"', ',', ';', '%', '\\', 'sip:', '@', 'reason=', 'Reason=', '?', '+33199000199'),
      fc.string(),
    ),
  );
  fc.assert(
    fc.property(odd, odd, (diversion, historyInfo) => {
      const found = diversionIn({ diversion: diversion.join(''), historyInfo: historyInfo.join('') });
      return found === null || found.number === '' || /\d/.test(found.number);
    }),
  );
  const began = performance.now();
  for (const part of ['<', '"', '"\\', '<>', ',', ';', ';reason=', '<sip:@>,', '%']) inDiversion(part.repeat(4000));
  expect(performance.now() - began).toBeLessThan(1000);
});
