import { createHash } from 'node:crypto';
import type { Person } from '#shared/accounts/roster.ts';
import { type ArrivedMail, judgeMail, type MailJudgement } from '#shared/delivery/arrived-mail.ts';
import type { Delivery } from '#shared/delivery/delivery.ts';
import { advance, isOver } from '#shared/delivery/progress.ts';
import { never } from '#shared/errors.ts';
import type { Note } from '#shared/notes/note.ts';
import type { MailIn, MailOutcome } from '../ports/delivery.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import { addressRefused } from './address-refused.ts';
import type { FactsDeps } from './queue-delivery.ts';
import type { ReturnAddresses } from './return-address.ts';
import { takeAnswer } from './take-answer.ts';

export type TakeMailDeps = FactsDeps & {
  readonly store: Store;
  readonly poke: (spaces: readonly string[]) => void;
  readonly addresses: Pick<ReturnAddresses, 'read'>;
};

/** The rows that a return address names; null when one of them is gone. */
type Named = { readonly delivery: Delivery; readonly note: Note; readonly person: Person };

/**
 * Mails that came back: what a person writes is an answer on the note, like the reply to a text; a report of failure
 * ends the delivery and marks the address; a machine's word is dropped, anything else refused and kept nowhere [J01, J02].
 */
export function takeMail(deps: TakeMailDeps): MailIn {
  const { store, addresses } = deps;
  return {
    async expects(address) {
      const read = addresses.read(address);
      return read !== null && (await store.transact((tx) => named(tx, read.deliveryId))).result !== null;
    },
    async take(address, mail) {
      const read = addresses.read(address);
      if (read === null) return { refused: 'unknown' };
      const judged = judgeMail(mail, read.kind);
      const { result, changed } = await store.transact((tx) => follow(deps, tx, { ...read, judged, mail }));
      deps.poke(changed);
      return result;
    },
  };
}

async function named(tx: ServerTransaction, deliveryId: string): Promise<Named | null> {
  const delivery = await tx.get('delivery', deliveryId);
  if (delivery === undefined) return null;
  const [note, person] = [await tx.get('note', delivery.noteId), await tx.get('person', delivery.personId)];
  return note === undefined || note.erased !== undefined || person === undefined ? null : { delivery, note, person };
}

type Judged = { readonly deliveryId: string; readonly judged: MailJudgement; readonly mail: ArrivedMail };

async function follow(deps: TakeMailDeps, tx: ServerTransaction, { deliveryId, judged, mail }: Judged): Promise<MailOutcome> {
  const found = await named(tx, deliveryId);
  if (found === null) return { refused: 'unknown' };
  const { delivery, note, person } = found;
  switch (judged.kind) {
    case 'refused':
      return { refused: judged.why };
    case 'ignored':
      return 'ignored';
    case 'bounce':
      await cameBack(deps, tx, delivery, judged.status);
      return 'taken';
    case 'answer':
      await takeAnswer(deps, tx, { note, person, means: meansOf(mail, person), key: keyOf(mail, delivery), text: judged.text });
      return 'taken';
    default:
      return never(judged);
  }
}

/** A second report changes nothing, nor does one about a note that the person has read. */
async function cameBack(deps: TakeMailDeps, tx: ServerTransaction, delivery: Delivery, status: string): Promise<void> {
  if (isOver(delivery)) return;
  await tx.put('delivery', advance(delivery, { kind: 'failed', problem: 'bounced' }));
  await addressRefused(deps, tx, { delivery, status });
}

/** Says so when another address than the person's wrote: the mail may have been passed on. */
function meansOf({ from }: ArrivedMail, person: Person): string {
  const own = [person.email ?? '', ...(person.rules?.moreEmails ?? [])].map((address) => address.toLowerCase());
  const isOwn = from === null || own.includes(from.toLowerCase());
  return isOwn ? 'e-mail' : `e-mail, ${from.slice(0, 254)}`;
}

/** A relay that sends the same mail twice keeps its Message-ID; without one its words tell. */
function keyOf({ messageId, text }: ArrivedMail, { id }: Delivery): string {
  const mark = createHash('sha256')
    .update(messageId ?? text)
    .digest('hex');
  return `mail:${id}:${mark}`;
}
