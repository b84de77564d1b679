import type { AccountServer, ContactsToTake } from '../../ports/account-server.ts';
import type { Client } from './client.ts';
import { contract } from './contract.ts';

/** Accounts over HTTP. A file goes part by part; what was handed in before the network went is not sent again. */
export function httpAccounts(client: Client): AccountServer {
  const begun = new WeakMap<ContactsToTake, { readonly importId: string; handedIn: number }>();
  return {
    async importContacts(file, onProgress) {
      const { accountId, contacts } = file;
      const known = begun.get(file) ?? { ...(await client('beginImport', { accountId, count: contacts.length })), handedIn: 0 };
      begun.set(file, known);
      const { importId } = known;
      const { perImportPart } = await contract();
      while (known.handedIn < contacts.length) {
        onProgress(known.handedIn);
        const part = contacts.slice(known.handedIn, known.handedIn + perImportPart);
        await client('importPart', { accountId, importId, contacts: [...part] });
        known.handedIn += part.length;
      }
      onProgress(contacts.length);
      return (await client('finishImport', { accountId, importId, count: contacts.length })).taken;
    },
    instructionVersions: async (accountId) => (await client('instructionVersions', { accountId })).versions,
  };
}
