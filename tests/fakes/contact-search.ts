import type { Contact } from '#shared/calls/contact.ts';
import { buildIndex, entryOf } from '#shared/calls/contact-index.ts';
import { firstNearScore, searchContacts } from '#shared/calls/contact-search.ts';
import type { ContactSearch } from '../../web/ports.ts';

/** A directory in memory, searched as the device's own is. */
export function fakeContactSearch(contacts: readonly Contact[] = []): ContactSearch {
  return {
    async find(accountId, typed, limit) {
      const own = contacts.filter((contact) => contact.accountId === accountId);
      const index = buildIndex(own.map(entryOf));
      const hits = searchContacts(index, typed, { limit, isGone: () => false });
      const found = hits.flatMap(({ row, score }) => {
        const contact = own.find(({ id }) => id === index.ids[row]);
        return contact ? [{ contact, isNear: score >= firstNearScore }] : [];
      });
      return { found, total: own.length };
    },
    onChange: () => () => undefined,
    close: () => undefined,
  };
}
