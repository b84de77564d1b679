import fc from 'fast-check';
import { getCountryCallingCode, parsePhoneNumberFromString as parse } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { classOf } from '#shared/calls/number-classes.ts';
import { mayDial as judged } from '#shared/calls/outbound-policy.ts';

const mayDial = (typed: string, legs: number, abroad = true) => judged(typed, { legs, abroad, home: '+33199000101' });

test.each([
  ['+33 6 39 98 01 01', 0, '+33639980101', { class: 'mobile', cents: 150 }],
  ['+81312345678', 3, '+81312345678', { class: 'fixed', cents: 100 }],
  ['+33 9 72 00 00 00', 0, '+33972000000', { class: 'fixed' }],
  ['+31 88 123 45 67', 0, '+31881234567', { class: 'fixed' }],
])('[P10, S10] %s is dialled in France and abroad, at its price', (typed, legs, number, price) => {
  expect(mayDial(typed, legs)).toMatchObject({ dial: 'yes', number, price });
});

test('[P10] an account that stays at home calls its own country only', () => {
  expect(mayDial('+3225550100', 0, false)).toEqual({ dial: 'no', reason: 'abroad-not-allowed' });
  expect(mayDial('+33639980101', 0, false)).toMatchObject({ dial: 'yes' });
});

test.each([
  ['112', 'emergency'],
  ['15', 'emergency'],
  ['+33112', 'emergency'],
  ['3639', 'short'],
  ['+33899123456', 'premium'],
  ['+31900123456', 'premium'],
  ['+88216212345', 'country-not-allowed'],
  ['+12025550123', 'country-not-allowed'],
  ['0639980101', 'unreadable-number'],
  ['', 'unreadable-number'],
])('[P10] %s is refused: %s', (typed, reason) => {
  expect(mayDial(typed, 0)).toEqual({ dial: 'no', reason });
});

test('[P10] an account has four legs at the telephone network at once', () => {
  expect(mayDial('+33639980101', 3)).toMatchObject({ dial: 'yes' });
  expect(mayDial('+33639980101', 4)).toEqual({ dial: 'no', reason: 'too-many-legs' });
});

test('[P10] whatever libphonenumber holds for a premium or shared-cost number is none that we dial, and no home or mobile is refused', () => {
  const lengths = {
    FR: [9],
    BE: [8, 9],
    NL: [7, 9],
    LU: [6, 8, 9],
    CH: [9],
    DE: [8, 10, 11],
    GB: [10],
    ES: [9],
    IT: [8, 9, 10],
    JP: [9, 10],
  } as const;
  const countries = ['FR', 'BE', 'NL', 'LU', 'CH', 'DE', 'GB', 'ES', 'IT', 'JP'] as const;
  const typed = fc
    .constantFrom(...countries)
    .chain((country) =>
      fc
        .constantFrom(...lengths[country])
        .chain((length) =>
          fc
            .tuple(
              fc.integer({ min: 1, max: 9 }),
              fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length - 1, maxLength: length - 1 }),
            )
            .map(([first, rest]) => `+${getCountryCallingCode(country)}${first}${rest.join('')}`),
        ),
    );
  fc.assert(
    fc.property(typed, (number) => {
      const parsed = parse(number);
      const type = parsed?.isValid() ? parsed.getType() : undefined;
      if (type === 'PREMIUM_RATE' || type === 'SHARED_COST') expect(classOf(number)).toBe('premium');
      if (type === 'MOBILE') expect(classOf(number)).toBe('mobile');
      if (type === 'FIXED_LINE') expect(classOf(number)).toBe('fixed');
    }),
    { numRuns: 3000 },
  );
}, 30_000);
