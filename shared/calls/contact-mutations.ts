import * as z from 'zod/mini';
import { laterWins, mutation } from '../sync/mutation.ts';
import { contactSchema } from './contact.ts';

/** Adds or changes a known caller; the later in server order wins. */
export const saveContact = mutation({
  args: contactSchema,
  roles: ['operator', 'person', 'supervisor'],
  guards: laterWins,
  async run(tx, contact) {
    const before = await tx.get('contact', contact.id);
    if (before && before.accountId !== contact.accountId) return 'forbidden';
    await tx.put('contact', contact);
    return 'applied';
  },
});

/** How many contacts one change takes in, and how many a file may have. */
export const perImport = 200;
export const largestImport = 5000;

/** Takes contacts in from a file, all of them or none. */
export const importContacts = mutation({
  args: z.object({ accountId: z.uuid(), contacts: z.array(contactSchema).check(z.maxLength(perImport)) }),
  roles: ['person', 'supervisor'],
  guards: laterWins,
  async run(tx, { accountId, contacts }) {
    for (const contact of contacts) {
      const before = await tx.get('contact', contact.id);
      if (contact.accountId !== accountId || (before && before.accountId !== accountId)) return 'forbidden';
    }
    for (const contact of contacts) await tx.put('contact', contact);
    return 'applied';
  },
});

/** Takes a caller out of the directory. */
export const removeContact = mutation({
  args: z.object({ accountId: z.uuid(), contactId: z.uuid() }),
  roles: ['operator', 'person', 'supervisor'],
  guards: laterWins,
  async run(tx, args) {
    const before = await tx.get('contact', args.contactId);
    if (!before) return 'unchanged';
    if (before.accountId !== args.accountId) return 'forbidden';
    await tx.remove('contact', args.contactId);
    return 'applied';
  },
});
