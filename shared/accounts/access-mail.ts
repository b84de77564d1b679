import { writeBody } from '../delivery/mail-text.ts';
import { linkMinutes } from './access-request.ts';
import type { Account, Language } from './account.ts';

/** The mail with the link that sets a password [S07]; nothing of the account's notes is in it. */
export function writeAccessMail({ name, language }: Pick<Account, 'name' | 'language'>, link: string) {
  const say = words[language];
  return {
    subject: say.subject(name),
    ...writeBody({
      lead: [say.lead(name)],
      rows: [],
      tail: [say.holds(linkMinutes), say.ignore],
      between: say.between,
      link: { word: say.open, address: link },
      lang: language,
    }),
  };
}

type Words = {
  readonly subject: (account: string) => string;
  readonly lead: (account: string) => string;
  readonly holds: (minutes: number) => string;
  readonly ignore: string;
  readonly open: string;
  readonly between: string;
};

const words: Readonly<Record<Language, Words>> = {
  fr: {
    subject: (account) => `Accès aux notes de ${account}`,
    lead: (account) => `Choisissez votre mot de passe pour lire les notes de ${account}.`,
    holds: (minutes) => `Le lien vaut ${minutes} minutes et une seule fois.`,
    ignore: 'Si vous n’avez rien demandé, ignorez ce mail : rien ne change.',
    open: 'Choisir le mot de passe',
    between: ' : ',
  },
  nl: {
    subject: (account) => `Toegang tot de notities van ${account}`,
    lead: (account) => `Kies uw wachtwoord om de notities van ${account} te lezen.`,
    holds: (minutes) => `De link geldt ${minutes} minuten en één keer.`,
    ignore: 'Hebt u niets gevraagd, negeer dan deze mail: er verandert niets.',
    open: 'Wachtwoord kiezen',
    between: ': ',
  },
  ja: {
    subject: (account) => `${account} 伝言へのアクセス`,
    lead: (account) => `${account}の伝言を読むためのパスワードを設定してください。`,
    holds: (minutes) => `リンクは${minutes}分間、一度だけ有効です。`,
    ignore: 'お心当たりがなければこのメールは破棄してください。何も変わりません。',
    open: 'パスワードを設定',
    between: ': ',
  },
  en: {
    subject: (account) => `Access to the notes of ${account}`,
    lead: (account) => `Choose your password to read the notes of ${account}.`,
    holds: (minutes) => `The link holds for ${minutes} minutes and once.`,
    ignore: 'If you asked for nothing, ignore this mail: nothing changes.',
    open: 'Choose the password',
    between: ': ',
  },
};
