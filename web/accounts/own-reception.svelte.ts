import * as z from 'zod/mini';
import type { Account } from '#shared/accounts/account.ts';
import type { OpeningHours } from '#shared/accounts/opening-hours.ts';
import { type Choice, choiceTimes, type Leads, type Reception, receptionSchema } from '#shared/accounts/reception.ts';
import { type Tried, tryReception } from '#shared/calls/try-reception.ts';
import type { Instant } from '#shared/time.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

const leadKinds = ['queue', 'voicemail', 'announcement', 'person', 'number'] as const;

/** A key while it is written; the fields of the other kinds are kept until it is saved. */
const choiceDraftSchema = z.object({
  key: z.string(),
  label: z.string(),
  when: z.enum(choiceTimes),
  to: z.enum(leadKinds),
  text: z.string(),
  recordingId: z.nullable(z.string()),
  personId: z.string(),
  number: z.string(),
});
export type ChoiceDraft = z.infer<typeof choiceDraftSchema>;

const receptionDraftSchema = z.object({
  /** As it was when the writing began. */
  before: z.string(),
  welcome: z.string(),
  welcomeRecordingId: z.nullable(z.string()),
  questionRecordingId: z.nullable(z.string()),
  choices: z.array(choiceDraftSchema),
});
type ReceptionDraft = z.infer<typeof receptionDraftSchema>;

/** What stands in the way, by the place of the key. */
export type ChoiceProblem = { readonly index: number; readonly problem: 'label' | 'twice' | 'text' | 'person' | 'number' };

/** Which sound of the reception a recording is for; a number is the place of a key. */
export type SoundPlace = 'welcome' | 'question' | number;

/** What callers of one account meet before an operator, while the supervisor writes it. */
export class OwnReception {
  #attempted = $state(false);
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof receptionDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `reception/${own.deps.accountId}`, receptionDraftSchema);
  }

  /** What is written, or what holds while nothing is. */
  get draft(): ReceptionDraft {
    return this.#form.typed ?? this.#asItIs;
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  get problems(): readonly ChoiceProblem[] {
    return this.#attempted ? this.#problems() : [];
  }
  /** Somebody else has changed it since the writing began. */
  get isChangedMeanwhile(): boolean {
    return this.isChanged && this.#asItIs.before !== this.draft.before;
  }

  edit(part: Partial<ReceptionDraft>): void {
    void this.#form.write({ ...this.draft, ...part });
  }

  setChoice(index: number, part: Partial<ChoiceDraft>): void {
    this.edit({ choices: this.draft.choices.map((choice, i) => (i === index ? { ...choice, ...part } : choice)) });
  }

  /** One key more, the next that is free. */
  add(): void {
    const used = new Set(this.draft.choices.map(({ key }) => key));
    const key = [...'1234567890'].find((digit) => !used.has(digit)) ?? '1';
    this.edit({ choices: [...this.draft.choices, { ...empty, key }] });
  }

  remove(index: number): void {
    this.edit({ choices: this.draft.choices.filter((_, i) => i !== index) });
  }

  /** A recording takes the place of the voice, or with null gives it back. */
  setSound(place: SoundPlace, recordingId: string | null): void {
    if (place === 'welcome') this.edit({ welcomeRecordingId: recordingId });
    else if (place === 'question') this.edit({ questionRecordingId: recordingId });
    else this.setChoice(place, { recordingId });
  }

  giveUp(): void {
    this.#attempted = false;
    void this.#form.done();
  }

  /** Keeps it, on this device at once; answers the first thing in the way. */
  async save(): Promise<ChoiceProblem | null> {
    this.#attempted = true;
    const [first] = this.#problems();
    if (first !== undefined) return first;
    const { accountId, device } = this.#own.deps;
    await device.mutate('setReception', { accountId, reception: this.#written() });
    this.#attempted = false;
    await this.#form.done();
    return null;
  }

  /** What a caller would live through as it is written; null while something is in the way. `hours`: bureau ∩ account. */
  try(account: Account, hours: OpeningHours, call: { readonly at: Instant; readonly keys: string }): readonly Tried[] | null {
    if (this.#problems().length > 0) return null;
    const reception = this.#written() ?? undefined;
    const { reception: _, ...rest } = account;
    return tryReception({ ...rest, openingHours: hours, ...(reception && { reception }) }, call);
  }

  /** Null: nothing is said and nothing is asked. */
  #written(): Reception | null {
    const { welcome, welcomeRecordingId, questionRecordingId, choices } = this.draft;
    const isSaid = welcome.trim() !== '' || welcomeRecordingId !== null;
    if (!isSaid && choices.length === 0) return null;
    const said = isSaid ? { text: welcome.trim(), recordingId: welcomeRecordingId } : null;
    return receptionSchema.parse({
      welcome: said,
      questionRecordingId,
      choices: choices.map((choice) => this.#choice(choice)),
    });
  }

  #choice({ key, label, when, ...choice }: ChoiceDraft): Choice {
    return { key, label: label.trim(), when, leads: this.#leads(choice) };
  }

  #leads({ to, text, recordingId, personId, number }: Omit<ChoiceDraft, 'key' | 'label' | 'when'>): Leads {
    if (to === 'announcement') return { to, said: { text: text.trim(), recordingId } };
    if (to === 'person') return { to, personId };
    return to === 'number' ? { to, number: this.#own.numbers.read(number) ?? '' } : { to };
  }

  #problems(): ChoiceProblem[] {
    const { choices } = this.draft;
    return choices.flatMap((choice, index): ChoiceProblem[] => {
      const problem = this.#problemOf(choice) ?? (isTwice(choice, choices.slice(0, index)) ? 'twice' : null);
      return problem === null ? [] : [{ index, problem }];
    });
  }

  #problemOf({ label, to, text, recordingId, personId, number }: ChoiceDraft): ChoiceProblem['problem'] | null {
    if (label.trim() === '') return 'label';
    if (to === 'announcement' && text.trim() === '' && recordingId === null) return 'text';
    if (to === 'person' && !this.#own.people.some(({ id, mobile }) => id === personId && mobile !== null)) return 'person';
    return to === 'number' && this.#own.numbers.read(number) === null ? 'number' : null;
  }

  get #asItIs(): ReceptionDraft {
    const reception = this.#own.account?.reception;
    return {
      before: JSON.stringify(reception ?? null),
      welcome: reception?.welcome?.text ?? '',
      welcomeRecordingId: reception?.welcome?.recordingId ?? null,
      questionRecordingId: reception?.questionRecordingId ?? null,
      choices: (reception?.choices ?? []).map((choice) => this.#draftOf(choice)),
    };
  }

  #draftOf({ key, label, when, leads }: Choice): ChoiceDraft {
    const draft = { ...empty, key, label, when, to: leads.to };
    if (leads.to === 'announcement') return { ...draft, ...leads.said };
    if (leads.to === 'person') return { ...draft, personId: leads.personId };
    return leads.to === 'number' ? { ...draft, number: this.#own.numbers.show(leads.number) } : draft;
  }
}

const empty: ChoiceDraft = {
  key: '1',
  label: '',
  when: 'always',
  to: 'queue',
  text: '',
  recordingId: null,
  personId: '',
  number: '',
};

/** The same key at the same hours. */
const isTwice = ({ key, when }: ChoiceDraft, before: readonly ChoiceDraft[]): boolean =>
  before.some((other) => other.key === key && (other.when === when || other.when === 'always' || when === 'always'));
