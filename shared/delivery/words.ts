import type { Language } from '../accounts/account.ts';
import type { Callback } from '../notes/note.ts';

/** The words of mails, texts and notifications in one language of accounts. */
export type Words = {
  readonly subject: (account: string) => string;
  readonly toWhom: string;
  readonly fromWhom: string;
  readonly number: string;
  readonly callback: string;
  readonly matter: string;
  /** Why a note is urgent. */
  readonly criteria: string;
  readonly time: string;
  readonly handledBy: string;
  readonly nobodyNamed: (recipient: string) => string;
  readonly unknownCaller: string;
  readonly noNumber: string;
  readonly wishes: Readonly<Record<Callback, string>>;
  /** What the caller was told. */
  readonly promised: (time: string) => string;
  readonly urgent: string;
  /** Instead of `urgent` when nobody acknowledged the step before. */
  readonly urgentStill: string;
  readonly taken: (name: string, time: string) => string;
  readonly added: string;
  readonly assigned: (by: string) => string;
  readonly test: string;
  readonly waiting: string;
  readonly voicemail: (seconds: number) => string;
  readonly aVoicemail: string;
  readonly attached: string;
  readonly open: string;
  /** On the desk's task to telephone somebody about an urgent note. */
  readonly urgentNote: string;
  readonly between: string;
};

const fr: Words = {
  subject: (account) => `Note d’appel pour ${account}`,
  toWhom: 'Pour',
  fromWhom: 'De',
  number: 'Numéro',
  callback: 'Rappel',
  matter: 'Objet',
  criteria: 'Urgent car',
  time: 'Heure',
  handledBy: 'Prise par',
  nobodyNamed: (recipient) => `personne n’a été nommé (${recipient})`,
  unknownCaller: 'nom inconnu',
  noNumber: 'aucun numéro',
  wishes: { 'please-call-back': 'à rappeler', 'will-call-again': 'rappellera', 'for-information': 'pour information' },
  promised: (time) => `promis avant : ${time}`,
  urgent: 'URGENT',
  urgentStill: 'URGENT (sans accusé)',
  taken: (name, time) => `Prise en charge par ${name} à ${time}.`,
  added: 'Un complément a été ajouté à une note.',
  assigned: (by) => `${by} vous confie une note.`,
  test: 'TEST',
  waiting: 'Une note vous attend.',
  voicemail: (seconds) => `message vocal, ${seconds} s`,
  aVoicemail: 'Un message vocal vous attend.',
  attached: 'L’enregistrement est joint.',
  open: 'Ouvrir la note',
  urgentNote: 'note urgente',
  between: ' : ',
};

const nl: Words = {
  subject: (account) => `Gespreksnotitie voor ${account}`,
  toWhom: 'Voor',
  fromWhom: 'Van',
  number: 'Nummer',
  callback: 'Terugbellen',
  matter: 'Onderwerp',
  criteria: 'Spoed omdat',
  time: 'Tijd',
  handledBy: 'Aangenomen door',
  nobodyNamed: (recipient) => `niemand genoemd (${recipient})`,
  unknownCaller: 'naam onbekend',
  noNumber: 'geen nummer',
  wishes: { 'please-call-back': 'graag terugbellen', 'will-call-again': 'belt zelf terug', 'for-information': 'ter informatie' },
  promised: (time) => `beloofd vóór: ${time}`,
  urgent: 'SPOED',
  urgentStill: 'SPOED (niet bevestigd)',
  taken: (name, time) => `Opgepakt door ${name} om ${time}.`,
  added: 'Er is iets aan een notitie toegevoegd.',
  assigned: (by) => `${by} geeft u een notitie door.`,
  test: 'TEST',
  waiting: 'Er staat een notitie voor u klaar.',
  voicemail: (seconds) => `voicemail, ${seconds} s`,
  aVoicemail: 'Er staat een voicemail voor u klaar.',
  attached: 'De opname is bijgevoegd.',
  open: 'Notitie openen',
  urgentNote: 'spoednotitie',
  between: ': ',
};

const ja: Words = {
  subject: (account) => `${account} 受電報告`,
  toWhom: '誰宛',
  fromWhom: '誰から',
  number: '電話番号',
  callback: '折り返し',
  matter: '用件',
  criteria: '至急の理由',
  time: '日時',
  handledBy: '受付',
  nobodyNamed: (recipient) => `名指しなし(${recipient}様)`,
  unknownCaller: 'お名前不明',
  noNumber: '番号なし',
  wishes: { 'please-call-back': '折り返し希望', 'will-call-again': 'かけ直すとのこと', 'for-information': '伝言のみ' },
  promised: (time) => `お約束: ${time}まで`,
  urgent: '至急',
  urgentStill: '至急(未確認)',
  taken: (name, time) => `${name}様が${time}に確認しました。`,
  added: '伝言に追記がありました。',
  assigned: (by) => `${by}様から伝言の引き継ぎがありました。`,
  test: 'TEST',
  waiting: '新しい伝言があります。',
  voicemail: (seconds) => `留守番電話 ${seconds}秒`,
  aVoicemail: '新しい留守番電話があります。',
  attached: '録音を添付しました。',
  open: '伝言を開く',
  urgentNote: '至急の伝言',
  between: ': ',
};

const en: Words = {
  subject: (account) => `Call note for ${account}`,
  toWhom: 'To',
  fromWhom: 'From',
  number: 'Number',
  callback: 'Callback',
  matter: 'Matter',
  criteria: 'Urgent because',
  time: 'Time',
  handledBy: 'Handled by',
  nobodyNamed: (recipient) => `nobody named (${recipient})`,
  unknownCaller: 'name unknown',
  noNumber: 'no number',
  wishes: { 'please-call-back': 'please call back', 'will-call-again': 'will call again', 'for-information': 'for information' },
  promised: (time) => `promised by ${time}`,
  urgent: 'URGENT',
  urgentStill: 'URGENT (not acknowledged)',
  taken: (name, time) => `Taken by ${name} at ${time}.`,
  added: 'Something was added to a note.',
  assigned: (by) => `${by} has passed a note to you.`,
  test: 'TEST',
  waiting: 'A note is waiting for you.',
  voicemail: (seconds) => `voicemail, ${seconds} s`,
  aVoicemail: 'A voicemail is waiting for you.',
  attached: 'The recording is attached.',
  open: 'Open the note',
  urgentNote: 'urgent note',
  between: ': ',
};

/** The words in the language of the account. */
export const words: Readonly<Record<Language, Words>> = { fr, nl, ja, en };

/** The marks that stand before everything else: TEST, URGENT [J12]. */
export const marks = (about: { readonly test: boolean; readonly urgent: boolean; readonly step: number }, w: Words): string[] => [
  ...(about.test ? [w.test] : []),
  ...(about.urgent ? [about.step > 1 ? w.urgentStill : w.urgent] : []),
];

/** Person and company as one text; empty when neither was heard [J07]. */
export const callerName = (caller: { readonly name: string; readonly company: string }): string =>
  [caller.company, caller.name].filter((part) => part.trim() !== '').join(', ');

/** The sentence that says only that something waits. */
export const waitingSentence = (kind: 'message' | 'voicemail', w: Words): string =>
  kind === 'voicemail' ? w.aVoicemail : w.waiting;
