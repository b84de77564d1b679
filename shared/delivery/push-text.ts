import type { Language } from '../accounts/account.ts';
import type { PushMessage } from './message.ts';
import type { Disclosed } from './privacy.ts';
import { callerName, marks, type Words, waitingSentence, words } from './words.ts';

const secondsOfDay = 86_400;
/** Characters of the matter in a notification; an encrypted payload has at most 4096 octets. */
const longestMatter = 300;

/** The notification of one note as Declarative Web Push JSON, which some browsers show without a service worker. */
export function writePush(about: Disclosed, to: { readonly personId: string; readonly link: string }): PushMessage {
  const w = words[about.account.language];
  const text = { title: [...marks(about, w), title(about, w)].join(' '), body: body(about, w) };
  return pushNotification({ noteId: about.noteId, language: about.account.language, urgent: about.urgent, ...text }, to);
}

/** A notification about a note, in words that may leave; it replaces the one before about the same note. */
export function pushNotification(
  about: Pick<Disclosed, 'noteId' | 'urgent'> & { readonly language: Language; readonly title: string; readonly body: string },
  to: { readonly personId: string; readonly link: string },
): PushMessage {
  const { noteId, urgent, title, body, language } = about;
  const notification = { title, body, navigate: to.link, tag: noteId, lang: language };
  return {
    channel: 'push',
    personId: to.personId,
    only: null,
    payload: JSON.stringify({ web_push: 8030, notification }),
    topic: noteId.replaceAll('-', ''),
    urgent,
    ttlSeconds: secondsOfDay,
  };
}

/** The payload with the number for the app's icon: how many notes are new, which says nothing of any of them. */
export function withBadge(payload: string, count: number): string {
  return JSON.stringify({ ...JSON.parse(payload), app_badge: count });
}

const title = ({ caller, kind }: Disclosed, w: Words): string =>
  caller === null ? waitingSentence(kind, w) : callerName(caller) || caller.number || w.unknownCaller;

function body(about: Disclosed, w: Words): string {
  if (about.caller === null) return w.open;
  const voicemail = about.voicemail === null ? '' : w.voicemail(Math.round(about.voicemail.seconds));
  const answers = about.answers.map(({ label, value }) => `${label}: ${value}`);
  const said = [...about.criteria, about.matter ?? '', ...answers].filter((p) => p !== '').join(' · ');
  const matter = [...said].slice(0, longestMatter).join('');
  return [w.wishes[about.caller.callback], about.caller.number ?? w.noNumber, voicemail, matter]
    .filter((p) => p !== '')
    .join(' · ');
}
