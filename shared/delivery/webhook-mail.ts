import type { Account, Language } from '../accounts/account.ts';
import { writeBody } from './mail-text.ts';
import type { WebhookEndpoint } from './webhook.ts';

type Why = NonNullable<WebhookEndpoint['off']>['why'];

/** Tells the client's office that its system is told nothing any more, and what can be done. */
export function writeWebhookOffMail({
  account: { name, language },
  url,
  why,
  link,
}: {
  readonly account: Pick<Account, 'name' | 'language'>;
  readonly url: string;
  readonly why: Why;
  readonly link: string;
}) {
  const say = words[language];
  return {
    subject: say.subject(name),
    ...writeBody({
      lead: [say.off(name), say.why[why]],
      rows: [{ label: say.address, value: url }],
      tail: [say.notes, say.again],
      between: say.between,
      link: { word: say.open, address: link },
      lang: language,
    }),
  };
}

type Words = {
  readonly subject: (account: string) => string;
  readonly off: (account: string) => string;
  readonly why: Readonly<Record<Why, string>>;
  readonly address: string;
  readonly notes: string;
  readonly again: string;
  readonly open: string;
  readonly between: string;
};

const words: Readonly<Record<Language, Words>> = {
  fr: {
    subject: (account) => `Webhook de ${account} arrêté`,
    off: (account) => `Nous n’informons plus votre système des notes de ${account}.`,
    why: {
      gone: 'Il a répondu qu’il n’existe plus (410).',
      failing: 'Depuis cinq jours, il n’a rien accepté.',
    },
    address: 'Adresse',
    notes: 'Vos notes arrivent comme d’habitude par vos autres canaux.',
    again: 'Quand votre système est réparé, remettez le webhook en marche et renvoyez ce qui manque.',
    open: 'Ouvrir les webhooks',
    between: ' : ',
  },
  nl: {
    subject: (account) => `Webhook van ${account} gestopt`,
    off: (account) => `Wij melden de notities van ${account} niet meer aan uw systeem.`,
    why: {
      gone: 'Het antwoordde dat het niet meer bestaat (410).',
      failing: 'Het heeft vijf dagen lang niets aangenomen.',
    },
    address: 'Adres',
    notes: 'Uw notities komen zoals altijd via uw andere kanalen.',
    again: 'Zet de webhook weer aan als uw systeem hersteld is, en verstuur opnieuw wat ontbreekt.',
    open: 'Webhooks openen',
    between: ': ',
  },
  ja: {
    subject: (account) => `${account} Webhook停止のお知らせ`,
    off: (account) => `${account}の伝言をお客様のシステムに通知することを停止しました。`,
    why: {
      gone: 'システムから「廃止」(410)の応答がありました。',
      failing: '5日間、一度も受信されませんでした。',
    },
    address: 'アドレス',
    notes: '伝言は、ほかの方法でこれまでどおりお届けします。',
    again: 'システムの復旧後、Webhookを再開し、届いていないものを再送してください。',
    open: 'Webhookを開く',
    between: ': ',
  },
  en: {
    subject: (account) => `Webhook of ${account} stopped`,
    off: (account) => `Your system is no longer told of the notes of ${account}.`,
    why: {
      gone: 'It answered that it is gone (410).',
      failing: 'It has taken nothing for five days.',
    },
    address: 'Address',
    notes: 'Your notes come as usual by your other channels.',
    again: 'Once your system is mended, turn the webhook on and send again what is missing.',
    open: 'Open the webhooks',
    between: ': ',
  },
};
