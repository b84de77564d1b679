import segments from 'sms-segments-calculator';
import type { SmsMessage } from './message.ts';
import type { Disclosed } from './privacy.ts';
import { callerName, marks, type Words, waitingSentence, words } from './words.ts';

/** Longest name and company that a text shows, in characters; the callback number is never shortened. */
const longestName = 40;

/**
 * The text message of one note [P27]: who, callback number, as much of the matter as fits, link.
 * One segment (160 GSM-7 or 70 UCS-2 characters) if the parts that are never cut fit; otherwise as many as these need.
 */
export function writeSms(
  about: Disclosed,
  to: { readonly number: string; readonly key: string; readonly link: string },
): SmsMessage {
  const w = words[about.account.language];
  return {
    channel: 'sms',
    to: to.number,
    text: shorten(head(about, w), gsmPunctuation(matterOf(about, w)), to.link),
    reference: to.key,
  };
}

/** What a text message costs, and whether the whole matter is in it. */
export type SmsLength = {
  readonly segments: number;
  /** Characters of its alphabet that it takes; some of GSM-7 count twice. */
  readonly characters: number;
  /** Characters that so many segments hold. */
  readonly room: number;
  /** GSM-7, or UCS-2 as soon as one character wants it. */
  readonly alphabet: 'GSM-7' | 'UCS-2';
  /** `withheld`: the privacy level keeps the matter in the portal. */
  readonly matter: 'whole' | 'cut' | 'withheld';
};

/** Measures the text of a note as it would be sent [P27]. */
export function measureSms(about: Disclosed, { text }: Pick<SmsMessage, 'text'>): SmsLength {
  const { segmentsCount, encodingName, messageSize } = new segments.SegmentedMessage(text);
  const alphabet = encodingName === 'GSM-7' ? 'GSM-7' : 'UCS-2';
  const bits = alphabet === 'GSM-7' ? 7 : 16;
  const isWhole = text.includes(gsmPunctuation(matterOf(about, words[about.account.language])));
  return {
    segments: segmentsCount,
    characters: messageSize / bits,
    room: roomOf(segmentsCount, alphabet),
    alphabet,
    matter: about.matter === null ? 'withheld' : isWhole ? 'whole' : 'cut',
  };
}

/** Every part of a longer text gives up 6 octets to say which one it is. */
const roomOf = (count: number, alphabet: SmsLength['alphabet']): number =>
  alphabet === 'GSM-7' ? (count === 1 ? 160 : 153 * count) : count === 1 ? 70 : 67 * count;

/** Segments that a text costs: 160 or 153 characters each in GSM-7, 70 or 67 in UCS-2. */
export const segmentCount = (text: string): number => new segments.SegmentedMessage(text).segmentsCount;

function head(about: Disclosed, w: Words): string {
  const { caller } = about;
  const who =
    caller === null
      ? waitingSentence(about.kind, w)
      : [clip(callerName(caller) || w.unknownCaller, longestName), caller.number ?? w.noNumber, w.wishes[caller.callback]].join(
          ' ',
        );
  return gsmPunctuation([...marks(about, w), who].join(' '));
}

const matterOf = (about: Disclosed, w: Words): string =>
  [
    about.voicemail === null ? '' : w.voicemail(Math.round(about.voicemail.seconds)),
    ...about.criteria,
    about.matter ?? '',
    ...about.answers.map(({ label, value }) => `${label}: ${value}`),
  ]
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(', ');

/** The longest beginning of the matter that costs no segment more than the rest alone; found by halving. */
function shorten(first: string, matter: string, link: string): string {
  const bare = `${first} ${link}`;
  const whole = (part: string) => (part === '' ? bare : `${first}${first.endsWith('.') ? ' ' : ': '}${part} ${link}`);
  const allowed = segmentCount(bare);
  if (segmentCount(whole(matter)) <= allowed) return whole(matter);
  const letters = [...new Intl.Segmenter().segment(matter)].map((s) => s.segment);
  let fits = 0;
  let tooMany = letters.length;
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (segmentCount(whole(`${letters.slice(0, middle).join('').trimEnd()}...`)) <= allowed) fits = middle;
    else tooMany = middle;
  }
  return fits < 8 ? bare : whole(`${letters.slice(0, fits).join('').trimEnd()}...`);
}

const clip = (text: string, longest: number): string =>
  text.length <= longest
    ? text
    : `${[...text]
        .slice(0, longest - 3)
        .join('')
        .trimEnd()}...`;

const plain: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
};

/** Typographic marks as GSM-7 has them, so that an apostrophe does not halve the message; letters stay as they are. */
const gsmPunctuation = (text: string): string => text.replace(/[’‘“”«»–—…\u00a0\u202f]/g, (c) => plain[c] ?? c);
