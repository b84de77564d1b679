import { expect, test } from 'vitest';
import type { FallbackTelephone } from '../../../shared/operators/fallback-telephone.ts';
import { OwnTelephone } from '../../../web/operators/own-telephone.svelte.ts';
import { plainNumbers } from '../../../web/ui/phone-number.ts';

function ownTelephone() {
  let answer: (telephone: FallbackTelephone | null) => void = () => undefined;
  const telephone = new OwnTelephone({
    read: () => new Promise((resolve) => (answer = resolve)),
    keep: async (wish) => ({ telephone: wish, refused: null }),
    numbers: () => plainNumbers,
  });
  return { telephone, answers: (with_: FallbackTelephone | null) => answer(with_) };
}

test('what is typed while the server is asked again stays when its answer comes', async () => {
  const { telephone, answers } = ownTelephone();
  const first = telephone.read();
  answers(null);
  await first;
  const again = telephone.read();
  telephone.type('+33639980201');
  telephone.choose(true);
  answers({ number: '+33639980299', use: false });
  await again;
  expect([telephone.number, telephone.use, telephone.rings]).toEqual(['+33639980201', true, false]);
  await telephone.keep();
  expect([telephone.answer, telephone.rings]).toEqual(['kept', true]);
});

test('what the server knows is shown to who has typed nothing', async () => {
  const { telephone, answers } = ownTelephone();
  const reading = telephone.read();
  answers({ number: '+33639980299', use: true });
  await reading;
  expect([telephone.state, telephone.use, telephone.rings]).toEqual(['read', true, true]);
  expect(telephone.number).not.toBe('');
});
