import { type PlanFacts, routeOf } from './plan.ts';
import { disclose } from './privacy.ts';
import { addressee, isNotTaken, recipients, waysTo } from './route.ts';
import { measureSms, type SmsLength, writeSms } from './sms-text.ts';

/** Who would get the note as a text message, and how long it is. */
export type SmsPreview = { readonly to: readonly string[]; readonly length: SmsLength };

/** The text message that the note would become for those who take one; null when nobody does. */
export function previewSms(facts: Omit<PlanFacts, 'idOf'>): SmsPreview | null {
  const route = routeOf({ ...facts, idOf: (key) => key });
  const people = recipients(route).flatMap(({ person }) => {
    const way = waysTo(route, person).find(({ channel }) => channel === 'sms');
    return way === undefined || isNotTaken(way) ? [] : [person];
  });
  const [first] = people;
  if (first === undefined) return null;
  const { note, account, publicUrl } = facts;
  const about = disclose(note, account, addressee(route) ?? first);
  const message = writeSms(about, { number: first.mobile ?? '', key: '', link: `${publicUrl}/portal/notes/${note.id}` });
  return { to: people.map(({ name }) => name), length: measureSms(about, message) };
}
