import type { Language } from './account.ts';
import type { OpeningHours } from './opening-hours.ts';

type Period = { readonly day: number; readonly from: string; readonly to: string };

/**
 * The hours in which both owners answer [P13]. Both are read on the first owner's wall clock:
 * a bureau in another zone must state its hours in the account's. Of public holidays the first owner's are kept.
 */
export function bothOpen(a: OpeningHours, b: OpeningHours): OpeningHours {
  if (a.kind === 'always') return b;
  if (b.kind === 'always') return a;
  const periods = a.periods.flatMap((p) => b.periods.flatMap((q) => overlap(p, q)));
  const publicHolidays = a.publicHolidays ?? b.publicHolidays;
  const closedOn = [...new Set([...a.closedOn, ...b.closedOn])].sort();
  return { kind: 'weekly', periods, closedOn, ...(publicHolidays && { publicHolidays }) };
}

/** When calls are answered, as a sentence to be spoken; Japanese in kana, which the voice can read. Empty hours give an empty text. */
export function openingText(hours: OpeningHours, language: Language): string {
  const words = spoken[language];
  if (hours.kind === 'always') return words.always;
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, times: timesOf(hours.periods, day) }));
  const groups = runs(days.filter((d) => d.times.length > 0));
  if (groups.length === 0) return '';
  const parts = groups.map((g) =>
    words.group(daysText(g, language), g.times.map((t) => words.time(clock(t.from), clock(t.to))).join(words.and)),
  );
  return words.sentence(parts.join(words.next) + (hours.publicHolidays ? words.butHolidays : ''));
}

type Run = { readonly first: number; readonly last: number; readonly times: readonly Period[] };

function timesOf(periods: readonly Period[], day: number): Period[] {
  return periods.filter((p) => p.day === day).sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Days in a row with the same times are said once. */
function runs(days: readonly { readonly day: number; readonly times: readonly Period[] }[]): Run[] {
  const groups: Run[] = [];
  for (const { day, times } of days) {
    const last = groups.at(-1);
    if (last !== undefined && last.last === day - 1 && same(last.times, times))
      groups[groups.length - 1] = { ...last, last: day };
    else groups.push({ first: day, last: day, times });
  }
  return groups;
}

const same = (a: readonly Period[], b: readonly Period[]): boolean =>
  a.length === b.length && a.every((p, i) => p.from === b[i]?.from && p.to === b[i]?.to);

function overlap(p: Period, q: Period): Period[] {
  const from = p.from > q.from ? p.from : q.from;
  const to = p.to < q.to ? p.to : q.to;
  return p.day === q.day && from < to ? [{ day: p.day, from, to }] : [];
}

type Time = { readonly hour: number; readonly minute: number };

function clock(text: string): Time {
  const [hour = '0', minute = '0'] = text.split(':');
  return { hour: Number(hour), minute: Number(minute) };
}

function daysText(run: Run, language: Language): string {
  const words = spoken[language];
  const name = (day: number): string => words.days[day - 1] ?? '';
  return run.first === run.last ? words.day(name(run.first)) : words.range(name(run.first), name(run.last));
}

type Words = {
  readonly days: readonly string[];
  readonly always: string;
  readonly and: string;
  readonly next: string;
  day(day: string): string;
  range(from: string, to: string): string;
  time(from: Time, to: Time): string;
  group(days: string, times: string): string;
  /** Added to the hours of who closes on public holidays. */
  readonly butHolidays: string;
  sentence(parts: string): string;
};

const minutes = (minute: number): string => (minute === 0 ? '' : ` ${String(minute)}`);
const french = (t: Time): string => `${t.hour} heures${minutes(t.minute)}`;
const dutch = (t: Time): string => `${t.hour} uur${minutes(t.minute)}`;
const english = (t: Time): string => (t.minute === 0 ? `${t.hour} o'clock` : `${t.hour} ${t.minute}`);

/** Hours 0–24 as they are read: four, seven and nine have readings of their own. */
const japaneseHours = [
  'れいじ',
  'いちじ',
  'にじ',
  'さんじ',
  'よじ',
  'ごじ',
  'ろくじ',
  'しちじ',
  'はちじ',
  'くじ',
  'じゅうじ',
  'じゅういちじ',
  'じゅうにじ',
  'じゅうさんじ',
  'じゅうよじ',
  'じゅうごじ',
  'じゅうろくじ',
  'じゅうしちじ',
  'じゅうはちじ',
  'じゅうくじ',
  'にじゅうじ',
  'にじゅういちじ',
  'にじゅうにじ',
  'にじゅうさんじ',
  'にじゅうよじ',
];
const japaneseMinutes = new Map([
  [0, ''],
  [15, 'じゅうごふん'],
  [30, 'はん'],
  [45, 'よんじゅうごふん'],
]);
/** Other minutes are left out: hours that end at 17:50 are said to end at 17. */
const japanese = (t: Time): string => `${japaneseHours[t.hour] ?? ''}${japaneseMinutes.get(t.minute) ?? ''}`;

const spoken: Readonly<Record<Language, Words>> = {
  fr: {
    days: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
    always: 'Nous répondons tous les jours, à toute heure.',
    and: ' et ',
    next: ', ',
    day: (day) => `le ${day}`,
    range: (from, to) => `du ${from} au ${to}`,
    time: (from, to) => `de ${french(from)} à ${french(to)}`,
    group: (days, times) => `${days} ${times}`,
    butHolidays: ', sauf les jours fériés',
    sentence: (parts) => `Nous répondons ${parts}.`,
  },
  nl: {
    days: ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'],
    always: 'Wij zijn alle dagen en op elk uur bereikbaar.',
    and: ' en ',
    next: ', ',
    day: (day) => `op ${day}`,
    range: (from, to) => `van ${from} tot en met ${to}`,
    time: (from, to) => `van ${dutch(from)} tot ${dutch(to)}`,
    group: (days, times) => `${days} ${times}`,
    butHolidays: ', behalve op feestdagen',
    sentence: (parts) => `Wij zijn bereikbaar ${parts}.`,
  },
  en: {
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    always: 'Calls are answered every day, at any time.',
    and: ' and ',
    next: ', ',
    day: (day) => `on ${day}`,
    range: (from, to) => `from ${from} to ${to}`,
    time: (from, to) => `between ${english(from)} and ${english(to)}`,
    group: (days, times) => `${days} ${times}`,
    butHolidays: ', except on public holidays',
    sentence: (parts) => `Calls are answered ${parts}.`,
  },
  ja: {
    days: ['げつようび', 'かようび', 'すいようび', 'もくようび', 'きんようび', 'どようび', 'にちようび'],
    always: 'まいにち、いつでも、うけつけております。',
    and: '、と、',
    next: '、',
    day: (day) => day,
    range: (from, to) => `${from}から${to}まで`,
    time: (from, to) => `${japanese(from)}から${japanese(to)}まで`,
    group: (days, times) => `${days}、${times}`,
    butHolidays: '、しゅくじつをのぞく',
    sentence: (parts) => `うけつけじかんは、${parts}、です。`,
  },
};
