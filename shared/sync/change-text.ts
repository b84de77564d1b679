import type * as z from 'zod/mini';
import type { Instruction } from '../accounts/instructions.ts';
import { accessOf, type Person } from '../accounts/roster.ts';
import type { Contract } from '../billing/contract.ts';
import { capacityOf } from '../billing/tariff.ts';
import type { CallbackTask } from '../calls/callback-task.ts';
import type { CallerCard } from '../calls/caller-card.ts';
import type { Contact } from '../calls/contact.ts';
import type { Question } from '../calls/question.ts';
import { noRules } from '../delivery/person-rules.ts';
import { never } from '../errors.ts';
import type { NoteContent } from '../notes/note.ts';
import type { Preferences } from '../operators/preferences.ts';
import { type ChangeWords, type Line, listed, written } from './line.ts';
import type { RowRef } from './mutation.ts';
import type { Change } from './mutations.ts';
import { rowSchemas } from './rows.ts';
import { settingLines, settingsOf } from './setting-lines.ts';

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
    case 'sendNoteAgain':
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
export function mineOf(change: Change, words: ChangeWords): readonly Line[] {
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
      return cardLines(change.args, words);
    case 'saveInstruction':
      return instructionLines(change.args, words);
    case 'savePerson':
      return personLines(change.args, words);
    case 'movePerson':
      return written([['position', String(change.args.position)]]);
    case 'setAccess':
      return written([['access', words.word(`access-${change.args.access}`)]]);
    case 'addTask':
      return taskLines(change.args);
    case 'askQuestion':
      return questionLines(change.args);
    case 'answerQuestion':
      return change.args.wish.kind === 'say' ? written([['text', change.args.wish.text]]) : [];
    case 'setPlan':
      return planLines(change.args);
    case 'setUsageAlerts':
      return toldLines(change.args, words);
    case 'setOwnBlocks':
      return blockLines(change.args);
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
      return settingLines(change.args, words);
    case 'markNoteRead':
    case 'acknowledgeNote':
    case 'callBackNote':
    case 'markNoteDone':
    case 'assignNote':
    case 'reopenNote':
    case 'telephoneAboutNote':
    case 'sendNoteAgain':
    case 'readOutNote':
    case 'closeQuestion':
    case 'finishTask':
    case 'passOnAlert':
    case 'reopenTask':
    case 'removeContact':
    case 'keepApart':
    case 'finishCard':
    case 'removeCard':
    case 'removeInstruction':
    case 'removePerson':
    case 'changeFirstDays':
    case 'setOwnKeys':
      return [];
    default:
      return never(change);
  }
}

/** What stands in the row now, of the things that the change is about; null when there is no such row (any more). */
export function theirsOf(change: Change, row: unknown, words: ChangeWords): readonly Line[] | null {
  const { kind } = subjectOf(change);
  if (kind === 'note') return linesOf(rowSchemas.note, row, (note) => noteLines(note.content));
  if (kind === 'contact') return linesOf(rowSchemas.contact, row, contactLines);
  if (kind === 'card') return linesOf(rowSchemas.card, row, (card) => cardLines(card, words));
  if (kind === 'instruction') return linesOf(rowSchemas.instruction, row, (i) => instructionLines(i, words));
  if (kind === 'task') return linesOf(rowSchemas.task, row, taskLines);
  if (kind === 'preferences') return linesOf(rowSchemas.preferences, row, blockLines);
  if (kind === 'question') return linesOf(rowSchemas.question, row, questionLines);
  if (kind === 'account') {
    return linesOf(rowSchemas.account, row, (account) => settingLines(settingsOf(account, change.args), words));
  }
  if (kind === 'contract') {
    return linesOf(rowSchemas.contract, row, (c) => (change.name === 'setPlan' ? planLines(c) : toldLines(c, words)));
  }
  return linesOf(rowSchemas.person, row, (person) => personLinesFor(change, person, words));
}

function linesOf<S extends z.ZodMiniType>(schema: S, row: unknown, lines: (row: z.infer<S>) => readonly Line[]) {
  const parsed = schema.safeParse(row);
  return parsed.success ? lines(parsed.data) : null;
}

const cardLines = ({ name, numbers, text, say, until }: Omit<CallerCard, 'done'>, words: ChangeWords) =>
  written([
    ['name', name],
    ['number', numbers.join(', ')],
    ['text', text],
    ['say', say],
    ['to', until === null ? '' : words.moment(until)],
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

const instructionLines = (
  { text, say, from, to, deliver, opening, transferTo }: Omit<Instruction, 'changedAt'>,
  words: ChangeWords,
) =>
  written([
    ['text', text],
    ['say', say],
    ['from', from === null ? '' : words.moment(from)],
    ['to', to === null ? '' : words.moment(to)],
    ['deliver-to', listed([...(deliver?.to ?? []).map((id) => words.nameOf(id)), deliver?.bySms && words.word('all-by-sms')])],
    ['meanwhile', opening ? words.word(`meanwhile-${opening}`) : ''],
    ['transfer-to', transferTo ? words.nameOf(transferTo) : ''],
  ]);

function personLinesFor(change: Change, person: Person, words: ChangeWords): readonly Line[] {
  if (change.name === 'movePerson') return placeLines(person);
  if (change.name !== 'setAccess') return personLines(person, words);
  return written([
    ['name', person.name],
    ['access', words.word(`access-${accessOf(person)}`)],
  ]);
}

function personLines(person: Person, words: ChangeWords): readonly Line[] {
  const { name, role, email, mobile, channels, availability, rules = noRules } = person;
  const by = (['email', 'sms', 'push'] as const).filter((channel) => channels[channel]);
  const { quiet, substituteId, moreEmails, fax } = rules;
  return written([
    ['name', name],
    ['role', role],
    ['email', email ?? ''],
    ['mobile', mobile ?? ''],
    ['told-by', by.map((channel) => `${words.word(channel)}: ${words.word(`rule-${rules[channel]}`)}`).join('\n')],
    ['more-emails', listed(moreEmails)],
    ['fax', fax ?? ''],
    ['quiet', quiet === null ? '' : listed([`${quiet.from}–${quiet.to}`, ...quiet.wholeDays.map((day) => words.day(day))])],
    ['substitute', substituteId === null ? '' : words.nameOf(substituteId)],
    ['availability', availability.text],
  ]);
}

const planLines = ({ plan }: Pick<Contract, 'plan'>) => written([['plan', String(capacityOf(plan))]]);

const toldLines = ({ alertTo }: Pick<Contract, 'alertTo'>, words: ChangeWords) =>
  written([['told-of-use', alertTo === null ? words.word('first-of-roster') : listed(alertTo.map((id) => words.nameOf(id)))]]);

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
