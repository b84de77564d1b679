import { expect, test } from 'vitest';
import { matchCaller } from '#shared/calls/caller-match.ts';
import type { Contact } from '#shared/calls/contact.ts';
import { uuid } from '../../fixtures/telephony.ts';

const contact = (n: number, name: string, vip = false): Contact => ({
  id: uuid(n),
  accountId: uuid(1),
  name,
  company: '',
  numbers: ['+33639980001'],
  vip,
  handling: '',
});

test('[P05] a caller is known, one of several, unknown, or withheld', () => {
  const [paul, helene] = [contact(1, 'Paul Durand'), contact(2, 'Hélène Lefèvre', true)];
  expect(matchCaller('+33639980001', [paul])).toEqual({ kind: 'known', contact: paul });
  expect(matchCaller('+33639980001', [paul, helene])).toEqual({ kind: 'several', contacts: [helene, paul] });
  expect(matchCaller('+33639980009', [paul])).toEqual({ kind: 'unknown', number: '+33639980009' });
  expect(matchCaller(null, [paul])).toEqual({ kind: 'withheld' });
});
