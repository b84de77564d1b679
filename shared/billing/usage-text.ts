import type { Account, Language } from '../accounts/account.ts';
import { endingCodes } from '../accounts/forwarding-codes.ts';
import type { PhoneNumber } from '../calls/phone-number.ts';
import { writeBody } from '../delivery/mail-text.ts';
import type { PushMessage } from '../delivery/message.ts';
import type { Threshold } from './usage.ts';
import type { Usage } from './usage-month.ts';

type UsageAlert = {
  readonly account: Pick<Account, 'id' | 'name' | 'language'>;
  readonly usage: Usage;
  readonly threshold: Threshold;
  /** The number of ours to which the client forwards; null while he has none. */
  readonly line: PhoneNumber | null;
  /** Where the counter stands. */
  readonly link: string;
};

/** The counter with its forecast in one line, in the account's language [I07, I08]. */
export function usageLine(usage: Usage, language: Language): string {
  const { used, capacity } = usage;
  const say = words[language];
  const pace = paceOf(usage, language);
  return [say.used(used, capacity), pace].filter((part) => part !== '').join(say.between);
}

/** What the mail about a threshold says: the counter, the forecast, and how the forwarding is ended. */
export function writeUsageMail({ account, usage, threshold, line, link }: UsageAlert) {
  const say = words[account.language];
  return {
    subject: say.subject(account.name),
    ...writeBody({
      lead: [say.reached[threshold](usage.used, usage.capacity)],
      rows: [],
      tail: [paceOf(usage, account.language), ending(line, account.language)].filter((part) => part !== ''),
      between: say.between,
      link: { word: say.open, address: link },
      lang: account.language,
    }),
  };
}

/** The same as a notification; a later one of the account takes its place. */
export function writeUsagePush({ account, usage, threshold, line, link }: UsageAlert, personId: string): PushMessage {
  const { id, language } = account;
  const title = words[language].reached[threshold](usage.used, usage.capacity);
  const body = [paceOf(usage, language), ending(line, language)].filter((part) => part !== '').join(' ');
  const notification = { title, body, navigate: link, tag: `usage-${id}`, lang: language };
  return {
    channel: 'push',
    personId,
    only: null,
    payload: JSON.stringify({ web_push: 8030, notification }),
    topic: id.replaceAll('-', ''),
    urgent: false,
    ttlSeconds: 86_400,
  };
}

const paceOf = ({ expected, expectedCapacity }: Usage, language: Language): string =>
  expected === null ? '' : words[language].pace(expected, expectedCapacity);

/** The codes of mobile telephones and, where they are known, of fixed lines. */
function ending(line: PhoneNumber | null, language: Language): string {
  const { mobile, fixed } = endingCodes(line);
  return words[language].ending(mobile, fixed);
}

type Words = {
  readonly subject: (account: string) => string;
  readonly used: (used: number, capacity: number) => string;
  readonly reached: Readonly<Record<Threshold, (used: number, capacity: number) => string>>;
  readonly pace: (expected: number, capacity: number) => string;
  readonly ending: (mobile: string, fixed: string | null) => string;
  readonly open: string;
  readonly between: string;
};

const fr: Words = {
  subject: (account) => `Consommation de ${account}`,
  used: (used, capacity) => `${used} appels traités sur ${capacity}`,
  reached: {
    80: (used, capacity) => `${used} appels traités sur ${capacity} : 80 % du forfait.`,
    95: (used, capacity) => `${used} appels traités sur ${capacity} : 95 % du forfait.`,
    100: (used, capacity) => `${used} appels traités : le forfait de ${capacity} est atteint.`,
  },
  pace: (expected, capacity) => `À ce rythme, ${expected} à la fin du mois : forfait ${capacity}.`,
  ending: (mobile, fixed) => `Couper le renvoi : ${mobile} (mobile)${fixed === null ? '' : `, ${fixed} (fixe)`}.`,
  open: 'Voir le compte',
  between: ' ; ',
};

const nl: Words = {
  subject: (account) => `Verbruik van ${account}`,
  used: (used, capacity) => `${used} van ${capacity} gesprekken`,
  reached: {
    80: (used, capacity) => `${used} van ${capacity} gesprekken: 80 % van de bundel.`,
    95: (used, capacity) => `${used} van ${capacity} gesprekken: 95 % van de bundel.`,
    100: (used, capacity) => `${used} gesprekken: de bundel van ${capacity} is bereikt.`,
  },
  pace: (expected, capacity) => `In dit tempo ${expected} aan het eind van de maand: bundel ${capacity}.`,
  ending: (mobile, fixed) => `Doorschakeling uit: ${mobile} (mobiel)${fixed === null ? '' : `, ${fixed} (vast)`}.`,
  open: 'Teller bekijken',
  between: '; ',
};

const ja: Words = {
  subject: (account) => `${account} ご利用状況`,
  used: (used, capacity) => `応対${used}件/${capacity}件`,
  reached: {
    80: (used, capacity) => `応対${used}件/${capacity}件: プランの80%です。`,
    95: (used, capacity) => `応対${used}件/${capacity}件: プランの95%です。`,
    100: (used, capacity) => `応対${used}件: ${capacity}件のプランに達しました。`,
  },
  pace: (expected, capacity) => `このペースで月末${expected}件: ${capacity}件プラン。`,
  ending: (mobile, fixed) => `転送の停止: ${mobile}(携帯)${fixed === null ? '' : `、${fixed}(固定)`}`,
  open: 'ご利用状況を見る',
  between: '、',
};

const en: Words = {
  subject: (account) => `Use of ${account}`,
  used: (used, capacity) => `${used} of ${capacity} calls`,
  reached: {
    80: (used, capacity) => `${used} of ${capacity} calls: 80 % of the plan.`,
    95: (used, capacity) => `${used} of ${capacity} calls: 95 % of the plan.`,
    100: (used, capacity) => `${used} calls: the plan of ${capacity} is reached.`,
  },
  pace: (expected, capacity) => `At this pace ${expected} at the end of the month: plan ${capacity}.`,
  ending: (mobile, fixed) => `End the forwarding: ${mobile} (mobile)${fixed === null ? '' : `, ${fixed} (fixed line)`}.`,
  open: 'See the counter',
  between: '; ',
};

const words: Readonly<Record<Language, Words>> = { fr, nl, ja, en };
