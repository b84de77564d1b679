import type { SmsPreview } from '#shared/delivery/sms-preview.ts';
import { isDelivered } from '#shared/notes/disposition.ts';
import { lockedNote } from '#shared/notes/note-mutations.ts';
import { fromMs } from '#shared/time.ts';
import { contentOf, type NoteForm } from '../../notes/note-form.svelte.ts';
import type { Workplace } from './workplace.svelte.ts';

type Sends = Pick<Workplace, 'seen' | 'session' | 'numbers' | 'ticker'>;

/** The text message that a note would become if it were sent now, by the rules with which the server sends; null for none. */
export async function smsOf({ draft }: NoteForm, { seen, session, numbers, ticker }: Sends): Promise<SmsPreview | null> {
  const { id, accountId, callId } = draft;
  const sheet = seen.sheetOf({ accountId, lineId: '' });
  if (sheet === null || sheet === 'missing' || !isDelivered(draft.disposition)) return null;
  const { previewSms } = await import('#shared/delivery/sms-preview.ts');
  const at = fromMs(ticker.nowMs);
  const content = contentOf(draft, (typed) => numbers.read(typed));
  const { name: handledBy, subjectId: operatorId } = session;
  const note = lockedNote({ id, accountId, callId, content, handledBy, operatorId }, { name: handledBy, at });
  const { account, people: roster, instructions } = sheet;
  return previewSms({ note, account, roster, instructions, at, publicUrl: location.origin });
}
