import Papa from 'papaparse';
import { toMs } from '#shared/time.ts';
import type { ListedCall } from './client-calls.svelte.ts';

/** What the columns and cells say, in the language of the screens. */
export type CallsCsvWords = {
  readonly fields: readonly [
    date: string,
    time: string,
    caller: string,
    name: string,
    wanted: string,
    kind: string,
    outcome: string,
    waited: string,
    rings: string,
    talked: string,
    counted: string,
  ];
  kind(listed: ListedCall): string;
  outcome(listed: ListedCall): string;
  counted(listed: ListedCall): string;
  readonly withheld: string;
};

/** Spreadsheets take the separator of the country: where the decimal sign is a comma, a semicolon. */
const separators: Readonly<Record<string, string>> = { fr: ';', nl: ';' };

/**
 * Calls as CSV that a spreadsheet opens by a click: UTF-8 with its mark, times by the account's clock. What a spreadsheet would run as
 * a formula gets an apostrophe; a number in spaced groups is none.
 */
export function writeCallsCsv(
  calls: readonly ListedCall[],
  words: CallsCsvWords,
  at: { readonly timeZone: string; readonly locale: string; readonly show: (number: string) => string },
): string {
  const written = (iso: string) => new Date(iso).toLocaleString('sv-SE', { timeZone: at.timeZone }).split(' ');
  const data = calls.map((listed) => {
    const { call, note, wanted, rings } = listed;
    const [date = '', time = ''] = written(call.arrivedAt);
    return [
      date,
      time,
      call.caller === null ? words.withheld : at.show(call.caller),
      [note?.content.company, note?.content.fromWhom].filter(Boolean).join(', '),
      wanted,
      words.kind(listed),
      words.outcome(listed),
      call.waitedSeconds ?? '',
      rings ?? '',
      call.answeredAt === null || call.endedAt === null ? '' : Math.round((toMs(call.endedAt) - toMs(call.answeredAt)) / 1000),
      words.counted(listed),
    ];
  });
  const options = { delimiter: separators[at.locale] ?? ',', escapeFormulae: /^[=@\t\r]|^[+-](?![\d ()-]*$)/, newline: '\r\n' };
  return `\ufeff${Papa.unparse({ fields: [...words.fields], data }, options)}\r\n`;
}
