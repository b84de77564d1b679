import type { Contact } from '#shared/calls/contact.ts';
import { buildIndex, entryOf } from '#shared/calls/contact-index.ts';
import { firstNearScore, searchContacts } from '#shared/calls/contact-search.ts';
import { proposedDoubles } from '#shared/calls/doubles.ts';
import type { ContactSearch } from '../../web/ports/contacts.ts';

/** A directory in memory, searched as the device's own is. */
export function fakeContactSearch(contacts: readonly Contact[] = []): ContactSearch {
  return {
    async find(accountId, typed, limit, onFound) {
      const own = contacts.filter((contact) => contact.accountId === accountId);
      const index = buildIndex(own.map(entryOf));
      const hits = searchContacts(index, typed, { limit, isGone: () => false });
      const found = hits.flatMap(({ row, score }) => {
        const contact = own.find(({ id }) => id === index.ids[row]);
        return contact ? [{ contact, isNear: score >= firstNearScore }] : [];
      });
      onFound({ found, total: own.length, reach: 'all' });
    },
    async doubles(accountId, limit) {
      const own = contacts.filter((contact) => contact.accountId === accountId);
      const all = proposedDoubles(own);
      const pairs = all.slice(0, limit).flatMap(({ first, second, reason }) => {
        const [a, b] = [first, second].map((id) => own.find((contact) => contact.id === id));
        return a && b ? [{ first: a, second: b, reason }] : [];
      });
      return { pairs, total: all.length };
    },
    onChange: () => () => undefined,
    close: () => undefined,
  };
}
