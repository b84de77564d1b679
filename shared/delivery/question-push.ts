import type { Account, Language } from '../accounts/account.ts';
import type { Instruction } from '../accounts/instructions.ts';
import { inOrder, type Person } from '../accounts/roster.ts';
import type { Question } from '../calls/question.ts';
import type { Instant } from '../time.ts';
import type { PushMessage } from './message.ts';
import { waysTo } from './route.ts';
import { callerName, words } from './words.ts';

type Facts = {
  readonly account: Account;
  readonly roster: readonly Person[];
  readonly instructions: readonly Instruction[];
  readonly at: Instant;
};

/** Whose devices show a question now: the person asked, or everybody, as far as they take notifications at this hour. */
export function notifiedOf({ account, roster, instructions, at }: Facts, { to }: Pick<Question, 'to'>): Person[] {
  const forWhom = { kind: 'nobody-named' } as const;
  const facts = { account, roster, instructions, forWhom, urgent: false, kind: 'message', at } as const;
  const asked = inOrder(roster).filter(({ id }) => to === null || id === to);
  return asked.filter((person) => waysTo(facts, person).some(({ channel, taken }) => channel === 'push' && taken === 'now'));
}

/** Seconds after which a push service gives a question up: nobody waits any longer. */
const ttlSeconds = 60;

type To = { readonly personId: string; readonly publicUrl: string };

/** "Put through?" as a notification; who is on the line only where the privacy level lets it leave, the matter only at `full`. */
export function writeQuestion({ id, about }: Question, { language, privacy }: Account, to: To): PushMessage {
  const say = asks[language];
  const who = callerName(about) || about.number || words[language].unknownCaller;
  const body = [about.number ?? '', privacy === 'full' ? about.matter : ''].filter((part) => part !== '').join(' · ');
  const text = privacy === 'waiting' ? { title: say.somebody, body: say.open } : { title: say.putThrough(who), body };
  const actions = [
    { action: 'put-through', title: say.yes },
    { action: 'message', title: say.message },
  ] as const;
  return notification({ id, language, ...text, actions }, to);
}

/** To the others who were asked: somebody has answered. It takes the question's place. */
export const writeAnswered = ({ id, answer }: Question, { language, name }: Account, to: To): PushMessage =>
  notification({ id, language, title: asks[language].answered(answer?.by ?? ''), body: name, actions: [] }, to);

type Shown = {
  readonly id: string;
  readonly language: Language;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly { readonly action: 'put-through' | 'message'; readonly title: string }[];
};

/** Each button opens the question's page with the answer behind `#`, which no server sees. */
function notification({ id, language, title, body, actions }: Shown, { personId, publicUrl }: To): PushMessage {
  const navigate = `${publicUrl}/portal/questions/${id}`;
  const buttons = actions.map((one) => ({ ...one, navigate: `${navigate}#${one.action}` }));
  const shown = { title, body, navigate, tag: id, lang: language, ...(buttons.length > 0 && { actions: buttons }) };
  return {
    channel: 'push',
    personId,
    only: null,
    payload: JSON.stringify({ web_push: 8030, notification: shown }),
    topic: id.replaceAll('-', ''),
    urgent: true,
    ttlSeconds,
  };
}

type Asks = {
  readonly putThrough: (who: string) => string;
  readonly somebody: string;
  readonly open: string;
  readonly answered: (by: string) => string;
  /** On the buttons of the notification. */
  readonly yes: string;
  readonly message: string;
};

const asks: Readonly<Record<Language, Asks>> = {
  fr: {
    putThrough: (who) => `${who} est en ligne : le passer ?`,
    somebody: 'Quelqu’un est en ligne pour vous.',
    open: 'Ouvrez pour répondre.',
    answered: (by) => `${by} a répondu.`,
    yes: 'Passez-le-moi',
    message: 'Prendre un message',
  },
  nl: {
    putThrough: (who) => `${who} is aan de lijn: doorverbinden?`,
    somebody: 'Er is iemand voor u aan de lijn.',
    open: 'Open om te antwoorden.',
    answered: (by) => `${by} heeft geantwoord.`,
    yes: 'Doorverbinden',
    message: 'Bericht aannemen',
  },
  ja: {
    putThrough: (who) => `${who}様よりお電話です。おつなぎしますか?`,
    somebody: 'お電話が入っています。',
    open: '開いてお答えください。',
    answered: (by) => `${by}様が回答しました。`,
    yes: 'つないで',
    message: '伝言を',
  },
  en: {
    putThrough: (who) => `${who} is on the line: put through?`,
    somebody: 'Somebody is on the line for you.',
    open: 'Open to answer.',
    answered: (by) => `${by} has answered.`,
    yes: 'Put through',
    message: 'Take a message',
  },
};
