import * as z from 'zod/mini';
import {
  asWeek,
  closedAlsoOn,
  everyHour,
  type HoursProblem,
  hoursProblems,
  withPeriodOn,
} from '#shared/accounts/hours-problems.ts';
import {
  type HolidayCountry,
  type OpeningHours,
  openingHoursSchema,
  publicHolidaysOffSchema,
} from '#shared/accounts/opening-hours.ts';
import { holidaysFrom, type PublicHoliday, usuallyWorked } from '#shared/accounts/public-holidays.ts';
import { wallClock } from '#shared/accounts/wall-clock.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

const hoursDraftSchema = z.object({
  /** As they were when the writing began. */
  before: z.string(),
  kind: z.enum(['always', 'weekly']),
  periods: z.array(z.object({ day: z.int(), from: z.string(), to: z.string() })),
  closedOn: z.array(z.string()),
  publicHolidays: z.optional(z.nullable(publicHolidaysOffSchema)),
});
type HoursDraft = z.infer<typeof hoursDraftSchema>;

/** What is offered to who leaves "always". */
const officeHours = [1, 2, 3, 4, 5].flatMap((day) => [
  { day, from: '09:00', to: '12:00' },
  { day, from: '14:00', to: '18:00' },
]);

/** The opening hours of one account while they are written. */
export class OwnHours {
  #attempted = $state(false);
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof hoursDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `hours/${own.deps.accountId}`, hoursDraftSchema);
  }

  /** What is written, or what holds while nothing is. */
  get draft(): HoursDraft {
    return this.#form.typed ?? this.#asItIs;
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  get hours(): OpeningHours {
    const { kind, periods, closedOn, publicHolidays = null } = this.draft;
    return kind === 'always' ? { kind } : { kind, periods, closedOn, publicHolidays };
  }
  get problems(): readonly HoursProblem[] {
    return this.#attempted ? this.#problems() : [];
  }
  /** Somebody else changed the hours since the writing began: theirs. */
  get meanwhile(): OpeningHours | null {
    const now = this.#own.account?.openingHours;
    return now !== undefined && this.isChanged && JSON.stringify(now) !== this.draft.before ? now : null;
  }
  /** Today, by the account's calendar. */
  get today(): string {
    return wallClock(this.#own.deps.now(), this.#own.timeZone).slice(0, 10);
  }

  /** Whose public holidays are days off; null: nobody's. */
  get holidayCountry(): HolidayCountry | null {
    return (this.hours.kind === 'weekly' && this.hours.publicHolidays?.country) || null;
  }
  /** The public holidays of a year from today on. */
  get holidays(): readonly (PublicHoliday & { readonly isOff: boolean })[] {
    const { publicHolidays = null } = this.draft;
    if (this.holidayCountry === null || publicHolidays === null) return [];
    const all = holidaysFrom(publicHolidays.country, this.today);
    return all.map((holiday) => ({ ...holiday, isOff: !publicHolidays.openOn.includes(holiday.key) }));
  }

  edit(part: Partial<HoursDraft>): void {
    void this.#form.write({ ...this.draft, ...part });
  }

  choose(kind: 'always' | 'weekly'): void {
    const { periods } = this.draft;
    this.edit({ kind, periods: kind === 'weekly' && periods.length === 0 ? officeHours : periods });
  }

  addPeriod(day: number): void {
    this.edit({ periods: withPeriodOn(this.draft.periods, day) });
  }

  /** By its place in the list. */
  setPeriod(index: number, part: { readonly from?: string; readonly to?: string }): void {
    this.edit({ periods: this.draft.periods.map((p, i) => (i === index ? { ...p, ...part } : p)) });
  }

  removePeriod(index: number): void {
    this.edit({ periods: this.draft.periods.filter((_, i) => i !== index) });
  }

  /** Every day from 0 to 24 h, where closed days are wanted beside. */
  openAllDay(): void {
    this.edit({ kind: 'weekly', periods: everyHour() });
  }

  closeOn(date: string): void {
    if (!z.iso.date().safeParse(date).success) return;
    const hours = closedAlsoOn(this.hours, date);
    if (hours.kind === 'weekly') this.edit({ kind: hours.kind, periods: [...hours.periods], closedOn: [...hours.closedOn] });
  }

  chooseHolidays(country: HolidayCountry | null): void {
    const { kind, periods } = country === null ? this.draft : asWeek(this.hours);
    this.edit({
      kind,
      periods: [...periods],
      publicHolidays: country && { country, openOn: [...(usuallyWorked[country] ?? [])] },
    });
  }

  /** Every year. */
  openOnHoliday(key: string, isOpen: boolean): void {
    const { publicHolidays = null } = this.draft;
    if (publicHolidays === null) return;
    const others = publicHolidays.openOn.filter((other) => other !== key);
    this.edit({ publicHolidays: { ...publicHolidays, openOn: isOpen ? [...others, key] : others } });
  }

  openOn(date: string): void {
    this.edit({ closedOn: this.draft.closedOn.filter((other) => other !== date) });
  }

  giveUp(): void {
    this.#attempted = false;
    void this.#form.done();
  }

  /** Keeps the hours, on this device at once; answers the first thing in the way. */
  async save(): Promise<HoursProblem | null> {
    this.#attempted = true;
    const [first] = this.#problems();
    if (first !== undefined) return first;
    const openingHours = openingHoursSchema.parse(this.hours);
    await this.#own.deps.device.mutate('setOpeningHours', { accountId: this.#own.deps.accountId, openingHours });
    this.#attempted = false;
    await this.#form.done();
    return null;
  }

  #problems(): HoursProblem[] {
    return this.draft.kind === 'weekly' ? hoursProblems(this.draft.periods) : [];
  }

  get #asItIs(): HoursDraft {
    const hours = this.#own.account?.openingHours ?? { kind: 'always' };
    const { periods, closedOn, publicHolidays = null } = hours.kind === 'weekly' ? hours : { periods: [], closedOn: [] };
    return { before: JSON.stringify(hours), kind: hours.kind, periods, closedOn, publicHolidays };
  }
}
