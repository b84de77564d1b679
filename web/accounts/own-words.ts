import type { Language } from '#shared/accounts/account.ts';
import type { HoursProblem } from '#shared/accounts/hours-problems.ts';
import type { InstructionProblem } from '#shared/accounts/instruction-draft.ts';
import type { PersonProblem } from '#shared/accounts/person-draft.ts';
import type { UntilName } from '#shared/accounts/wall-clock.ts';
import type { RulesProblem } from '#shared/delivery/rules-draft.ts';
import { m } from '#web/paraglide/messages.js';

/** Each says which field, and what is expected there. */
export const instructionProblemWords: Readonly<Record<InstructionProblem, () => string>> = {
  'text-empty': m.own_text_empty,
  'text-long': m.own_text_long,
  'say-long': m.own_say_long,
  'from-no-time': m.own_from_no_time,
  'to-empty': m.own_to_empty,
  'to-not-after': m.own_to_not_after,
  'to-past': m.own_to_past,
};

export const rulesProblemWords: Readonly<Record<RulesProblem, () => string>> = {
  'more-emails-wrong': m.own_more_emails_wrong,
  'more-emails-many': m.own_more_emails_many,
  'fax-wrong': m.own_fax_wrong,
  'quiet-no-time': m.own_quiet_no_time,
  'quiet-always': m.own_quiet_always,
};

export const personProblemWords: Readonly<Record<PersonProblem, () => string>> = {
  'name-empty': m.own_name_empty,
  'name-long': m.own_name_long,
  'role-long': m.own_role_long,
  'email-wrong': m.own_email_wrong,
  'email-missing': m.own_email_missing,
  'mobile-wrong': m.own_mobile_wrong,
  'mobile-missing': m.own_mobile_missing,
  'text-long': m.own_availability_long,
  'until-no-time': m.own_until_no_time,
  ...rulesProblemWords,
};

export const hoursProblemWords: Readonly<Record<HoursProblem['problem'], (of: { day: string }) => string>> = {
  'no-time': m.own_period_no_time,
  'ends-before': m.own_period_ends_before,
  overlaps: m.own_period_overlaps,
};

export const untilWords: Readonly<Record<UntilName, () => string>> = {
  noon: m.own_until_noon,
  two: m.own_until_two,
  evening: m.own_until_evening,
  tomorrow: m.own_until_tomorrow,
  monday: m.own_until_monday,
};

export const occasions = ['absent', 'holiday', 'afternoon', 'urgent', 'own'] as const;
export type Occasion = (typeof occasions)[number];

export const occasionWords: Readonly<Record<Occasion, () => string>> = {
  absent: m.own_occasion_absent,
  holiday: m.own_occasion_holiday,
  afternoon: m.own_occasion_afternoon,
  urgent: m.own_occasion_urgent,
  own: m.own_occasion_own,
};

/** What the telephonist reads and says on an occasion, in the language of the account. */
export function occasionTexts(occasion: Occasion, locale: Language): { readonly text: string; readonly say: string } {
  switch (occasion) {
    case 'absent':
      return { text: m.own_absent_text({}, { locale }), say: m.own_absent_say({}, { locale }) };
    case 'holiday':
      return { text: m.own_holiday_text({}, { locale }), say: m.own_holiday_say({}, { locale }) };
    case 'afternoon':
      return { text: m.own_afternoon_text({}, { locale }), say: m.own_absent_say({}, { locale }) };
    case 'urgent':
      return { text: m.own_urgent_text({}, { locale }), say: m.own_absent_say({}, { locale }) };
    case 'own':
      return { text: '', say: '' };
  }
}

/** A Monday, so that the days of the week have their names from the browser. */
const monday = Date.UTC(2026, 10, 16);
const dayMs = 24 * 3600_000;

/** The name of an ISO weekday, 1 is Monday. */
export const weekday = (day: number, locale: string): string =>
  new Date(monday + (day - 1) * dayMs).toLocaleDateString(locale, { weekday: 'long', timeZone: 'UTC' });
