import type { Account } from '#shared/accounts/account.ts';
import type { Person } from '#shared/accounts/roster.ts';
import type { Contact } from '#shared/calls/contact.ts';
import type { PhoneNumber } from '#shared/calls/phone-number.ts';
import type { TransferOutcome } from '#shared/calls/transfer-attempt.ts';
import type { Disposition } from '#shared/notes/disposition.ts';
import type { Callback, Draft, ForWhom, NoteContent } from '#shared/notes/note.ts';
import { criteriaDecide, noScript, type Script, type ScriptField, unanswered, withAnswer } from '#shared/notes/script.ts';
import { plain } from '#shared/plain.ts';

/** Why a field keeps the note from being sent; the form says it beside the field. */
export type Problem =
  | 'for-whom-missing'
  | 'from-whom-missing'
  | 'number-missing'
  | 'number-unreadable'
  | 'number-not-read-back'
  | 'answer-missing'
  | 'matter-missing'
  | 'urgency-not-asked';
/** `answer/<id>` is a field of the account's script. */
export type Field = 'for-whom' | 'from-whom' | 'number' | `answer/${string}` | 'matter' | 'urgency';
export type Problems = Partial<Record<Field, Problem>>;

/** What stands in the number field when the caller gave none. */
const NONE_GIVEN = '-';

/** The fields that a call of this kind must have [J11, J16]: a wrong number leaves nobody to call back. */
const closesWithoutFields = (d: Disposition): boolean => d === 'wrong-number' || d === 'test-call' || d === 'hung-up';

/** Whom the client has spoken to himself, or who was told what he wanted, is not asked the account's questions. */
const isAsked = (d: Disposition): boolean => d !== 'transferred' && d !== 'information';

export type NoteFormDeps = {
  /** Keeps the draft, at every change. */
  readonly keep: (draft: Draft) => void;
  /** The number in E.164, or null when what was typed is none. */
  readonly readNumber: (typed: string) => PhoneNumber | null;
};

/** One note while it is being written. */
export class NoteForm {
  #draft = $state.raw<Draft>() as Draft;
  #people = $state.raw<readonly Person[]>([]);
  #account = $state.raw<Pick<Account, 'trade' | 'script'> | null>(null);
  #problems = $state.raw<Problems>({});
  #contact = $state.raw<Contact | null>(null);
  #touched: boolean;
  readonly #deps: NoteFormDeps;

  constructor(draft: Draft, touched: boolean, deps: NoteFormDeps) {
    this.#draft = draft;
    this.#touched = touched;
    this.#deps = deps;
  }

  get draft(): Draft {
    return this.#draft;
  }
  get people(): readonly Person[] {
    return this.#people;
  }
  get problems(): Problems {
    return this.#problems;
  }
  /** The contact who was chosen by name, until another name is typed. */
  get contact(): Contact | null {
    return this.#contact;
  }
  /** Something was typed or chosen by hand. */
  get touched(): boolean {
    return this.#touched;
  }
  get script(): Script {
    return this.#account?.script ?? noScript;
  }
  /** No caller's word counts against a criterion that is met. */
  get criteriaDecide(): boolean {
    return this.#account !== null && criteriaDecide(this.#account);
  }
  /** What was answered to a field of the script. */
  answerTo(id: string): string {
    return this.#draft.answers?.find((answer) => answer.id === id)?.value ?? '';
  }
  get noneGiven(): boolean {
    return this.#draft.number === NONE_GIVEN;
  }

  /** The roster as the device has it now. */
  informPeople(people: readonly Person[]): void {
    this.#people = people;
  }

  /** How notes of this account are written, as the device has it now. */
  informAccount(account: Pick<Account, 'trade' | 'script'>): void {
    this.#account = account;
  }

  /** Fills what the caller's number tells, never over what was typed. */
  prefill(known: Pick<Draft, 'fromWhom' | 'company'>): void {
    if (this.#touched) return;
    this.#draft = { ...this.#draft, ...known };
  }

  /** A person of the client calls the bureau itself [P07]: the note is his, and nobody waits for a call. */
  prefillClient(person: Person, company: string): void {
    if (this.#touched) return;
    const forWhom: ForWhom = { kind: 'person', personId: person.id };
    const callback: Callback = 'for-information';
    this.#draft = { ...this.#draft, fromWhom: person.name, company, forWhom, forWhomText: person.name, callback };
  }

  /** A digit is a position of the roster, a whole name is that person [J10, J11]. */
  typeForWhom(text: string): void {
    const person = /^[1-9]$/.test(text.trim()) ? this.#people[Number(text.trim()) - 1] : this.#named(text);
    if (person) this.choosePerson(person);
    else this.#change({ forWhomText: text, forWhom: null }, 'for-whom');
  }

  choosePerson(person: Person): void {
    this.#change({ forWhomText: person.name, forWhom: { kind: 'person', personId: person.id } }, 'for-whom');
  }

  /** Nobody was named: the note goes to position 1 [J10]. */
  chooseNobody(label: string): void {
    this.#change({ forWhomText: label, forWhom: { kind: 'nobody-named' } }, 'for-whom');
  }

  /** Enter in For whom: the only person who fits, else nobody named when the field is empty. */
  confirmForWhom(nobodyLabel: string): boolean {
    if (this.#draft.forWhom !== null) return true;
    const [only, second] = this.fitting();
    if (this.#draft.forWhomText.trim() === '') this.chooseNobody(nobodyLabel);
    else if (only && !second) this.choosePerson(only);
    return this.#draft.forWhom !== null;
  }

  /** Persons whose name has what was typed at the beginning of a word. */
  fitting(): readonly Person[] {
    const typed = plain(this.#draft.forWhomText);
    if (typed === '' || this.#draft.forWhom !== null) return this.#people;
    return this.#people.filter((p) => ` ${plain(p.name)}`.includes(` ${typed}`) || plain(p.name).includes(typed));
  }

  /** A known caller, found by name; his number only where none stands [P05]. */
  chooseContact(contact: Contact, show: (number: PhoneNumber) => string): void {
    this.#contact = contact;
    const [known] = contact.numbers;
    const { number } = this.#draft;
    this.#change(
      {
        fromWhom: contact.name,
        company: contact.company,
        ...(number.trim() === '' && known !== undefined && { number: show(known) }),
      },
      'from-whom',
    );
  }

  typeFromWhom(text: string): void {
    this.#contact = null;
    this.#change({ fromWhom: text }, 'from-whom');
  }
  typeCompany(text: string): void {
    this.#change({ company: text }, 'from-whom');
  }
  typeNumber(text: string): void {
    this.#change({ number: text, numberVerified: false }, 'number');
  }
  /** The same number, written as its country does. */
  showNumber(text: string): void {
    this.#draft = { ...this.#draft, number: text };
    if (this.#touched) this.#deps.keep(this.#draft);
  }
  tickNoneGiven(none: boolean): void {
    this.#change({ number: none ? NONE_GIVEN : '', numberVerified: false }, 'number');
  }
  tickReadBack(verified: boolean): void {
    this.#change({ numberVerified: verified }, 'number');
  }
  typeMatter(text: string): void {
    this.#change({ matter: text }, 'matter');
  }
  answer(field: ScriptField, value: string): void {
    this.#change({ answers: withAnswer(this.#draft.answers ?? [], field, value, this.script) }, `answer/${field.id}`);
  }
  /** A criterion that is met makes the note urgent; without any, it is urgent no longer. */
  meetCriterion(criterion: string, isMet: boolean): void {
    const others = (this.#draft.criteria ?? []).filter((other) => other !== criterion);
    const criteria = isMet ? [...others, criterion] : others;
    this.#change({ criteria, urgent: criteria.length > 0 }, 'urgency');
  }
  /** All were asked for and none is met; or they were not asked for after all. */
  meetNone(none: boolean): void {
    const { criteria: _, ...rest } = this.#draft;
    this.#draft = rest;
    this.#change(none ? { criteria: [], urgent: false } : {}, 'urgency');
  }
  chooseCallback(callback: Callback): void {
    this.#change({ callback, ...(callback !== 'please-call-back' && { promisedBy: null }) });
  }
  /** What the caller was told; a promise is about being called back [S23]. */
  promise(by: string | null): void {
    this.#change({ promisedBy: by, ...(by !== null && { callback: 'please-call-back' }) });
  }
  chooseDisposition(disposition: Disposition): void {
    this.#change({ disposition });
    this.#problems = {};
  }
  /** A line about an attempt to put the caller through; whom it was meant for is whom the note is for, unless somebody was chosen. */
  addTransfer(attempt: { readonly line: string; readonly person: Person | null; readonly outcome: TransferOutcome }): void {
    const { matter, forWhom, forWhomText } = this.#draft;
    if (matter.split('\n').includes(attempt.line)) return;
    const isOpen = forWhom === null && forWhomText === '';
    this.#change({
      matter: [matter.trimEnd(), attempt.line].filter((text) => text !== '').join('\n'),
      ...(isOpen &&
        attempt.person && { forWhom: { kind: 'person', personId: attempt.person.id }, forWhomText: attempt.person.name }),
      ...(attempt.outcome === 'connected' && { disposition: 'transferred', callback: 'for-information' }),
    });
  }
  /** The operator's own key; where criteria decide, it does not undo one that is met, elsewhere it says that none is. */
  setUrgent(urgent: boolean): void {
    const isMet = (this.#draft.criteria ?? []).length > 0;
    if (!urgent && isMet && this.criteriaDecide) return;
    this.#change({ urgent, ...(!urgent && isMet && { criteria: [] }) }, 'urgency');
  }

  /** The fields of this note, in the order of the form. */
  get fields(): readonly Field[] {
    const answers = this.script.fields.map(({ id }): Field => `answer/${id}`);
    return ['for-whom', 'from-whom', 'number', ...answers, 'matter', 'urgency'];
  }

  /** The first field of the form that still wants something; the matter when all others are there. */
  nextField(): Field {
    const problems = this.#find();
    return this.fields.find((field) => problems[field] !== undefined) ?? 'matter';
  }

  /** What a field wants before the note can be sent, also while nobody has tried. */
  problemOf(field: Field): Problem | undefined {
    return this.#find()[field];
  }

  /** The note's content, or null with the missing fields named [J16]. */
  check(): NoteContent | null {
    this.#problems = closesWithoutFields(this.#draft.disposition) ? {} : this.#find();
    return Object.keys(this.#problems).length === 0 ? contentOf(this.#draft, this.#deps.readNumber) : null;
  }

  #find(): Problems {
    const {
      forWhom,
      fromWhom,
      company,
      number,
      numberVerified,
      matter,
      answers = [],
      criteria,
      urgent,
      disposition,
    } = this.#draft;
    const isGiven = number.trim() !== '' && !this.noneGiven;
    const unreadable = isGiven && this.#deps.readNumber(number) === null;
    const script = isAsked(disposition) ? this.script : noScript;
    const { readBack, askUrgency, urgentWhen } = script;
    const missing = unanswered(script, answers).map(({ id }) => [`answer/${id}`, 'answer-missing'] as const);
    return {
      ...(forWhom === null && { 'for-whom': 'for-whom-missing' as const }),
      ...(fromWhom.trim() === '' && company.trim() === '' && { 'from-whom': 'from-whom-missing' as const }),
      ...(number.trim() === '' && { number: 'number-missing' as const }),
      ...(isGiven && readBack && !numberVerified && { number: 'number-not-read-back' as const }),
      ...(unreadable && { number: 'number-unreadable' as const }),
      ...Object.fromEntries(missing),
      ...(matter.trim() === '' && { matter: 'matter-missing' as const }),
      ...(askUrgency && urgentWhen.length > 0 && !criteria && !urgent && { urgency: 'urgency-not-asked' as const }),
    };
  }

  #named(text: string): Person | undefined {
    const typed = plain(text);
    return typed === '' ? undefined : this.#people.find((p) => plain(p.name) === typed);
  }

  #change(change: Partial<Draft>, field?: Field): void {
    this.#touched = true;
    this.#draft = { ...this.#draft, ...change };
    if (field && this.#problems[field]) this.#problems = { ...this.#problems, [field]: undefined };
    this.#deps.keep(this.#draft);
  }
}

/** The content of a draft whose fields are all there; what stays empty goes to nobody named, with no number. */
export function contentOf(draft: Draft, readNumber: NoteFormDeps['readNumber']): NoteContent {
  const forWhom: ForWhom = draft.forWhom ?? { kind: 'nobody-named' };
  const number = draft.number === NONE_GIVEN ? null : readNumber(draft.number);
  const { fromWhom, company, matter, answers, criteria, callback, urgent, disposition } = draft;
  return {
    forWhom,
    fromWhom: fromWhom.trim(),
    company: company.trim(),
    number,
    numberVerified: number !== null && draft.numberVerified,
    matter: matter.trim(),
    ...(answers && answers.length > 0 && { answers }),
    ...(criteria && { criteria }),
    callback,
    ...(draft.promisedBy && { promisedBy: draft.promisedBy }),
    urgent,
    disposition,
  };
}
