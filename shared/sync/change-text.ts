import type * as z from 'zod/mini';
import type { Account } from '../accounts/account.ts';
import type { Instruction } from '../accounts/instructions.ts';
import type { OpeningHours } from '../accounts/opening-hours.ts';
import type { Person } from '../accounts/roster.ts';
import type { CallbackTask } from '../calls/callback-task.ts';
import type { CallerCard } from '../calls/caller-card.ts';
import type { Contact } from '../calls/contact.ts';
import type { Question } from '../calls/question.ts';
import type { Rota } from '../delivery/rota.ts';
import { never } from '../errors.ts';
import type { NoteContent } from '../notes/note.ts';
import type { Preferences } from '../operators/preferences.ts';
import type { RowRef } from './mutation.ts';
import type { Change } from './mutations.ts';
import { rowSchemas } from './rows.ts';

/** What a line of text is about; the page has a word for it. */
export type LineLabel =
  | 'from-whom'
  | 'company'
  | 'number'
  | 'matter'
  | 'addendum'
  | 'name'
  | 'role'
  | 'email'
  | 'mobile'
  | 'availability'
  | 'handling'
  | 'position'
  | 'text'
  | 'say'
  | 'from'
  | 'to'
  | 'greeting'
  | 'hours'
  | 'closed-on'
  | 'public-holidays'
  | 'on-call'
  | 'turn-days'
  | 'swap';

/** One thing that somebody wrote, to be read beside what somebody else wrote there. */
export type Line = { readonly label: LineLabel; readonly text: string };

/** How opening hours and persons are written where they are read. */
export type HoursWords = { readonly always: string; day(isoWeekday: number): string; nameOf(personId: string): string };

/** The row that a change is about. */
export function subjectOf(change: Change): RowRef {
  switch (change.name) {
    case 'lockNote':
      return { kind: 'note', id: change.args.id };
    case 'addAddendum':
    case 'markNoteRead':
    case 'acknowledgeNote':
    case 'callBackNote':
    case 'markNoteDone':
    case 'answerNote':
    case 'assignNote':
    case 'reopenNote':
    case 'telephoneAboutNote':
    case 'readOutNote':
      return { kind: 'note', id: change.args.noteId };
    case 'saveContact':
      return { kind: 'contact', id: change.args.id };
    case 'removeContact':
      return { kind: 'contact', id: change.args.contactId };
    case 'mergeContacts':
      return { kind: 'contact', id: change.args.contact.id };
    case 'keepApart':
      return { kind: 'contact', id: change.args.contactId };
    case 'importContacts':
      return { kind: 'contact', id: change.args.contacts[0]?.id ?? change.args.accountId };
    case 'saveCard':
      return { kind: 'card', id: change.args.id };
    case 'finishCard':
    case 'removeCard':
      return { kind: 'card', id: change.args.cardId };
    case 'saveInstruction':
      return { kind: 'instruction', id: change.args.id };
    case 'removeInstruction':
      return { kind: 'instruction', id: change.args.instructionId };
    case 'savePerson':
      return { kind: 'person', id: change.args.id };
    case 'movePerson':
    case 'setAccess':
    case 'removePerson':
      return { kind: 'person', id: change.args.personId };
    case 'addTask':
      return { kind: 'task', id: change.args.id };
    case 'finishTask':
    case 'passOnAlert':
    case 'reopenTask':
      return { kind: 'task', id: change.args.taskId };
    case 'askQuestion':
      return { kind: 'question', id: change.args.id };
    case 'answerQuestion':
    case 'closeQuestion':
      return { kind: 'question', id: change.args.questionId };
    case 'setGreeting':
    case 'setLadder':
    case 'setRota':
    case 'setDigest':
    case 'setOpeningHours':
    case 'setOutboundRules':
    case 'setQueueRules':
    case 'setReception':
    case 'setRetention':
    case 'setScript':
    case 'chooseVoicemailGreeting':
    case 'changeFirstDays':
      return { kind: 'account', id: change.args.accountId };
    case 'setPlan':
    case 'setUsageAlerts':
      return { kind: 'contract', id: change.args.accountId };
    case 'setOwnKeys':
    case 'setOwnBlocks':
      return { kind: 'preferences', id: change.args.operatorId };
    default:
      return never(change);
  }
}

/** What the change wanted to say; nothing for one without text of its own. */
export function mineOf(change: Change, words: HoursWords): readonly Line[] {
  switch (change.name) {
    case 'lockNote':
      return noteLines(change.args.content);
    case 'addAddendum':
    case 'answerNote':
      return written([['addendum', change.args.text]]);
    case 'saveContact':
      return contactLines(change.args);
    case 'mergeContacts':
      return contactLines(change.args.contact);
    case 'importContacts':
      return change.args.contacts.flatMap(contactLines);
    case 'saveCard':
      return cardLines(change.args);
    case 'saveInstruction':
      return instructionLines(change.args);
    case 'savePerson':
      return personLines(change.args);
    case 'movePerson':
      return written([['position', String(change.args.position)]]);
    case 'setGreeting':
      return written([['greeting', change.args.greeting]]);
    case 'setOpeningHours':
      return hoursLines(change.args.openingHours, words);
    case 'setRota':
      return rotaLines(change.args.rota, words);
    case 'addTask':
      return taskLines(change.args);
    case 'askQuestion':
      return questionLines(change.args);
    case 'answerQuestion':
      return change.args.wish.kind === 'say' ? written([['text', change.args.wish.text]]) : [];
    case 'markNoteRead':
    case 'acknowledgeNote':
    case 'callBackNote':
    case 'markNoteDone':
    case 'assignNote':
    case 'reopenNote':
    case 'telephoneAboutNote':
    case 'readOutNote':
    case 'closeQuestion':
    case 'finishTask':
    case 'passOnAlert':
    case 'reopenTask':
    case 'setAccess':
    case 'setPlan':
    case 'setUsageAlerts':
    case 'setOutboundRules':
    case 'setQueueRules':
    case 'setReception':
    case 'setRetention':
    case 'setScript':
    case 'removeContact':
    case 'keepApart':
    case 'finishCard':
    case 'removeCard':
    case 'removeInstruction':
    case 'removePerson':
    case 'chooseVoicemailGreeting':
    case 'changeFirstDays':
    case 'setLadder':
    case 'setDigest':
    case 'setOwnKeys':
      return [];
    case 'setOwnBlocks':
      return blockLines(change.args);
    default:
      return never(change);
  }
}

/** What stands in the row now, of the things that the change is about; null when there is no such row (any more). */
export function theirsOf(change: Change, row: unknown, words: HoursWords): readonly Line[] | null {
  const { kind } = subjectOf(change);
  if (kind === 'note') return linesOf(rowSchemas.note, row, (note) => noteLines(note.content));
  if (kind === 'contact') return linesOf(rowSchemas.contact, row, contactLines);
  if (kind === 'card') return linesOf(rowSchemas.card, row, cardLines);
  if (kind === 'instruction') return linesOf(rowSchemas.instruction, row, instructionLines);
  if (kind === 'task') return linesOf(rowSchemas.task, row, taskLines);
  if (kind === 'preferences') return linesOf(rowSchemas.preferences, row, blockLines);
  if (kind === 'question') return linesOf(rowSchemas.question, row, questionLines);
  if (kind === 'account') return linesOf(rowSchemas.account, row, (account) => accountLines(change, account, words));
  const person = change.name === 'movePerson' ? placeLines : personLines;
  return linesOf(rowSchemas.person, row, person);
}

function linesOf<S extends z.ZodMiniType>(schema: S, row: unknown, lines: (row: z.infer<S>) => readonly Line[]) {
  const parsed = schema.safeParse(row);
  return parsed.success ? lines(parsed.data) : null;
}

const written = (lines: readonly (readonly [LineLabel, string])[]): readonly Line[] =>
  lines.flatMap(([label, text]) => (text === '' ? [] : [{ label, text }]));

const cardLines = ({ name, numbers, text, say, until }: Omit<CallerCard, 'done'>) =>
  written([
    ['name', name],
    ['number', numbers.join(', ')],
    ['text', text],
    ['say', say],
    ['to', until ?? ''],
  ]);

const noteLines = ({ fromWhom, company, number, matter, criteria = [], answers = [] }: NoteContent) =>
  written([
    ['from-whom', fromWhom],
    ['company', company],
    ['number', number ?? ''],
    ['matter', [matter, ...criteria, ...answers.map(({ label, value }) => `${label}: ${value}`)].join('\n').trim()],
  ]);

const contactLines = ({ name, company, numbers, handling }: Omit<Contact, 'elsewhere'>) =>
  written([
    ['name', name],
    ['company', company],
    ['number', numbers.join(', ')],
    ['handling', handling],
  ]);

const instructionLines = ({ text, say, from, to }: Omit<Instruction, 'changedAt'>) =>
  written([
    ['text', text],
    ['say', say],
    ['from', from ?? ''],
    ['to', to ?? ''],
  ]);

const personLines = ({ name, role, email, mobile, availability }: Person) =>
  written([
    ['name', name],
    ['role', role],
    ['email', email ?? ''],
    ['mobile', mobile ?? ''],
    ['availability', availability.text],
  ]);

const taskLines = ({ name, number, about }: Pick<CallbackTask, 'name' | 'number' | 'about'>) =>
  written([
    ['name', name],
    ['number', number ?? ''],
    ['matter', about],
  ]);

const blockLines = ({ blocks }: Pick<Preferences, 'blocks'>) =>
  written(blocks.map(({ short, text }) => ['text', `;${short}: ${text}`]));
const questionLines = ({ about: { name, company, number, matter } }: Pick<Question, 'about'>) =>
  written([
    ['from-whom', name],
    ['company', company],
    ['number', number ?? ''],
    ['matter', matter],
  ]);

const placeLines = ({ name, position }: Person) =>
  written([
    ['name', name],
    ['position', String(position)],
  ]);

function accountLines(change: Change, account: Account, words: HoursWords): readonly Line[] {
  if (change.name === 'setGreeting') return written([['greeting', account.greeting]]);
  if (change.name === 'setRota') return rotaLines(account.rota ?? null, words);
  return change.name === 'setOpeningHours' ? hoursLines(account.openingHours, words) : [];
}

function rotaLines(rota: Rota | null, words: HoursWords): readonly Line[] {
  if (rota === null) return [];
  const { people, since, turnDays, duty, swaps } = rota;
  return written([
    ['on-call', people.map((id) => words.nameOf(id)).join(', ')],
    ['from', since.replace('T', ' ')],
    ['turn-days', String(turnDays)],
    ['hours', duty.map(({ day, from, to }) => `${words.day(day)} ${from}–${to}`).join('\n')],
    ['swap', swaps.map(({ personId, from, to }) => `${words.nameOf(personId)} ${from}–${to}`).join('\n')],
  ]);
}

function hoursLines(hours: OpeningHours, words: HoursWords): readonly Line[] {
  if (hours.kind === 'always') return written([['hours', words.always]]);
  const periods = hours.periods.toSorted((a, b) => a.day - b.day || (a.from < b.from ? -1 : 1));
  return written([
    ['hours', periods.map((p) => `${words.day(p.day)} ${p.from}–${p.to}`).join(', ')],
    ['closed-on', hours.closedOn.join(', ')],
    ['public-holidays', hours.publicHolidays?.country ?? ''],
  ]);
}
