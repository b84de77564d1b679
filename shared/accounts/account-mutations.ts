import * as z from 'zod/mini';
import { digestSchema } from '../delivery/digest.ts';
import { ladderSchema } from '../delivery/ladder.ts';
import { rotaSchema } from '../delivery/rota.ts';
import { scriptSchema } from '../notes/script.ts';
import { mutation, type RowRef } from '../sync/mutation.ts';
import type { Transaction } from '../sync/transaction.ts';
import { accountSchema } from './account.ts';
import { instructionSchema } from './instructions.ts';
import { outboundRulesSchema } from './outbound-rules.ts';
import { queueRulesSchema } from './queue-rules.ts';
import { receptionSchema } from './reception.ts';
import { retentionSchema } from './retention.ts';
import { accessOf, inOrder, type Person, personSchema } from './roster.ts';

const clients = ['person', 'supervisor'] as const;
/** The client himself, or an operator to whom he says it on the telephone [P07]. */
const clientsAndDesk = ['person', 'supervisor', 'operator'] as const;
const account = async (_: Transaction, args: { readonly accountId: string }): Promise<RowRef[]> => [
  { kind: 'account', id: args.accountId },
];

/** Adds or changes an instruction; refused when it changed since the device saw it. */
export const saveInstruction = mutation({
  args: z.omit(instructionSchema, { changedAt: true }),
  roles: clientsAndDesk,
  guards: async (_, args) => [{ kind: 'instruction', id: args.id }],
  async run(tx, args, author) {
    const before = await tx.get('instruction', args.id);
    if (before && before.accountId !== args.accountId) return 'forbidden';
    // Devices of protocol 4 leave `deliver` out and with the next one a person's rules, those of 7 the other two.
    await tx.put('instruction', { ...kept(before, 'deliver', 'opening', 'transferTo'), ...args, changedAt: author.at });
    return 'applied';
  },
});

/** Takes an instruction away; refused when it changed since the device saw it. */
export const removeInstruction = mutation({
  args: z.object({ accountId: z.uuid(), instructionId: z.uuid() }),
  roles: clientsAndDesk,
  guards: async (_, args) => [{ kind: 'instruction', id: args.instructionId }],
  async run(tx, args) {
    const before = await tx.get('instruction', args.instructionId);
    if (!before) return 'unchanged';
    if (before.accountId !== args.accountId) return 'forbidden';
    await tx.remove('instruction', args.instructionId);
    return 'applied';
  },
});

/** Whether the person has the office's access: others must not take it by writing their own address there. */
const isOfOffice = async (tx: Transaction, personId: string): Promise<boolean> => {
  const person = await tx.get('person', personId);
  return person !== undefined && accessOf(person) === 'office';
};

/**
 * Adds or changes a person of the roster; refused when changed since. That an address refused mail is thereby looked at.
 * The first one of an account is its office.
 */
export const savePerson = mutation({
  args: z.omit(personSchema, { mailRefused: true, access: true }),
  roles: clients,
  onlyOffice: (tx, { id }) => isOfOffice(tx, id),
  guards: async (_, args) => [{ kind: 'person', id: args.id }],
  async run(tx, person) {
    const before = await tx.get('person', person.id);
    if (before && before.accountId !== person.accountId) return 'forbidden';
    const isFirst = before === undefined && (await tx.list('person', person.accountId)).length === 0;
    const access = isFirst ? { access: 'office' as const } : kept(before, 'access');
    // Devices of protocol 7 know no fax.
    const rules = person.rules && { rules: { ...kept(before?.rules, 'fax'), ...person.rules } };
    await tx.put('person', { ...kept(before, 'rules'), ...person, ...rules, ...access });
    return 'applied';
  },
});

/**
 * Takes a person off the roster, who then sees nothing of the account any more; refused when changed since.
 * The last one stays: notes for nobody in particular need somebody [J10].
 */
export const removePerson = mutation({
  args: z.object({ accountId: z.uuid(), personId: z.uuid() }),
  roles: clients,
  onlyOffice: (tx, { personId }) => isOfOffice(tx, personId),
  guards: async (_, args) => [{ kind: 'person', id: args.personId }],
  async run(tx, args) {
    const before = await tx.get('person', args.personId);
    if (!before) return 'unchanged';
    if (before.accountId !== args.accountId) return 'forbidden';
    if ((await tx.list('person', args.accountId)).length === 1 || (await isLastOfOffice(tx, before))) return 'forbidden';
    await tx.remove('person', args.personId);
    return 'applied';
  },
});

/**
 * What a person may see when he signs in [S07], said by the office or the bureau; refused when changed since. Somebody of the
 * office stays.
 */
export const setAccess = mutation({
  args: z.object({ accountId: z.uuid(), personId: z.uuid(), access: z.enum(['office', 'member', 'none']) }),
  roles: clients,
  onlyOffice: async () => true,
  guards: async (_, args) => [{ kind: 'person', id: args.personId }],
  async run(tx, { accountId, personId, access }) {
    const before = await tx.get('person', personId);
    if (!before) return 'not-found';
    if (before.accountId !== accountId) return 'forbidden';
    if (accessOf(before) === access) return 'unchanged';
    if (await isLastOfOffice(tx, before)) return 'forbidden';
    await tx.put('person', { ...before, access });
    return 'applied';
  },
});

/** Without anybody of the office nobody of the client could give access again. */
async function isLastOfOffice(tx: Transaction, person: Person): Promise<boolean> {
  if (accessOf(person) !== 'office') return false;
  const roster = await tx.list('person', person.accountId);
  return roster.every((other) => other.id === person.id || accessOf(other) !== 'office');
}

/** Puts a person at another place of the roster, 1 is the top; guards the whole roster, because all may be renumbered. */
export const movePerson = mutation({
  args: z.object({ accountId: z.uuid(), personId: z.uuid(), position: z.int().check(z.minimum(1)) }),
  roles: clients,
  guards: async (tx, args) => (await tx.list('person', args.accountId)).map(({ id }) => ({ kind: 'person', id })),
  async run(tx, args) {
    const roster = inOrder(await tx.list('person', args.accountId));
    const moved = roster.find((p) => p.id === args.personId);
    if (!moved) return 'not-found';
    const order = roster.filter((p) => p !== moved);
    order.splice(args.position - 1, 0, moved);
    const renumbered = order.flatMap((p, i) => (p.position === i + 1 ? [] : [{ ...p, position: i + 1 }]));
    for (const person of renumbered) await tx.put('person', person);
    return renumbered.length === 0 ? 'unchanged' : 'applied';
  },
});

/** The words said first [P04]. */
export const setGreeting = mutation({
  args: z.object({ accountId: z.uuid(), greeting: accountSchema.shape.greeting }),
  roles: clients,
  guards: account,
  async run(tx, args) {
    const before = await tx.get('account', args.accountId);
    if (!before) return 'not-found';
    await tx.put('account', { ...before, greeting: args.greeting });
    return 'applied';
  },
});

/** What is done about urgent notes [S04, S14]; those that climb already take their next steps by it. */
export const setLadder = mutation({
  args: z.object({ accountId: z.uuid(), ladder: ladderSchema }),
  roles: clients,
  guards: account,
  async run(tx, args) {
    const before = await tx.get('account', args.accountId);
    if (!before) return 'not-found';
    await tx.put('account', { ...before, ladder: args.ladder });
    return 'applied';
  },
});

/** What the bureau may dial for the account [J04]. */
export const setOutboundRules = mutation({
  args: z.object({ accountId: z.uuid(), outbound: outboundRulesSchema }),
  roles: ['supervisor'],
  guards: account,
  async run(tx, args) {
    const before = await tx.get('account', args.accountId);
    if (!before) return 'not-found';
    await tx.put('account', { ...before, outbound: args.outbound });
    return 'applied';
  },
});

/** How callers wait, and what follows the longest wait. */
export const setQueueRules = mutation({
  args: z.object({ accountId: z.uuid(), queue: queueRulesSchema, maxWaitSeconds: accountSchema.shape.maxWaitSeconds }),
  roles: ['supervisor'],
  guards: account,
  async run(tx, { accountId, queue, maxWaitSeconds }) {
    const before = await tx.get('account', accountId);
    if (!before) return 'not-found';
    await tx.put('account', { ...before, queue, maxWaitSeconds });
    return 'applied';
  },
});

/** What callers meet before an operator [R09, I03]; null: nothing. */
export const setReception = mutation({
  args: z.object({ accountId: z.uuid(), reception: z.nullable(receptionSchema) }),
  roles: ['supervisor'],
  guards: account,
  async run(tx, { accountId, reception }) {
    const before = await tx.get('account', accountId);
    if (!before) return 'not-found';
    const { reception: _, ...rest } = before;
    await tx.put('account', reception === null ? rest : { ...rest, reception });
    return 'applied';
  },
});

/** Who is on call for urgent notes [I18]; null: nobody in particular. */
export const setRota = mutation({
  args: z.object({ accountId: z.uuid(), rota: z.nullable(rotaSchema) }),
  roles: clients,
  guards: account,
  async run(tx, { accountId, rota }) {
    const before = await tx.get('account', accountId);
    if (!before) return 'not-found';
    const { rota: _, ...rest } = before;
    await tx.put('account', rota === null ? rest : { ...rest, rota });
    return 'applied';
  },
});

/** The daily overview and its mailboxes [I07, S11]; null: none is sent. */
export const setDigest = mutation({
  args: z.object({ accountId: z.uuid(), digest: z.nullable(digestSchema) }),
  roles: clients,
  guards: account,
  async run(tx, { accountId, digest }) {
    const before = await tx.get('account', accountId);
    if (!before) return 'not-found';
    const { digest: _, ...rest } = before;
    await tx.put('account', digest === null ? rest : { ...rest, digest });
    return 'applied';
  },
});

/** How notes of the account are written [P01]; those being written follow at once. */
export const setScript = mutation({
  args: z.object({ accountId: z.uuid(), script: scriptSchema }),
  roles: ['supervisor'],
  guards: account,
  async run(tx, args) {
    const before = await tx.get('account', args.accountId);
    if (!before) return 'not-found';
    await tx.put('account', { ...before, script: args.script });
    return 'applied';
  },
});

/** How long what callers leave is kept; what is older goes with the next day's erasure and does not come back. */
export const setRetention = mutation({
  args: z.object({ accountId: z.uuid(), retention: retentionSchema }),
  roles: clients,
  onlyOffice: async () => true,
  guards: account,
  async run(tx, args) {
    const before = await tx.get('account', args.accountId);
    if (!before) return 'not-found';
    await tx.put('account', { ...before, retention: args.retention });
    return 'applied';
  },
});

/** When calls are answered. Devices of protocol 7 leave public holidays out, which stay then. */
export const setOpeningHours = mutation({
  args: z.object({ accountId: z.uuid(), openingHours: accountSchema.shape.openingHours }),
  roles: clients,
  guards: account,
  async run(tx, args) {
    const before = await tx.get('account', args.accountId);
    if (!before) return 'not-found';
    const openingHours =
      args.openingHours.kind === 'weekly' && before.openingHours.kind === 'weekly'
        ? { ...kept(before.openingHours, 'publicHolidays'), ...args.openingHours }
        : args.openingHours;
    await tx.put('account', { ...before, openingHours });
    return 'applied';
  },
});

/** The new client has looked at his hours, or puts the list of his first steps away. */
export const changeFirstDays = mutation({
  args: z.object({ accountId: z.uuid(), to: z.enum(['hours-seen', 'put-away']) }),
  roles: ['person'],
  guards: async () => [],
  async run(tx, { accountId, to }) {
    const before = await tx.get('account', accountId);
    if (!before) return 'not-found';
    const { firstDays, ...rest } = before;
    if (firstDays === undefined) return 'unchanged';
    await tx.put('account', to === 'put-away' ? rest : { ...rest, firstDays: { ...firstDays, hoursSeen: true } });
    return 'applied';
  },
});

/** Whether callers whom nobody answers hear the client's recording or the voice; `not-found` when nothing is recorded. */
export const chooseVoicemailGreeting = mutation({
  args: z.object({ accountId: z.uuid(), use: z.enum(['recorded', 'spoken']) }),
  roles: clients,
  guards: account,
  async run(tx, args) {
    const before = await tx.get('account', args.accountId);
    if (!before?.recordedGreeting) return 'not-found';
    const inUse = args.use === 'recorded';
    if (before.recordedGreeting.inUse === inUse) return 'unchanged';
    await tx.put('account', { ...before, recordedGreeting: { ...before.recordedGreeting, inUse } });
    return 'applied';
  },
});

/** Fields of the row before, for a writer who does not know them. */
const kept = <T extends object, K extends keyof T>(before: T | undefined, ...keys: readonly K[]): Partial<Pick<T, K>> => {
  const part: Partial<Pick<T, K>> = {};
  for (const key of keys) if (before !== undefined && key in before) part[key] = before[key];
  return part;
};
