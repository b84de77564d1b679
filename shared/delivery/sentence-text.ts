import type { Account } from '../accounts/account.ts';
import { writeShortMail } from './mail-text.ts';
import type { Message } from './message.ts';
import { pushNotification } from './push-text.ts';
import type { Way } from './route.ts';
import { words } from './words.ts';

/** One sentence about a note that may leave at every privacy level: nothing of the call is in it. */
export type Sentence = {
  readonly noteId: string;
  readonly account: Pick<Account, 'id' | 'name' | 'language' | 'timeZone'>;
  /** For machines, in the mail's headers. */
  readonly kind: 'taken' | 'added' | 'assigned';
  readonly sentence: string;
  readonly urgent: boolean;
  /** Stands in the mail only; null where the privacy level keeps it in the portal. */
  readonly detail: string | null;
};

type To = { readonly personId: string; readonly way: Way; readonly key: string; readonly link: string };

/** The message to one person on one channel; the notification replaces the one before about the same note. */
export function writeSentence(about: Sentence, { personId, way, key, link }: To): Message {
  const { account, noteId, sentence, urgent } = about;
  const address = way.address ?? '';
  switch (way.channel) {
    case 'email':
      return writeShortMail(about, { address, key, link });
    case 'sms': {
      const lead = urgent ? `${words[account.language].urgent} ` : '';
      return { channel: 'sms', to: address, text: `${lead}${account.name}: ${sentence} ${link}`, reference: key };
    }
    case 'push':
      return pushNotification(
        { noteId, language: account.language, title: sentence, body: account.name, urgent },
        { personId, link },
      );
  }
}
