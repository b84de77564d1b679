import type * as z from 'zod/mini';
import type { Language } from '#shared/accounts/account.ts';
import type { Country } from '#shared/accounts/application.ts';
import {
  type ApplicationDraft,
  type DraftProblems,
  emptyDraft,
  type FormStep,
  filled,
  formOf,
  formSteps,
  problemsIn,
  vatNumberOf,
} from '#shared/accounts/application-draft.ts';
import { forwardingCountries } from '#shared/accounts/forwarding-codes.ts';
import { type HoursProblem, hoursProblems, withPeriodOn } from '#shared/accounts/hours-problems.ts';
import { shortestPassword } from '#shared/accounts/sign-in-limit.ts';
import { proposedHours } from '#shared/accounts/trade-proposals.ts';
import type { JoiningView } from '#shared/api/joining.ts';
import type { api } from '#shared/api.ts';
import { type Quote, quoteOf } from '#shared/billing/price-book.ts';
import { asksVatNumber } from '#shared/billing/vat.ts';
import { CodedError } from '#shared/errors.ts';
import { type NumberWriter, plainNumbers } from '../../ui/phone-number.ts';
import { type ApplicationKeeper, type JoinStep, joinSteps, type KeptApplication } from './kept-application.ts';

type Ask<N extends keyof typeof api> = (input: z.infer<(typeof api)[N]['input']>) => Promise<z.infer<(typeof api)[N]['output']>>;

export type JoinDeps = {
  readonly kept: ApplicationKeeper;
  readonly nowMs: () => number;
  readonly newId: () => string;
  /** Each rejects with `http.offline`, or `http.refused` when what was read is no longer what is offered. */
  readonly offer: Ask<'joinOffer'>;
  readonly apply: Ask<'joinApply'>;
  readonly confirm: Ask<'joinConfirm'>;
  readonly complete: Ask<'joinComplete'>;
  readonly signIn: (email: string, password: string) => Promise<unknown>;
  /** How numbers are written where this calling code is. */
  readonly loadNumbers: (callingCode: string) => Promise<NumberWriter>;
  readonly browser: { readonly country: Country; readonly timeZone: string; readonly language: Language };
};

export type Offer = z.infer<typeof api.joinOffer.output>;
export type JoinFailure = 'offline' | 'changed' | 'too-many' | 'wrong' | 'expired' | 'known' | 'short';

type Period = ReturnType<typeof proposedHours>['periods'][number];

const isFormStep = (step: JoinStep): step is FormStep => formSteps.some((each) => each === step);

/** Somebody who becomes a client: the form page by page, kept at every keystroke, then code, password and number. */
export class Join {
  #kept = $state.raw<KeptApplication>({ atMs: 0, id: '', step: 'firm', draft: null, token: null });
  #attempted = $state(false);
  #offer = $state.raw<Offer | null>(null);
  #numbers = $state.raw<NumberWriter>(plainNumbers);
  #sending = $state(false);
  #failure = $state<JoinFailure | null>(null);
  #waitMinutes = $state(0);
  #view = $state.raw<JoiningView | null>(null);
  readonly #deps: JoinDeps;

  constructor(deps: JoinDeps) {
    this.#deps = deps;
    this.#kept = deps.kept.read(deps.nowMs()) ?? this.#empty();
    void this.#loadNumbers();
    void this.#loadOffer();
  }

  get step(): JoinStep {
    return this.#kept.step;
  }
  get place(): { readonly nth: number; readonly of: number } {
    return { nth: joinSteps.indexOf(this.step) + 1, of: joinSteps.length };
  }
  get draft(): ApplicationDraft {
    return this.#kept.draft ?? emptyDraft(this.#deps.browser);
  }
  /** With the proposals where nobody has written anything else. */
  get filled() {
    return filled(this.draft);
  }
  /** Null until the server has told it. */
  get offer(): Offer | null {
    return this.#offer;
  }
  get quote(): Quote | null {
    const { planId, optionIds, country } = this.draft;
    const vatNumber = vatNumberOf(this.draft) ?? undefined;
    return this.#offer && planId !== null ? quoteOf(this.#offer.priceBook, { planId, optionIds, country, vatNumber }) : null;
  }
  /** Whether the firm's number decides about the tax. */
  get asksVatNumber(): boolean {
    return this.#offer !== null && asksVatNumber(this.#offer.priceBook.country, this.draft.country);
  }
  /** Told once somebody has tried to go on. */
  get problems(): DraftProblems {
    return this.#attempted ? this.#problems() : {};
  }
  get hoursProblems(): readonly HoursProblem[] {
    const { openingHours } = this.filled;
    return this.#attempted && openingHours.kind === 'weekly' ? hoursProblems(openingHours.periods) : [];
  }
  get isSending(): boolean {
    return this.#sending;
  }
  get failure(): JoinFailure | null {
    return this.#failure;
  }
  /** After too many attempts. */
  get waitMinutes(): number {
    return this.#waitMinutes;
  }
  /** Null before the address is proved. */
  get view(): JoiningView | null {
    return this.#view;
  }
  get numbers(): NumberWriter {
    return this.#numbers;
  }

  edit(part: Partial<ApplicationDraft>): void {
    this.#keep({ draft: { ...this.draft, ...part } });
    if (part.country !== undefined) void this.#loadNumbers();
    if (part.language !== undefined) void this.#loadOffer();
  }

  chooseHours(kind: 'always' | 'weekly'): void {
    this.edit({ openingHours: kind === 'always' ? { kind } : proposedHours(this.draft.trade ?? 'other') });
  }
  addPeriod(day: number): void {
    this.#editPeriods((periods) => withPeriodOn(periods, day));
  }
  setPeriod(index: number, part: { readonly from?: string; readonly to?: string }): void {
    this.#editPeriods((periods) => periods.map((p, i) => (i === index ? { ...p, ...part } : p)));
  }
  removePeriod(index: number): void {
    this.#editPeriods((periods) => periods.filter((_, i) => i !== index));
  }
  toggleOption(id: string): void {
    const { optionIds } = this.draft;
    this.edit({ optionIds: optionIds.includes(id) ? optionIds.filter((other) => other !== id) : [...optionIds, id] });
  }

  /** To the next page of the form, after the last one to the server; whether nothing stood in the way. */
  async next(): Promise<boolean> {
    this.#attempted = Object.keys(this.#problems()).length > 0;
    if (this.#attempted) return false;
    if (this.step === 'agreement') return this.send();
    this.#go(joinSteps[joinSteps.indexOf(this.step) + 1] ?? 'firm');
    return true;
  }

  back(): void {
    this.#go(joinSteps[Math.max(0, joinSteps.indexOf(this.step) - 1)] ?? 'firm');
  }

  /** To a page where something is to be changed. */
  goTo(step: JoinStep): void {
    this.#go(step);
  }

  /** Sends the form, or asks for another mail. */
  async send(): Promise<boolean> {
    const form = formOf(this.draft, (typed) => this.#numbers.read(typed), this.#offer?.agreement.version ?? '');
    if (form === null) {
      this.#goToFirstProblem();
      return false;
    }
    const answer = await this.#ask(() => this.#deps.apply({ id: this.#kept.id, form }));
    if (answer === null) return false;
    if (answer.outcome === 'too-many') return this.#limited(answer.waitSeconds);
    this.#go('code');
    return true;
  }

  async confirm(code: string): Promise<boolean> {
    const digits = code.replaceAll(/\D/g, '');
    if (digits.length === 6) return this.#prove({ kind: 'code', code: digits });
    this.#failure = 'wrong';
    return false;
  }

  /** Opens the application that a mail's link names, or that this browser was left at. */
  async open(link: { readonly id: string; readonly token: string } | null): Promise<void> {
    if (link !== null) this.#keep(link);
    if (this.#kept.token !== null) await this.#prove({ kind: 'link', token: this.#kept.token });
  }

  /** The last step: the password that will sign in, then the number. */
  async complete(password: string): Promise<boolean> {
    const { id, token } = this.#kept;
    if (password.length < shortestPassword || token === null) {
      this.#failure = 'short';
      return false;
    }
    const answer = await this.#ask(() => this.#deps.complete({ id, token, password }));
    if (answer === null) return false;
    if (answer.outcome === 'wrong' || answer.outcome === 'known') {
      this.#failure = answer.outcome;
      return false;
    }
    if (answer.outcome === 'live') await this.#deps.signIn(this.#view?.email ?? '', password);
    await this.open(null);
    return true;
  }

  /** Another application, for another firm. */
  startAgain(): void {
    this.#deps.kept.forget();
    this.#view = null;
    this.#failure = null;
    this.#kept = this.#empty();
  }

  async #prove(proof: z.infer<typeof api.joinConfirm.input>['proof']): Promise<boolean> {
    const answer = await this.#ask(() => this.#deps.confirm({ id: this.#kept.id, proof }));
    if (answer === null) return false;
    if (answer.outcome === 'too-many') return this.#limited(answer.waitSeconds);
    if (answer.outcome !== 'confirmed') {
      this.#failure = answer.outcome;
      if (proof.kind === 'link') this.#keep({ token: null });
      return false;
    }
    this.#view = answer.application;
    const isServed = answer.application.state === 'live' || answer.application.state === 'waiting';
    this.#keep({ token: answer.token, draft: null });
    this.#go(isServed ? 'done' : 'password');
    return true;
  }

  /** Null when the server could not be asked, or did not take it; the failure says why. */
  async #ask<T>(ask: () => Promise<T>): Promise<T | null> {
    if (this.#sending) return null;
    this.#sending = true;
    this.#failure = null;
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause;
      this.#failure = cause.code === 'http.refused' ? 'changed' : 'offline';
      if (this.#failure === 'changed') void this.#loadOffer();
      return null;
    } finally {
      this.#sending = false;
    }
  }

  #limited(waitSeconds: number): false {
    this.#failure = 'too-many';
    this.#waitMinutes = Math.max(1, Math.ceil(waitSeconds / 60));
    return false;
  }

  #problems(): DraftProblems {
    return isFormStep(this.step) ? this.#problemsOn(this.step) : {};
  }

  #problemsOn(step: FormStep): DraftProblems {
    return problemsIn(step, this.draft, (typed) => this.#numbers.read(typed));
  }

  #goToFirstProblem(): void {
    this.#go(formSteps.find((step) => Object.keys(this.#problemsOn(step)).length > 0) ?? this.step);
    this.#attempted = true;
  }

  #editPeriods(change: (periods: readonly Period[]) => Period[]): void {
    const hours = this.filled.openingHours;
    if (hours.kind === 'weekly') this.edit({ openingHours: { ...hours, periods: change(hours.periods) } });
  }

  #go(step: JoinStep): void {
    this.#attempted = false;
    this.#failure = null;
    this.#keep({ step });
  }

  #keep(part: Partial<KeptApplication>): void {
    this.#kept = { ...this.#kept, ...part, atMs: this.#deps.nowMs() };
    this.#deps.kept.write(this.#kept);
  }

  #empty(): KeptApplication {
    return { atMs: this.#deps.nowMs(), id: this.#deps.newId(), step: 'firm', draft: null, token: null };
  }

  async #loadNumbers(): Promise<void> {
    const { country } = this.draft;
    const numbers = await this.#deps.loadNumbers(
      forwardingCountries.find((each) => each.country === country)?.callingCode ?? '33',
    );
    if (this.draft.country === country) this.#numbers = numbers;
  }

  async #loadOffer(): Promise<void> {
    const { language } = this.draft;
    const offer = await this.#deps.offer({ language }).catch(() => null);
    if (offer !== null && this.draft.language === language) this.#offer = offer;
  }

  /** The offer once more, when it could not be read. */
  readOffer(): void {
    void this.#loadOffer();
  }
}
