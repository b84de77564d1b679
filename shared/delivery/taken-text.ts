import type { Account } from '../accounts/account.ts';
import type { Person } from '../accounts/roster.ts';
import { type Instant, toMs } from '../time.ts';
import type { Channel } from './delivery.ts';
import { writeShortMail } from './mail-text.ts';
import type { Message } from './message.ts';
import { pushNotification } from './push-text.ts';
import { words } from './words.ts';

/** What tells everybody who was alerted that somebody has acknowledged: who and when, nothing of the call at any privacy level. */
export type Taken = {
  readonly noteId: string;
  readonly account: Pick<Account, 'id' | 'name' | 'language' | 'timeZone'>;
  readonly by: string;
  readonly at: Instant;
};

/** The message to one person on one channel; the notification replaces the alert of the same note. */
export function writeTaken(
  { noteId, account, by, at }: Taken,
  {
    person,
    channel,
    key,
    link,
  }: { readonly person: Person; readonly channel: Channel; readonly key: string; readonly link: string },
): Message {
  const w = words[account.language];
  const sentence = w.taken(by, hourOf(at, account));
  switch (channel) {
    case 'email':
      return writeShortMail({ account, noteId, kind: 'taken', sentence }, { address: person.email ?? '', key, link });
    case 'sms':
      return { channel, to: person.mobile ?? '', text: `${w.urgent} ${account.name}: ${sentence} ${link}`, reference: key };
    case 'push':
      return pushNotification(
        { noteId, language: account.language, title: sentence, body: account.name, urgent: true },
        { personId: person.id, link },
      );
  }
}

/** `10:42` by the wall clock of the account. */
const hourOf = (at: Instant, { language, timeZone }: Taken['account']): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone, hourCycle: 'h23' }).format(toMs(at));
