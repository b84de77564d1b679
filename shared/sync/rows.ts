import { type Account, accountSchema, type Line, lineSchema } from '../accounts/account.ts';
import { type Instruction, instructionSchema } from '../accounts/instructions.ts';
import { type Person, personSchema } from '../accounts/roster.ts';
import { type Contract, contractSchema } from '../billing/contract.ts';
import { type CallRecord, callRecordSchema } from '../calls/call-record.ts';
import { type CallbackTask, callbackTaskSchema } from '../calls/callback-task.ts';
import { type CallerCard, callerCardSchema } from '../calls/caller-card.ts';
import { type ClientCall, clientCallSchema } from '../calls/client-call.ts';
import { type Contact, contactSchema } from '../calls/contact.ts';
import { type Question, questionSchema } from '../calls/question.ts';
import { type Delivery, deliverySchema } from '../delivery/delivery.ts';
import { type Note, noteSchema } from '../notes/note.ts';
import { type Operator, operatorSchema } from '../operators/operator.ts';
import { type Preferences, preferencesSchema } from '../operators/preferences.ts';

/** Every kind of row that devices hold; the kind is the table's name on both sides. */
export type Rows = {
  account: Account;
  line: Line;
  person: Person;
  instruction: Instruction;
  contact: Contact;
  card: CallerCard;
  note: Note;
  delivery: Delivery;
  call: CallRecord;
  operator: Operator;
  task: CallbackTask;
  preferences: Preferences;
  question: Question;
  clientCall: ClientCall;
  contract: Contract;
};
export type Kind = keyof Rows;

export const rowSchemas = {
  account: accountSchema,
  line: lineSchema,
  person: personSchema,
  instruction: instructionSchema,
  contact: contactSchema,
  card: callerCardSchema,
  note: noteSchema,
  delivery: deliverySchema,
  call: callRecordSchema,
  operator: operatorSchema,
  task: callbackTaskSchema,
  preferences: preferencesSchema,
  question: questionSchema,
  clientCall: clientCallSchema,
  contract: contractSchema,
} as const;

export const kinds = Object.keys(rowSchemas) as Kind[];

/**
 * The space that a row lives in: account × audience, one per operator, one of the bureau.
 * `account:<id>:shared` is read by the account's operators and persons, `:desk` and `:tasks` by operators only, `:office` by the
 * client's office, `:elsewhere` by nobody. A new kind of row has a space of its own: devices of earlier protocols, which cannot read it, are not
 * given the space, and get it from its beginning once they are new.
 */
export type Space = string;

export const sharedSpace = (accountId: string): Space => `account:${accountId}:shared`;
/** `:callers` is read like `:shared`, by devices of protocol 5 on: earlier ones know no rows of its kind. */
const callersSpace = (accountId: string): Space => `account:${accountId}:callers`;
export const deskSpace = (accountId: string): Space => `account:${accountId}:desk`;
/** `:alarms` holds the automatic calls among the deliveries; read like `:shared`, by devices of protocol 6 on. */
const alarmsSpace = (accountId: string): Space => `account:${accountId}:alarms`;
/** `:questions` is read like `:shared`, by devices of protocol 6 on. */
const questionsSpace = (accountId: string): Space => `account:${accountId}:questions`;
/** `:elsewhere` is read by no device: the contacts of a directory that is larger than devices hold. */
export const elsewhereSpace = (accountId: string): Space => `account:${accountId}:elsewhere`;
/** What everybody of an account may read. */
export const openSpaces = (accountId: string): Space[] => [
  sharedSpace(accountId),
  callersSpace(accountId),
  alarmsSpace(accountId),
  questionsSpace(accountId),
];
/** `:calls` is read by the client's people, from protocol 7 on: the bureau has the whole of its calls in `:desk`. */
export const callsSpace = (accountId: string): Space => `account:${accountId}:calls`;
export const tasksSpace = (accountId: string): Space => `account:${accountId}:tasks`;
/** What bureau and client have agreed on; from protocol 7 on. */
export const officeSpace = (accountId: string): Space => `account:${accountId}:office`;
export const operatorSpace = (operatorId: string): Space => `operator:${operatorId}`;
export const bureauSpace: Space = 'bureau';

/** Kinds whose rows belong to no account: the bureau's own, and each operator's. */
export type OwnKind = 'operator' | 'preferences';
export const isOwnKind = (kind: Kind): kind is OwnKind => kind === 'operator' || kind === 'preferences';

/** The account that a row belongs to; null for the bureau's and operators' own rows. */
export function accountOf<K extends Kind>(kind: K, row: Rows[K]): string | null {
  if (isOwnKind(kind)) return null;
  return 'accountId' in row ? row.accountId : row.id;
}

/** Where the rows of one kind of one account live. */
export function spacesOfAccount(kind: Exclude<Kind, OwnKind>, accountId: string): readonly Space[] {
  if (kind === 'delivery') return [sharedSpace(accountId), alarmsSpace(accountId)];
  if (kind === 'question') return [questionsSpace(accountId)];
  if (kind === 'task') return [tasksSpace(accountId)];
  if (kind === 'clientCall') return [callsSpace(accountId)];
  if (kind === 'contract') return [officeSpace(accountId)];
  if (kind === 'card') return [callersSpace(accountId)];
  return [kind === 'call' ? deskSpace(accountId) : sharedSpace(accountId)];
}

/** The space of a row, from the row alone. */
export function spaceOf<K extends Kind>(kind: K, row: Rows[K]): Space {
  if (kind === 'preferences') return operatorSpace(row.id);
  const accountId = accountOf(kind, row);
  if (isOwnKind(kind) || accountId === null) return bureauSpace;
  if ('elsewhere' in row && row.elsewhere) return elsewhereSpace(accountId);
  if ('channel' in row && row.channel === 'telephone') return alarmsSpace(accountId);
  return spacesOfAccount(kind, accountId)[0] ?? sharedSpace(accountId);
}
