import type { Language } from '../accounts/account.ts';
import { formsOf } from '../calls/number-forms.ts';
import type { PhoneNumber } from '../calls/phone-number.ts';
import type { Callback } from '../notes/note.ts';
import type { CallMessage } from './message.ts';
import type { Disclosed } from './privacy.ts';
import { callerName, words } from './words.ts';

/** Characters of the matter that are read out: about half a minute. The whole of it is in the portal. */
const longestMatter = 400;

/** What an automatic call says of a note, and which keys answer it [S14]; nothing that the privacy level withholds. */
export function writeCall(about: Disclosed, number: PhoneNumber): CallMessage {
  const { language } = about.account;
  const say = spoken[language];
  return {
    channel: 'telephone',
    to: number,
    language,
    words: [...announced(about, number), say.keys].join(' '),
    taken: say.taken,
    passedOn: say.passedOn,
  };
}

function announced({ account, kind, caller, matter, test }: Disclosed, near: PhoneNumber): string[] {
  const { language } = account;
  const say = spoken[language];
  const w = words[language];
  const parts = [say.hello(readable(account.name, language)), test ? `${w.test}.` : '', say.waits[kind]];
  if (caller !== null) {
    const name = readable(callerName(caller), language);
    parts.push(name === '' ? '' : say.from(name), `${(say.wishes ?? w.wishes)[caller.callback]}.`);
    parts.push(caller.number === null ? '' : say.number(digits(caller.number, near)));
  }
  parts.push(readable([...(matter ?? '')].slice(0, longestMatter).join(''), language));
  return parts.filter((part) => part !== '');
}

/** The voice reads no Chinese characters: it would say "Chinese letter" for each. */
const readable = (text: string, language: Language): string =>
  language === 'ja' && /\p{Script=Han}/u.test(text) ? '' : text.replaceAll(/\s+/g, ' ').trim();

/** One digit after the other, in pairs; from the 0 on where who listens is at home in the same country. */
function digits(number: PhoneNumber, near: PhoneNumber): string {
  const { international, national } = formsOf(number);
  const isNear = international !== null && countryOf(number) === countryOf(near) && countryOf(number) !== '39';
  const said = international === null ? national : isNear ? `0${national}` : international;
  const pairs = said.match(/\d{1,2}/g) ?? [];
  return pairs.map((pair) => [...pair].join(' ')).join(', ');
}

/** `33` of +336…; empty for a short number. */
function countryOf(number: PhoneNumber): string {
  const { international, national } = formsOf(number);
  return international?.slice(0, international.lastIndexOf(national)) ?? '';
}

type Spoken = {
  readonly hello: (account: string) => string;
  readonly waits: Readonly<Record<Disclosed['kind'], string>>;
  readonly from: (name: string) => string;
  readonly number: (digits: string) => string;
  /** Absent: as they are written. */
  readonly wishes?: Readonly<Record<Callback, string>>;
  readonly keys: string;
  readonly taken: string;
  readonly passedOn: string;
};

const spoken: Readonly<Record<Language, Spoken>> = {
  fr: {
    hello: (account) => `Bonjour. Ici la permanence téléphonique de ${account}.`,
    waits: { message: 'Une note urgente vous attend.', voicemail: 'Un message vocal urgent vous attend.' },
    from: (name) => `De la part de ${name}.`,
    number: (d) => `Numéro : ${d}.`,
    keys: 'Pour la prendre en charge, tapez 1. Pour réécouter, tapez 2. Pour passer à la personne suivante, tapez 3.',
    taken: 'Merci, vous avez pris la note en charge. Au revoir.',
    passedOn: 'Bien, nous appelons la personne suivante. Au revoir.',
  },
  nl: {
    hello: (account) => `Goedendag. Dit is de telefoonservice van ${account}.`,
    waits: { message: 'Er wacht een spoednotitie op u.', voicemail: 'Er wacht een dringende voicemail op u.' },
    from: (name) => `Van ${name}.`,
    number: (d) => `Nummer: ${d}.`,
    keys: 'Toets 1 om de notitie op te pakken, 2 om opnieuw te luisteren, 3 om haar door te geven aan de volgende.',
    taken: 'Dank u, u hebt de notitie opgepakt. Tot ziens.',
    passedOn: 'Goed, we bellen de volgende. Tot ziens.',
  },
  en: {
    hello: (account) => `Hello. This is the answering service of ${account}.`,
    waits: { message: 'An urgent note is waiting for you.', voicemail: 'An urgent voicemail is waiting for you.' },
    from: (name) => `From ${name}.`,
    number: (d) => `Number: ${d}.`,
    keys: 'Press 1 to take it, 2 to hear it again, 3 to pass it on to the next person.',
    taken: 'Thank you, you have taken the note. Goodbye.',
    passedOn: 'All right, we are calling the next person. Goodbye.',
  },
  ja: {
    hello: (account) => `おでんわ、だいこうサービスです。${account}`,
    waits: { message: 'しきゅうの、でんごんが、あります。', voicemail: 'しきゅうの、るすばんでんわが、あります。' },
    from: (name) => `${name}さまから、です。`,
    number: (d) => `ばんごうは、${d}、です。`,
    wishes: {
      'please-call-back': 'おりかえし、ごきぼうです',
      'will-call-again': 'かけなおされるそうです',
      'for-information': 'ごでんごんのみ、です',
    },
    keys: 'おうけになるばあいは、いちを、もういちど、おききになるばあいは、にを、つぎのかたに、まわすばあいは、さんを、おしてください。',
    taken: 'ありがとうございました。かくにん、いたしました。しつれい、いたします。',
    passedOn: 'わかりました。つぎのかたに、おかけします。しつれい、いたします。',
  },
};
