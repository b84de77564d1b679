import type { ApplicationTrade } from '#shared/accounts/application.ts';
import type { DraftField, DraftProblem } from '#shared/accounts/application-draft.ts';
import { m } from '#web/paraglide/messages.js';
import type { JoinStep } from './kept-application.ts';

export const stepWords: Readonly<Record<JoinStep, () => string>> = {
  firm: m.join_step_firm,
  person: m.join_step_person,
  answering: m.join_step_answering,
  plan: m.join_step_plan,
  agreement: m.join_step_agreement,
  code: m.join_step_code,
  password: m.join_step_password,
  done: m.join_step_done,
};

export const tradeWords: Readonly<Record<ApplicationTrade, () => string>> = {
  doctor: m.join_trade_doctor,
  lawyer: m.join_trade_lawyer,
  craftsman: m.join_trade_craftsman,
  'estate-agent': m.join_trade_estate_agent,
  association: m.join_trade_association,
  other: m.join_trade_other,
};

const fieldWords: Readonly<Record<DraftField, () => string>> = {
  trade: m.join_trade,
  firm: m.join_firm,
  name: m.join_name,
  vatNumber: m.join_vat_number,
  officeNumber: m.join_office,
  personName: m.join_person_name,
  email: m.join_email,
  mobile: m.join_mobile,
  hours: m.own_hours,
  greeting: m.own_greeting_field,
  plan: m.join_plan,
  accepted: m.join_step_agreement,
  acceptedBy: m.join_accepted_by,
};

/** A number that nobody has, as it is dialled. */
const exampleNumber = '01 99 00 12 34';

/** Which field, and what is expected there; empty when nothing is wrong. */
export function problemWords(field: DraftField, problem: DraftProblem | undefined): string {
  if (problem === undefined) return '';
  if (problem === 'no-email') return m.join_bad_email();
  if (problem === 'no-vat-number') return m.join_bad_vat_number();
  if (problem === 'hours') return m.join_hours_wrong();
  if (problem === 'no-number') return m.join_bad_number({ field: fieldWords[field](), example: exampleNumber });
  if (field === 'trade') return m.join_bad_trade();
  if (field === 'plan') return m.join_bad_plan();
  return field === 'accepted' ? m.join_bad_accept() : m.join_bad_missing({ field: fieldWords[field]() });
}
