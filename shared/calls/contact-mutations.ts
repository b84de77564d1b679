import * as z from 'zod/mini';
import { laterWins, mutation } from '../sync/mutation.ts';
import type { Transaction } from '../sync/transaction.ts';
import { type Contact, contactSchema } from './contact.ts';

/** Whom somebody writes is on the devices from then on. */
const heldContactSchema = z.omit(contactSchema, { elsewhere: true });

/** Adds or changes a known caller; the later in server order wins. */
export const saveContact = mutation({
  args: heldContactSchema,
  roles: ['operator', 'person', 'supervisor'],
  guards: laterWins,
  async run(tx, contact) {
    if (await isForeign(tx, contact.accountId, contact.id)) return 'forbidden';
    await putContact(tx, contact);
    return 'applied';
  },
});

/** How many contacts one change takes in, and how many a file may have that is taken in without network. */
export const perImport = 200;
export const largestImport = 5000;

/** Takes contacts in from a file, all of them or none. */
export const importContacts = mutation({
  args: z.object({ accountId: z.uuid(), contacts: z.array(heldContactSchema).check(z.maxLength(perImport)) }),
  roles: ['person', 'supervisor'],
  guards: laterWins,
  async run(tx, { accountId, contacts }) {
    for (const contact of contacts)
      if (contact.accountId !== accountId || (await isForeign(tx, accountId, contact.id))) return 'forbidden';
    for (const contact of contacts) await putContact(tx, contact);
    return 'applied';
  },
});

/** Takes a caller out of the directory. */
export const removeContact = mutation({
  args: z.object({
    accountId: z.uuid(),
    contactId: z.uuid(),
    /** The device has found him at the server and has no row of his. */
    elsewhere: z.optional(z.literal(true)),
  }),
  roles: ['operator', 'person', 'supervisor'],
  guards: laterWins,
  async run(tx, { accountId, contactId, elsewhere }) {
    const before = await tx.get('contact', contactId);
    if (!before) return elsewhere ? 'applied' : 'unchanged';
    if (before.accountId !== accountId) return 'forbidden';
    await tx.remove('contact', contactId);
    return 'applied';
  },
});

/** Two contacts are one: the first stays, with what was chosen of both; the other leaves the directory. */
export const mergeContacts = mutation({
  args: z.object({ accountId: z.uuid(), contact: heldContactSchema, otherId: z.uuid() }),
  roles: ['person', 'supervisor'],
  guards: laterWins,
  async run(tx, { accountId, contact, otherId }) {
    if (contact.accountId !== accountId || contact.id === otherId) return 'forbidden';
    for (const id of [contact.id, otherId]) if (await isForeign(tx, accountId, id)) return 'forbidden';
    if (!(await tx.get('contact', contact.id))) return 'not-found';
    await putContact(tx, contact);
    await tx.remove('contact', otherId);
    return 'applied';
  },
});

/** Two contacts that look like one are two: they are not proposed as doubles again. */
export const keepApart = mutation({
  args: z.object({ accountId: z.uuid(), contactId: z.uuid(), otherId: z.uuid() }),
  roles: ['person', 'supervisor'],
  guards: laterWins,
  async run(tx, { accountId, contactId, otherId }) {
    const contact = await tx.get('contact', contactId);
    if (!contact) return 'not-found';
    if (contact.accountId !== accountId) return 'forbidden';
    const { apart = [] } = contact;
    if (apart.includes(otherId)) return 'unchanged';
    await tx.put('contact', { ...contact, apart: [...apart, otherId].slice(-50) });
    return 'applied';
  },
});

const isForeign = async (tx: Transaction, accountId: string, id: string): Promise<boolean> => {
  const before = await tx.get('contact', id);
  return before !== undefined && before.accountId !== accountId;
};

/** Devices of protocol 6 leave reading and `apart` out: what was there stays. */
async function putContact(tx: Transaction, contact: Omit<Contact, 'elsewhere'>): Promise<void> {
  const { reading, apart } = (await tx.get('contact', contact.id)) ?? {};
  await tx.put('contact', {
    ...(reading === undefined ? {} : { reading }),
    ...(apart === undefined ? {} : { apart }),
    ...contact,
  });
}
