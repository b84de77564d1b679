import type { Language } from '../accounts/account.ts';

/** The words of the daily overview in one language of accounts. */
export type DigestWords = {
  readonly subject: (account: string) => string;
  readonly span: (from: string, to: string) => string;
  readonly calls: string;
  /** How the calls went: answered, on voicemail, given up while waiting. */
  readonly callsOf: (of: { readonly answered: number; readonly voicemail: number; readonly abandoned: number }) => string;
  readonly notes: string;
  readonly urgent: (count: number) => string;
  readonly openCallbacks: string;
  readonly usage: string;
  readonly none: string;
  readonly waiting: string;
  readonly open: string;
  readonly acknowledged: (name: string) => string;
  readonly notYet: string;
  readonly more: (count: number) => string;
};

const fr: DigestWords = {
  subject: (account) => `Récapitulatif des appels pour ${account}`,
  span: (from, to) => `Du ${from} au ${to}`,
  calls: 'Appels reçus',
  callsOf: ({ answered, voicemail, abandoned }) =>
    `dont ${answered} pris, ${voicemail} sur la messagerie, ${abandoned} raccrochés avant`,
  notes: 'Notes',
  urgent: (count) => `dont ${count} urgentes`,
  openCallbacks: 'Rappels encore à faire',
  usage: 'Ce mois-ci',
  none: 'Aucun appel.',
  waiting: 'Les notes vous attendent dans l’application.',
  open: 'Ouvrir les notes',
  acknowledged: (name) => `vue par ${name}`,
  notYet: 'sans accusé',
  more: (count) => `et ${count} autres dans l’application`,
};

const nl: DigestWords = {
  subject: (account) => `Gespreksoverzicht voor ${account}`,
  span: (from, to) => `Van ${from} tot ${to}`,
  calls: 'Oproepen',
  callsOf: ({ answered, voicemail, abandoned }) =>
    `waarvan ${answered} aangenomen, ${voicemail} op voicemail, ${abandoned} eerder opgehangen`,
  notes: 'Notities',
  urgent: (count) => `waarvan ${count} spoed`,
  openCallbacks: 'Nog terug te bellen',
  usage: 'Deze maand',
  none: 'Geen gesprekken.',
  waiting: 'De notities staan voor u klaar in de app.',
  open: 'Notities openen',
  acknowledged: (name) => `gezien door ${name}`,
  notYet: 'niet bevestigd',
  more: (count) => `en nog ${count} in de app`,
};

const ja: DigestWords = {
  subject: (account) => `${account} 日報`,
  span: (from, to) => `${from}から${to}まで`,
  calls: '受電',
  callsOf: ({ answered, voicemail, abandoned }) => `応対${answered}件、留守番電話${voicemail}件、応対前の切断${abandoned}件`,
  notes: '伝言',
  urgent: (count) => `うち至急${count}件`,
  openCallbacks: '折り返し待ち',
  usage: '今月',
  none: '受電はありませんでした。',
  waiting: '伝言はアプリでご覧ください。',
  open: '伝言を開く',
  acknowledged: (name) => `${name}様確認済み`,
  notYet: '未確認',
  more: (count) => `ほか${count}件はアプリでご覧ください`,
};

const en: DigestWords = {
  subject: (account) => `Overview of calls for ${account}`,
  span: (from, to) => `From ${from} to ${to}`,
  calls: 'Calls received',
  callsOf: ({ answered, voicemail, abandoned }) =>
    `of which ${answered} answered, ${voicemail} on voicemail, ${abandoned} hung up before`,
  notes: 'Notes',
  urgent: (count) => `of which ${count} urgent`,
  openCallbacks: 'Callbacks still open',
  usage: 'This month',
  none: 'No calls.',
  waiting: 'The notes are waiting for you in the app.',
  open: 'Open the notes',
  acknowledged: (name) => `seen by ${name}`,
  notYet: 'not acknowledged',
  more: (count) => `and ${count} more in the app`,
};

export const digestWords: Readonly<Record<Language, DigestWords>> = { fr, nl, ja, en };
