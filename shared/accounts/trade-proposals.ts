import { noScript, type Script } from '../notes/script.ts';
import type { ScriptTemplates } from '../notes/script-templates/trades.ts';
import type { Account, Language } from './account.ts';
import type { ApplicationTrade } from './application.ts';
import type { OpeningHours } from './opening-hours.ts';

const greetings: Readonly<Record<Language, (name: string) => string>> = {
  fr: (name) => `${name},\nbonjour. {operator} à l’appareil.`,
  nl: (name) => `${name}, goedendag.\nU spreekt met {operator}.`,
  ja: (name) => `お電話ありがとうございます。\n${name}、{operator}でございます。`,
  en: (name) => `Good day, ${name}.\n{operator} speaking.`,
};

/** The words said first that are proposed to a firm [P04]. */
export const proposedGreeting = (language: Language, name: string): string => greetings[language](name.trim());

type Day = readonly (readonly [from: string, to: string])[];
const weeks: Readonly<Record<ApplicationTrade, { readonly weekday: Day; readonly saturday: Day }>> = {
  doctor: { weekday: [['08:00', '19:00']], saturday: [['08:00', '12:00']] },
  lawyer: {
    weekday: [
      ['09:00', '12:30'],
      ['14:00', '18:30'],
    ],
    saturday: [],
  },
  craftsman: { weekday: [['07:30', '18:00']], saturday: [['08:00', '12:00']] },
  'estate-agent': {
    weekday: [
      ['09:00', '12:00'],
      ['14:00', '19:00'],
    ],
    saturday: [['09:00', '12:00']],
  },
  association: {
    weekday: [
      ['09:00', '12:00'],
      ['14:00', '17:00'],
    ],
    saturday: [],
  },
  other: {
    weekday: [
      ['09:00', '12:00'],
      ['14:00', '18:00'],
    ],
    saturday: [],
  },
};

/** The hours that are proposed to a trade. */
export function proposedHours(trade: ApplicationTrade): Extract<OpeningHours, { kind: 'weekly' }> {
  const { weekday, saturday } = weeks[trade];
  const periodsOf = (day: number, times: Day) => times.map(([from, to]) => ({ day, from, to }));
  return {
    kind: 'weekly',
    periods: [...[1, 2, 3, 4, 5].flatMap((day) => periodsOf(day, weekday)), ...periodsOf(6, saturday)],
    closedOn: [],
  };
}

/** How calls of a trade are handled and what of their notes may leave; patients' notes only say that one is waiting. */
export const accountOfTrade: Readonly<Record<ApplicationTrade, Pick<Account, 'trade' | 'privacy'>>> = {
  doctor: { trade: 'medical', privacy: 'waiting' },
  lawyer: { trade: 'legal', privacy: 'who-called' },
  craftsman: { trade: 'craft', privacy: 'full' },
  'estate-agent': { trade: 'general', privacy: 'full' },
  association: { trade: 'general', privacy: 'full' },
  other: { trade: 'general', privacy: 'full' },
};

/** The trade's ready script [P01]; none for other trades. */
export const scriptOfTrade = (templates: ScriptTemplates, trade: ApplicationTrade): Script | null =>
  trade === 'other' ? null : { ...noScript, ...templates[trade] };
