import { expect, test } from 'vitest';
import { callerSeen, isPlatform } from '../../../shared/calls/caller-standing.ts';

const seen = {
  number: '+33639980001',
  presentation: 'allowed_not_screened',
  asserted: '',
  privacy: '',
  from: '<sip:+33639980001@carrier.example>',
};
const shown = { number: '+33639980001', standing: 'shown' };
const withheld = { number: '', standing: 'withheld' };
const unauthenticated = { number: '+33639980001', standing: 'unauthenticated' };

test.each([
  ['a number in From', {}, shown],
  ['a number that the network asserts', { asserted: '<sip:+33639980001@carrier.example>', from: '<sip:bureau@x>' }, shown],
  ['Privacy: id beside an asserted number', { presentation: 'prohib_passed_screen', asserted: '<sip:+33639980001@x>' }, withheld],
  ['Privacy: user;id, in capitals', { privacy: 'USER; ID' }, withheld],
  ['Privacy: none', { privacy: 'none' }, shown],
  ['Privacy: critical alone', { privacy: 'critical' }, shown],
  ['asserted twice', { number: 'x', asserted: '<sip:+33639980001@x>, <tel:+33639980001>' }, shown],
  ['asserted as tel', { number: 'x', asserted: '<tel:+33639980001;phone-context=x>' }, shown],
  ['anonymous@anonymous.invalid', { number: 'anonymous', from: '"Anonymous" <sip:anonymous@anonymous.invalid>' }, withheld],
  [
    'anonymous beside an asserted number, without Privacy',
    { asserted: '<sip:+33639980001@x>', from: '<sip:anonymous@x>' },
    withheld,
  ],
  ['the name Anonymous before a number', { from: 'Anonymous <sip:+33639980001@x>' }, withheld],
  ['restricted', { number: 'Restricted', from: '<sip:Restricted@x>' }, withheld],
  ['a firm that calls itself Private Bank', { from: '"Private Bank" <sip:+33639980001@x>' }, shown],
  ['a firm that calls itself Anonymous Ltd', { from: '"Anonymous Ltd" <sip:+33639980001@x>' }, shown],
  ['unavailable', { presentation: 'unavailable' }, { number: '', standing: 'unknown' }],
  [
    'a name instead of a number',
    { number: 'unavailable', from: '<sip:unavailable@unknown.invalid>' },
    { number: '', standing: 'unknown' },
  ],
  ['nothing at all', { number: '', from: '' }, { number: '', standing: 'unknown' }],
  ['verified', { asserted: '<sip:+33639980001@x;user=phone;verstat=TN-Validation-Passed>' }, shown],
  ['verified, attested only in part', { from: '<sip:+33639980001@x>;verstat=TN-Validation-Passed-B' }, shown],
  ['failed', { asserted: '<sip:+33639980001;verstat=TN-Validation-Failed@x;user=phone>' }, unauthenticated],
  ['not verified', { from: '<sip:+33639980001@x;verstat=No-TN-Validation>' }, unauthenticated],
  [
    'a claim in From beside an asserted number',
    { asserted: '<sip:+33639980001@x;verstat=TN-Validation-Failed>', from: '<sip:+33639980001@x;verstat=TN-Validation-Passed>' },
    unauthenticated,
  ],
])("the caller's number: %s", (_, over, expected) => {
  expect(callerSeen({ ...seen, ...over })).toEqual(expected);
});

test.each([
  ['+33162123456', true],
  ['+33948123456', true],
  ['+33947512345', true],
  ['+33947012345', false],
  ['+33199000101', false],
  ['+33639980001', false],
  ['+31162123456', false],
  ['3631', false],
])('%s is a platform: %s', (number, expected) => {
  expect(isPlatform(number)).toBe(expected);
});
