import type { Instant } from '../time.ts';
import type { Disclosed } from './privacy.ts';
import type { WebhookEvent } from './webhook.ts';

/** What happened to a note, by whom; the text of an addendum is null where it may not leave. */
export type NoteEvent =
  | { readonly type: 'note.created' | 'note.reopened'; readonly at: Instant }
  | { readonly type: 'note.acknowledged' | 'note.done'; readonly at: Instant; readonly by: string }
  | { readonly type: 'note.addendum'; readonly at: Instant; readonly by: string; readonly text: string | null };

/**
 * The body of a webhook about a note. A new note goes with everything that may leave of it, of a later event only what is new;
 * what the privacy level withholds is null or empty, so that each type keeps its fields.
 */
export function writeWebhook(about: Disclosed, happened: NoteEvent, link: string): string {
  const { type, at, ...news } = happened;
  const { noteId, account } = about;
  const data = type === 'note.created' ? contentOf(about) : news;
  return bodyOf({ type, at, data: { noteId, accountId: account.id, link, ...data } });
}

/** The body of a test that somebody has sent by hand. */
export const writeTestWebhook = (account: { readonly id: string; readonly name: string }, at: Instant): string =>
  bodyOf({ type: 'test', at, data: { accountId: account.id, name: account.name } });

const bodyOf = ({
  type,
  at,
  data,
}: {
  readonly type: WebhookEvent | 'test';
  readonly at: Instant;
  readonly data: object;
}): string => JSON.stringify({ type, timestamp: at, data });

function contentOf(about: Disclosed) {
  const { kind, urgent, test, recipient, named, handledBy, caller, matter, criteria, answers, voicemail } = about;
  const seconds = voicemail?.seconds ?? null;
  return { kind, urgent, test, recipient, named, handledBy, caller, matter, criteria, answers, voicemailSeconds: seconds };
}
