import { advance } from '../delivery/progress.ts';
import type { Note } from '../notes/note.ts';
import type { Instant } from '../time.ts';
import type { Kind, Rows } from './rows.ts';

/** What stays of a row whose contents are erased: ids, instants, what it came to and what it is billed as; null: nothing. */
type Rest<K extends Kind> = (row: Rows[K], at: Instant) => Rows[K] | null;

/** Of every kind of row: the client's and the bureau's own, or about callers, and what stays of it then. */
const rests: { readonly [K in Kind]: 'own' | Rest<K> } = {
  account: 'own',
  line: 'own',
  person: 'own',
  instruction: 'own',
  operator: 'own',
  preferences: 'own',
  note: restOfNote,
  call: restOfCall,
  clientCall: (call) => ({ ...call, caller: null }), // goes with its call
  contract: 'own',
  delivery: restOfDelivery,
  contact: () => null,
  card: () => null,
  task: () => null,
  question: () => null,
};

/** The kinds that hold what callers said or who they are. */
export const erasableKinds = ['note', 'call', 'delivery', 'contact', 'card', 'task', 'question'] as const satisfies Kind[];
export type ErasableKind = (typeof erasableKinds)[number];
export const isErasable = (kind: Kind): kind is ErasableKind => rests[kind] !== 'own';

/** The row without its contents, a tombstone; null: nothing stays. Erasing twice changes nothing. */
export function erasedRow<K extends Kind>(kind: K, row: Rows[K], at: Instant): Rows[K] | null {
  const rest: 'own' | Rest<K> = rests[kind];
  return rest === 'own' ? row : rest(row, at);
}

/** When the row's contents were erased; null: they were not. */
export const erasedAt = (row: Rows[Kind] | undefined): Instant | null =>
  row !== undefined && 'erased' in row && row.erased !== undefined ? row.erased : null;

/** A voicemail whose sound is erased and whose note stays. */
export const withoutSound = (note: Note): Note => ({ ...note, voicemail: null });

/** The ladder of a note that says nothing any more ends with its contents. */
function restOfNote({ climb: _, ...note }: Note, at: Instant): Note {
  const { forWhom, callback, urgent, disposition } = note.content;
  return {
    ...note,
    content: {
      ...{ forWhom, callback, urgent, disposition },
      ...{ fromWhom: '', company: '', number: null, numberVerified: false, matter: '' },
    },
    voicemail: null,
    read: unnamed(note.read),
    acknowledged: unnamed(note.acknowledged),
    callingBack: unnamed(note.callingBack),
    done: unnamed(note.done),
    addenda: note.addenda.map(({ id, at: addedAt }) => ({ id, at: addedAt, by: '', text: '' })),
    erased: note.erased ?? at,
  };
}

/** An answer by mail names the address that it came from. */
const unnamed = (mark: Note['read']): Note['read'] => mark && { at: mark.at, by: '' };

function restOfCall({ callerStanding: _, ...call }: Rows['call'], at: Instant): Rows['call'] {
  const { diversion, transfers } = call;
  return {
    ...call,
    caller: null,
    diversion: diversion && { ...diversion, number: null },
    ...(transfers && { transfers: transfers.map((each) => ({ ...each, number: erasedNumber })) }),
    erased: call.erased ?? at,
  };
}

/** In the place of a number that the schema wants: a short code that nobody has. */
const erasedNumber = '000';

/** What has not left stays here. */
function restOfDelivery({ address: _, ...delivery }: Rows['delivery']): Rows['delivery'] {
  return advance(delivery, { kind: 'expired', problem: 'erased' });
}
