import type { PhoneNumber } from './phone-number.ts';

/** What may not be dialled from the desk, by country: prefixes in E.164 of numbers at a price, and the emergency numbers. */
type Plan = { readonly premium: readonly string[]; readonly emergency: readonly string[] };

/**
 * Countries that may be called. Our own table as of 2026-11-22, held against libphonenumber's metadata by
 * tests/shared/calls/outbound-policy.test.ts; not yet read through against the regulators' published numbering plans.
 */
const plans: Readonly<Record<string, Plan>> = {
  '+33': {
    // 08 as a whole except the free 080
    premium: ['+3381', '+3382', '+3383', '+3384', '+3385', '+3386', '+3387', '+3388', '+3389'],
    emergency: ['15', '17', '18', '112', '114', '115', '119', '191', '196', '197'],
  },
  '+32': { premium: ['+3270', '+3278', '+3290'], emergency: ['100', '101', '102', '110', '112'] },
  '+31': { premium: ['+3114', '+31900', '+31906', '+31909', '+3184', '+3187', '+3188'], emergency: ['112', '144'] },
  '+352': { premium: ['+352801', '+352900', '+352901', '+352905'], emergency: ['112', '113'] },
  '+41': { premium: ['+41840', '+41842', '+41844', '+41848', '+4190'], emergency: ['112', '117', '118', '143', '144', '147'] },
  '+49': { premium: ['+4913', '+4918', '+49700', '+49900'], emergency: ['110', '112'] },
  '+44': { premium: ['+4484', '+4487', '+449', '+4470', '+4456'], emergency: ['999', '112'] },
  '+34': { premium: ['+3480', '+3490', '+3451', '+3470'], emergency: ['112'] },
  '+39': { premium: ['+3984', '+3989', '+39199', '+39178', '+391'], emergency: ['112', '113', '115', '118'] },
  '+81': { premium: ['+81570', '+81990'], emergency: ['110', '118', '119'] },
};

export type NumberClass = 'ordinary' | 'premium' | 'emergency' | 'short' | 'country-not-allowed';

/** The class of a number in E.164; of digits without a country code, whether they are an emergency number anywhere we call. */
export function classOf(number: PhoneNumber): NumberClass {
  if (!number.startsWith('+')) return isEmergency(number) ? 'emergency' : 'short';
  const country = Object.keys(plans).find((code) => number.startsWith(code));
  const plan = country === undefined ? undefined : plans[country];
  if (country === undefined || plan === undefined) return 'country-not-allowed';
  if (plan.emergency.includes(number.slice(country.length))) return 'emergency';
  return plan.premium.some((prefix) => number.startsWith(prefix)) ? 'premium' : 'ordinary';
}

const isEmergency = (digits: string): boolean => Object.values(plans).some((plan) => plan.emergency.includes(digits));
