import type { Account, Language } from '../accounts/account.ts';
import { bothOpen, openingText } from '../accounts/opening-hours-text.ts';
import { keepsPlaces } from '../accounts/queue-rules.ts';
import type { Said } from '../accounts/reception.ts';
import type { VoicemailReason } from './call-state.ts';
import { plansOf } from './reception-plan.ts';
import type { BureauHours } from './routing.ts';

/** A text that a caller hears, in the language it is in; `beep` when recording follows. */
export type Prompt = { readonly text: string; readonly language: Language; readonly beep: boolean };

/** Said when a caller is answered and has to wait; `place`: he may keep it and be called back. */
export const welcomePrompt = (language: Language, { place }: { readonly place: boolean }): Prompt => ({
  text: place ? `${welcome[language]} ${keepPlace[language]}` : welcome[language],
  language,
  beep: false,
});

/** Said to somebody who keeps his place. */
export const placeKeptPrompt = (language: Language): Prompt => ({ text: placeKept[language], language, beep: false });

/** Said to somebody who dialled a number that is nobody's. */
export const unknownNumberPrompt = (language: Language): Prompt => ({ text: unknown[language], language, beep: false });

/** Said before the beep: why nobody answers, and when calls are answered (bureau ∩ account hours) [P13]. */
export function voicemailPrompt(account: Account, bureau: BureauHours, reason: VoicemailReason): Prompt {
  const { language } = account;
  const hours = bothOpen(account.openingHours, bureau.hours);
  const opening = hours.kind === 'always' && reason !== 'closed' ? '' : openingText(hours, language);
  const first = reason === 'closed' ? closed[language] : busy[language];
  return { text: [first, opening, leave[language]].filter((part) => part !== '').join(' '), language, beep: true };
}

/** The two texts that an account's callers may hear before the beep: outside of the hours, and within them. */
export const voicemailPrompts = (account: Account, bureau: BureauHours): { readonly closed: Prompt; readonly busy: Prompt } => ({
  closed: voicemailPrompt(account, bureau, 'closed'),
  busy: voicemailPrompt(account, bureau, 'nobody-signed-in'),
});

/** What an account says itself, by the voice. */
const saidPrompt = (said: Said, language: Language): Prompt => ({ text: said.text, language, beep: false });

/** Every prompt that an account can need, to be made before the first call. */
export function promptsOf(account: Account, bureau: BureauHours): Prompt[] {
  const { language } = account;
  const kept = keepsPlaces(account) ? [welcomePrompt(language, { place: true }), placeKeptPrompt(language)] : [];
  return [
    welcomePrompt(language, { place: false }),
    ...kept,
    ...saidBy(account).map((said) => saidPrompt(said, language)),
    ...Object.values(voicemailPrompts(account, bureau)),
  ];
}

/** Without what is recorded. */
function saidBy(account: Account): Said[] {
  const told = plansOf(account).flatMap(({ welcome: first, question, choices }) => [
    first,
    question,
    ...choices.map(({ leads }) => (leads.to === 'announcement' ? leads.said : null)),
  ]);
  return told.flatMap((said) => (said === null || said.recordingId !== null || said.text === '' ? [] : [said]));
}

type Texts = Readonly<Record<Language, string>>;

const welcome: Texts = {
  fr: 'Bonjour. Merci de patienter un instant, nous allons vous répondre. Pour laisser un message, tapez un.',
  nl: 'Goedendag. Een ogenblik geduld, u wordt zo dadelijk geholpen. Om een bericht in te spreken, toets één.',
  en: 'Hello. Please hold on for a moment, we will be with you shortly. To leave a message, press one.',
  ja: 'おでんわ、ありがとうございます。しょうしょう、おまちください。でんごんを、のこすばあいは、いちを、おしてください。',
};
const keepPlace: Texts = {
  fr: 'Pour garder votre place et être rappelé à votre tour, tapez deux.',
  nl: 'Om uw plaats te behouden en teruggebeld te worden, toets twee.',
  en: 'To keep your place and be called back, press two.',
  ja: 'じゅんばんを、たもったまま、おりかえしを、ごきぼうの、ばあいは、にを、おしてください。',
};
const placeKept: Texts = {
  fr: 'Votre place est gardée. Nous vous rappelons à votre tour, au numéro dont vous appelez. Au revoir.',
  nl: 'Uw plaats blijft behouden. Wij bellen u op dit nummer terug zodra u aan de beurt bent. Tot straks.',
  en: 'Your place is kept. We will call you back on this number when it is your turn. Goodbye.',
  ja: 'じゅんばんを、うけたまわりました。じゅんばんが、まいりましたら、この、ばんごうに、おりかえし、いたします。',
};
const unknown: Texts = {
  fr: "Le numéro que vous avez composé n'est pas attribué.",
  nl: 'Het nummer dat u gekozen heeft, is niet in gebruik.',
  en: 'The number you have dialled is not in use.',
  ja: 'おかけになった、でんわばんごうは、げんざい、つかわれておりません。',
};
const closed: Texts = {
  fr: 'Bonjour. Nos bureaux sont fermés.',
  nl: 'Goedendag. Wij zijn op dit moment gesloten.',
  en: 'Hello. We are closed at the moment.',
  ja: 'おでんわ、ありがとうございます。ただいま、じかんがい、です。',
};
const busy: Texts = {
  fr: 'Bonjour. Nous ne pouvons pas vous répondre pour le moment.',
  nl: 'Goedendag. Wij kunnen u op dit moment niet te woord staan.',
  en: 'Hello. We cannot take your call at the moment.',
  ja: 'おでんわ、ありがとうございます。ただいま、でんわに、でることが、できません。',
};
const leave: Texts = {
  fr: 'Vous pouvez laisser un message après le signal sonore.',
  nl: 'U kunt na de toon een bericht inspreken.',
  en: 'Please leave a message after the tone.',
  ja: 'はっしんおんの、あとに、でんごんを、おはなしください。',
};
