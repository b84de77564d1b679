import type { DayOptions } from './day.ts';

type FailedSeed = { readonly seed: number; readonly why: string };

/** As days were before telephones of operators, clients who call, menus, and calls that are put through. */
const before: readonly FailedSeed[] = [
  { seed: 2, why: 'after a restart an operator in wrap-up was asked, because his leg counted as his wish' },
  { seed: 4, why: 'a server started without the database told callers of a client that the number is nobody’s' },
  { seed: 5, why: 'a message finished while no server listened was left in the exchange, its caller greeted again' },
  { seed: 6, why: 'after a restart an operator on pause during a call was asked after it' },
  { seed: 7, why: 'a page that came back was shown an offer and lost it in the same moment' },
  {
    seed: 34,
    why: 'a caller whose mark the exchange had refused was taken for a new one after a restart, his operator was asked again',
  },
  { seed: 107, why: 'a cut of the event socket gave an operator his eight seconds to answer twice' },
  { seed: 1948673754, why: 'a leg that fell silent during a hold was taken back to, and the caller heard nothing' },
  { seed: 9, why: 'a message taken in before the facts of its call were written lost the caller’s number' },
  { seed: 15, why: 'who went while a restarted server read his marks was recorded a second time, as somebody new' },
  { seed: 18, why: 'the exchange’s own recording became two notes when its call was only later known' },
  { seed: 19, why: 'a message that ended while a restarted server looked around was never taken in' },
  { seed: 27, why: 'the exchange refused to answer for a caller whom the operator spoke to already: he heard ringing' },
  { seed: 29, why: 'the same, until the operator hung up' },
  { seed: 86, why: 'without server and database a caller whose operator’s leg was gone sat in silence' },
  { seed: 8, why: 'a caller sat in silence for minutes when the exchange refused recording and apology both' },
];

/** As days were before caller, third party and operator spoke together. */
const beforeConferences: readonly FailedSeed[] = [
  { seed: 5016, why: 'a server killed between a caller’s bridge and its music left him in silence' },
  {
    seed: 5068,
    why: 'whom the bureau had called was asked for a message, because his operator was lost, the server restarted, and the account closed by then',
  },
  { seed: 20063, why: 'who was put through sat in silence when the other hung up while a new server waited for the database' },
  { seed: 70061, why: 'a caller was hung up on whom somebody had answered for and gone, while the server hung' },
  { seed: 70208, why: 'after a cut of the event socket an operator was asked whose leg had fallen silent meanwhile' },
  { seed: 81141, why: 'at a slow exchange the next caller came to the leg that the one handed over had not left' },
  {
    seed: 90336,
    why: 'a client who was asked for his PIN stood in no books yet: a later server took his message in without his number',
  },
  { seed: 90391, why: 'a caller whom the exchange would not answer heard ringing for ever, and his operator nobody' },
  { seed: 130201, why: 'a recording that is no message stayed for ever when the exchange would not discard it at once' },
  { seed: 200544, why: 'two surveys of the exchange ran at once: the later to end put a caller back who had long been asked' },
  {
    seed: 910010,
    why: 'who was dialled just before a cut of the event socket was taken for gone, answered, and sat in silence with nobody waiting for him',
  },
  {
    seed: 300355,
    why: 'the exchange refused a caller’s mark, then took him over: a later server wrote the call of his message a second time',
  },
  {
    seed: 300367,
    why: 'at a slow exchange whoever was called for a caller hung up before they were together, and so the caller was',
  },
  { seed: 300369, why: 'an operator with a note to write was asked, because his telephone had rung meanwhile' },
  { seed: 300739, why: 'who arrived before a cut of the event socket and was gone after it stayed a call for ever' },
  { seed: 81199, why: 'an operator was kept for somebody whom the account’s last leg was missing for' },
];

/** As days are now. */
const ofNow: readonly FailedSeed[] = [
  {
    seed: 303147,
    why: 'after a restart whoever had lost leg and page was told, once back, that he had no caller: the call that he held for ended was hung up',
  },
  {
    seed: 400290,
    why: 'who came back from a third party that never spoke to him was hung up on after a cut, and the operator asked for him stayed so for ever',
  },
  { seed: 400333, why: 'what was heard on a leg just before the exchange fell counted after it, and its operator was asked' },
  { seed: 400809, why: 'who asked a second time to be called back, and hung up on it, was judged by the first time' },
  { seed: 401819, why: 'who was put through when the server died was held for his operator’s, by a mark that said so still' },
  {
    seed: 405191,
    why: 'whose place was kept, and who was still on the line after a restart, kept an operator from all others as long as he spoke',
  },
  { seed: 410490, why: 'the music that a survey asked for was refused before it was over: the caller waited in silence' },
  { seed: 410606, why: 'a page whose offer ran while the server hung was said to show none' },
  { seed: 410807, why: 'whom his operator let go, whose sound was lost before he was heard, was said to be turned away' },
];

/** Days that once broke a promise, and why; they are simulated again with every `npm test`, as they were. */
export const failedSeeds: readonly (FailedSeed & Pick<DayOptions, 'era'>)[] = [
  ...before.map((day) => ({ ...day, era: 'first' as const })),
  ...beforeConferences.map((day) => ({ ...day, era: 'no-conferences' as const })),
  ...ofNow,
];
