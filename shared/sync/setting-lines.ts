import type { Account } from '../accounts/account.ts';
import type { OpeningHours } from '../accounts/opening-hours.ts';
import { type OutboundRules, outboundRulesOf } from '../accounts/outbound-rules.ts';
import { type QueueRules, queueRulesOf } from '../accounts/queue-rules.ts';
import type { Choice, Leads, Reception, Said } from '../accounts/reception.ts';
import { type Retention, retentionOf } from '../accounts/retention.ts';
import type { Digest } from '../delivery/digest.ts';
import { defaultLadder, type Ladder, type Rung } from '../delivery/ladder.ts';
import type { Rota } from '../delivery/rota.ts';
import { noScript, type Script, type ScriptField } from '../notes/script.ts';
import { type ChangeWords, type Line, listed, written } from './line.ts';

/** What is set once for an account, by the names that the changes have for it; absent: not a matter of this change. */
export type Settings = {
  readonly greeting?: string;
  readonly ladder?: Ladder;
  readonly rota?: Rota | null;
  readonly digest?: Digest | null;
  readonly openingHours?: OpeningHours;
  readonly outbound?: OutboundRules;
  readonly queue?: QueueRules;
  readonly maxWaitSeconds?: number;
  readonly reception?: Reception | null;
  readonly retention?: Retention;
  readonly script?: Script;
  readonly use?: 'recorded' | 'spoken';
};

/** What holds for the account now, of those settings that the change asks for. */
export function settingsOf(account: Account, asked: object): Settings {
  const all: Required<Settings> = {
    greeting: account.greeting,
    ladder: account.ladder ?? defaultLadder,
    rota: account.rota ?? null,
    digest: account.digest ?? null,
    openingHours: account.openingHours,
    outbound: outboundRulesOf(account),
    queue: queueRulesOf(account),
    maxWaitSeconds: account.maxWaitSeconds,
    reception: account.reception ?? null,
    retention: retentionOf(account),
    script: account.script ?? noScript,
    use: account.recordedGreeting?.inUse === true ? 'recorded' : 'spoken',
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in asked));
}

/** The settings as they are read beside what somebody else has set. */
export function settingLines(of: Settings, words: ChangeWords): readonly Line[] {
  const lines = <T>(value: T | undefined, write: (value: T, words: ChangeWords) => readonly Line[]): readonly Line[] =>
    value === undefined ? [] : write(value, words);
  return [
    ...lines(of.greeting, (greeting) => written([['greeting', greeting]])),
    ...lines(of.ladder, ladderLines),
    ...lines(of.rota, rotaLines),
    ...lines(of.digest, digestLines),
    ...lines(of.openingHours, hoursLines),
    ...lines(of.outbound, outboundLines),
    ...lines(of.queue, queueLines),
    ...lines(of.maxWaitSeconds, (seconds) => written([['longest-wait', String(Math.round(seconds / 6) / 10)]])),
    ...lines(of.reception, receptionLines),
    ...lines(of.retention, retentionLines),
    ...lines(of.script, scriptLines),
    ...lines(of.use, (use) => written([['greeting', words.word(use === 'recorded' ? 'recording' : 'voice')]])),
  ];
}

const ladderLines = ({ rounds, rungs }: Ladder, words: ChangeWords) =>
  written([
    ['steps', rungs.map((rung, i) => `${i + 1}. ${stepText(rung, words)}`).join('\n')],
    ['rounds', String(rounds)],
  ]);

function stepText(rung: Rung, words: ChangeWords): string {
  const by = rung.by === 'call' && rung.dialled !== undefined ? 'automatic-call' : rung.by;
  const channels = rung.by === 'message' ? ` (${listed(rung.channels.map((channel) => words.word(channel)))})` : '';
  const minutes = Math.round((rung.waitSeconds / 60) * 100) / 100;
  return words.step({ how: `${words.word(`step-${by}`)}${channels}`, whom: alertedText(rung.to, words), minutes });
}

function alertedText(to: Rung['to'], words: ChangeWords): string {
  if (to.kind === 'everybody') return words.word('everybody');
  return to.kind === 'turn' ? words.turn(to.turn) : words.nameOf(to.personId);
}

function rotaLines(rota: Rota | null, words: ChangeWords): readonly Line[] {
  if (rota === null) return written([['on-call', words.word('none')]]);
  const { people, since, turnDays, duty, swaps } = rota;
  return written([
    ['on-call', listed(people.map((id) => words.nameOf(id)))],
    ['from', since.replace('T', ' ')],
    ['turn-days', String(turnDays)],
    ['hours', duty.map(({ day, from, to }) => `${words.day(day)} ${from}–${to}`).join('\n')],
    [
      'swap',
      swaps.map(({ personId, from, to }) => `${words.nameOf(personId)} ${words.moment(from)} – ${words.moment(to)}`).join('\n'),
    ],
  ]);
}

const digestLines = (digest: Digest | null, words: ChangeWords) =>
  digest === null
    ? written([['digest-to', words.word('none')]])
    : written([
        ['digest-to', listed(digest.to)],
        ['digest-at', digest.at],
      ]);

function hoursLines(hours: OpeningHours, words: ChangeWords): readonly Line[] {
  if (hours.kind === 'always') return written([['hours', words.word('always')]]);
  const periods = hours.periods.toSorted((a, b) => a.day - b.day || (a.from < b.from ? -1 : 1));
  return written([
    ['hours', listed(periods.map((p) => `${words.day(p.day)} ${p.from}–${p.to}`))],
    ['closed-on', listed(hours.closedOn)],
    ['public-holidays', hours.publicHolidays?.country ?? ''],
  ]);
}

const outboundLines = ({ calls, abroad, shownNumber, legsPerDay, centsPerDay }: OutboundRules, words: ChangeWords) =>
  written([
    ['bureau-calls', listed([words.word(`calls-${calls}`), abroad && words.word('abroad')])],
    ['shown-number', shownNumber ?? ''],
    ['calls-a-day', String(legsPerDay)],
    ['euros-a-day', String(centsPerDay / 100)],
  ]);

function queueLines({ priority, first, overflow, keepPlace }: QueueRules, words: ChangeWords): readonly Line[] {
  const names = overflow.kind === 'operators' ? overflow.operatorIds.map((id) => words.nameOf(id)) : [];
  const number = overflow.kind === 'number' ? overflow.number : '';
  return written([
    ['priority', words.word(`priority-${priority}`)],
    ['asked-first', listed(first.map((id) => words.nameOf(id)))],
    ['overflow', listed([words.word(`overflow-${overflow.kind}`), ...names, number])],
    ['while-waiting', keepPlace ? words.word('keeps-place') : ''],
  ]);
}

const saidText = ({ text, recordingId }: Said, words: ChangeWords): string =>
  recordingId === null ? text : words.word('recording');

function receptionLines(reception: Reception | null, words: ChangeWords): readonly Line[] {
  const welcome = reception?.welcome;
  return written([
    ['welcome', welcome ? saidText(welcome, words) : words.word('none')],
    ['keys', (reception?.choices ?? []).map((choice) => keyText(choice, words)).join('\n')],
  ]);
}

const keyText = ({ key, label, when, leads }: Choice, words: ChangeWords): string =>
  `${key}: ${listed([label, words.word(`key-when-${when}`), words.word(`key-${leads.to}`), whereText(leads, words)])}`;

function whereText(leads: Leads, words: ChangeWords): string {
  if (leads.to === 'announcement') return saidText(leads.said, words);
  if (leads.to === 'person') return words.nameOf(leads.personId);
  return leads.to === 'number' ? leads.number : '';
}

const retentionLines = ({ notes, voicemail, calls, contacts }: Retention, words: ChangeWords) => {
  const kept = (days: number | null) => (days === null ? words.word('for-ever') : words.days(days));
  return written([
    ['keep-notes', kept(notes)],
    ['keep-voicemail', kept(voicemail)],
    ['keep-calls', kept(calls)],
    ['keep-contacts', kept(contacts)],
  ]);
};

function scriptLines({ fields, urgentWhen, askUrgency, readBack, blocks, avoid }: Script, words: ChangeWords) {
  const question = ({ label, required, choices }: ScriptField) => listed([label, required && words.word('required'), ...choices]);
  return written([
    ['questions', fields.map(question).join('\n') || words.word('none')],
    ['urgent-if', urgentWhen.join('\n')],
    ['note-form', listed([askUrgency && words.word('asks-urgency'), readBack && words.word('reads-back')])],
    ['texts', blocks.map(({ short, text }) => `;${short}: ${text}`).join('\n')],
    ['avoid', avoid.join('\n')],
  ]);
}
