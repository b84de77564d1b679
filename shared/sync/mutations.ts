import type * as z from 'zod/mini';
import {
  changeFirstDays,
  chooseVoicemailGreeting,
  movePerson,
  removeInstruction,
  removePerson,
  saveInstruction,
  savePerson,
  setAccess,
  setDigest,
  setGreeting,
  setLadder,
  setOpeningHours,
  setOutboundRules,
  setQueueRules,
  setReception,
  setRetention,
  setRota,
  setScript,
} from '../accounts/account-mutations.ts';
import { setPlan, setUsageAlerts } from '../billing/contract-mutations.ts';
import { finishCard, removeCard, saveCard } from '../calls/card-mutations.ts';
import { importContacts, keepApart, mergeContacts, removeContact, saveContact } from '../calls/contact-mutations.ts';
import { answerQuestion, askQuestion, closeQuestion } from '../calls/question-mutations.ts';
import { addTask, finishTask, passOnAlert, reopenTask } from '../calls/task-mutations.ts';
import { answerNote, assignNote, reopenNote } from '../notes/client-mutations.ts';
import {
  acknowledgeNote,
  addAddendum,
  callBackNote,
  lockNote,
  markNoteDone,
  markNoteRead,
  readOutNote,
  sendNoteAgain,
  telephoneAboutNote,
} from '../notes/note-mutations.ts';
import { setOwnBlocks, setOwnKeys } from '../operators/preference-mutations.ts';
import type { Author, Mutation, Outcome, RowRef } from './mutation.ts';
import type { Transaction } from './transaction.ts';

/** Every change that a device may ask for, by its name on the wire. */
export const mutations = {
  lockNote,
  addAddendum,
  markNoteRead,
  acknowledgeNote,
  readOutNote,
  callBackNote,
  markNoteDone,
  answerNote,
  assignNote,
  reopenNote,
  telephoneAboutNote,
  sendNoteAgain,
  addTask,
  finishTask,
  reopenTask,
  passOnAlert,
  askQuestion,
  answerQuestion,
  closeQuestion,
  saveContact,
  removeContact,
  importContacts,
  mergeContacts,
  keepApart,
  saveCard,
  finishCard,
  removeCard,
  saveInstruction,
  removeInstruction,
  removePerson,
  savePerson,
  movePerson,
  setGreeting,
  setLadder,
  setRota,
  setDigest,
  setOpeningHours,
  setOutboundRules,
  setQueueRules,
  setReception,
  setRetention,
  setScript,
  chooseVoicemailGreeting,
  changeFirstDays,
  setAccess,
  setPlan,
  setUsageAlerts,
  setOwnKeys,
  setOwnBlocks,
} as const;

export type MutationName = keyof typeof mutations;

/** The arguments of a mutation; author and instant are not among them, they come with the push. */
export type MutationArgs<N extends MutationName> = z.infer<(typeof mutations)[N]['args']>;

/** A mutation with its parsed arguments; `switch (change.name)` narrows the arguments. */
export type Change = { [N in MutationName]: { readonly name: N; readonly args: MutationArgs<N> } }[MutationName];

export const isMutationName = (name: string): name is MutationName => Object.hasOwn(mutations, name);

/** Parses a mutation as it comes from the wire or from the device's queue; null when its arguments do not fit. */
export function parseChange(name: MutationName, raw: unknown): Change | null {
  const parsed = tableEntry(name).args.safeParse(raw);
  return parsed.success ? ({ name, args: parsed.data } as Change) : null;
}

/** Rows that must not have changed since the device saw them. */
export function guardsOf(tx: Transaction, change: Change): Promise<readonly RowRef[]> {
  return tableEntry(change.name).guards(tx, change.args);
}

/** Whether, among the client's people, the change is its office's alone. */
export const isOnlyOffices = async (tx: Transaction, change: Change): Promise<boolean> =>
  (await tableEntry(change.name).onlyOffice?.(tx, change.args)) ?? false;

/** Runs the mutation on the rows of `tx`. */
export function runChange(tx: Transaction, change: Change, author: Author): Promise<Outcome> {
  return tableEntry(change.name).run(tx, change.args, author);
}

/** The table without the link between name and arguments, which `parseChange` has established. */
function tableEntry(name: MutationName): Mutation {
  return mutations[name];
}
