import type { PhoneNumber } from './phone-number.ts';

/** A country's numbers, by prefixes in E.164: at a price (looked at first), mobile, else fixed; and its emergency numbers. */
type Plan = { readonly premium: readonly string[]; readonly mobile: readonly string[]; readonly emergency: readonly string[] };

/**
 * Countries that may be called. Our own table as of 2026-11-22. Read against what the regulators say: France's 06, 07 and 08 (ARCEP,
 * en.arcep.fr), the Dutch 088 and 090x (ACM, business.gov.nl). All of it is held against libphonenumber's metadata by
 * tests/shared/calls/outbound-policy.test.ts; the other countries' published plans are not yet read through.
 */
const plans: Readonly<Record<string, Plan>> = {
  '+33': {
    // 08 as a whole except 080: 0800–0805 are free, 0806–0809 cost a call [R01]
    premium: ['+3381', '+3382', '+3383', '+3384', '+3385', '+3386', '+3387', '+3388', '+3389'],
    mobile: ['+336', '+337'],
    emergency: ['15', '17', '18', '112', '114', '115', '119', '191', '196', '197'],
  },
  '+32': {
    premium: ['+3270', '+3278', '+3290'],
    mobile: ['+3245', '+3246', '+3247', '+3248', '+3249'],
    emergency: ['100', '101', '102', '110', '112'],
  },
  '+31': {
    // 088 is a firm's own number at the ordinary tariff; 066 and 067 are pagers and data
    premium: ['+3114', '+3166', '+3167', '+31900', '+31906', '+31909', '+3184', '+3187'],
    mobile: ['+316'],
    emergency: ['112', '144'],
  },
  '+352': { premium: ['+352801', '+352900', '+352901', '+352905'], mobile: ['+3526'], emergency: ['112', '113'] },
  '+41': {
    premium: ['+41840', '+41842', '+41844', '+41848', '+4190'],
    mobile: ['+4168', '+4169', '+4172', '+4173', '+4175', '+4176', '+4177', '+4178', '+4179'],
    emergency: ['112', '117', '118', '143', '144', '147'],
  },
  '+49': {
    premium: ['+4913', '+4918', '+49700', '+49900'],
    mobile: ['+4915', '+4916', '+4917'],
    emergency: ['110', '112'],
  },
  '+44': { premium: ['+4484', '+4487', '+449', '+4470', '+4456'], mobile: ['+447'], emergency: ['999', '112'] },
  '+34': {
    premium: ['+3480', '+3490', '+3451', '+3470'],
    mobile: ['+346', '+347', '+3497390', '+349690609', '+349690610', '+34590100', '+34590600'],
    emergency: ['112'],
  },
  '+39': {
    premium: ['+3984', '+3989', '+39199', '+39178', '+391'],
    mobile: ['+393', '+3943'],
    emergency: ['112', '113', '115', '118'],
  },
  '+81': { premium: ['+81570', '+81990'], mobile: ['+8160', '+8170', '+8180', '+8190'], emergency: ['110', '118', '119'] },
};

const codes = Object.keys(plans);

export type NumberClass = 'mobile' | 'fixed' | 'premium' | 'emergency' | 'short' | 'country-not-allowed';

/** The class of a number in E.164; of digits without a country code, whether they are an emergency number anywhere we call. */
export function classOf(number: PhoneNumber): NumberClass {
  if (!number.startsWith('+')) return isEmergency(number) ? 'emergency' : 'short';
  const country = countryCodeOf(number);
  const plan = country === null ? undefined : plans[country];
  if (country === null || plan === undefined) return 'country-not-allowed';
  if (plan.emergency.includes(number.slice(country.length))) return 'emergency';
  const has = (prefixes: readonly string[]) => prefixes.some((prefix) => number.startsWith(prefix));
  if (has(plan.premium)) return 'premium';
  return has(plan.mobile) ? 'mobile' : 'fixed';
}

/** `+33` of a number of a country that may be called; null of every other. */
export const countryCodeOf = (number: PhoneNumber): string | null => codes.find((code) => number.startsWith(code)) ?? null;

const isEmergency = (digits: string): boolean => Object.values(plans).some((plan) => plan.emergency.includes(digits));
