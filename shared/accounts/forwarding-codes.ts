import { everyMobileOff, type ForwardingEntry, type ForwardingLine, forwardingTable } from './forwarding-table.ts';

/** The codes of one kind of line in one network, with the number of the account in them. */
export type ForwardingGuide = Pick<
  ForwardingEntry,
  'line' | 'network' | 'confidence' | 'source' | 'register' | 'codes' | 'allOff'
>;

/** Rings are counted in seconds by mobile networks, five at a time up to thirty (3GPP TS 22.030). */
export const forwardingSeconds = [5, 10, 15, 20, 25, 30] as const;
export type ForwardingSeconds = (typeof forwardingSeconds)[number];

/** Countries that a client may choose, with the calling code by which a number of ours is recognised as theirs. */
export const forwardingCountries = [
  { country: 'AT', callingCode: '43' },
  { country: 'BE', callingCode: '32' },
  { country: 'CH', callingCode: '41' },
  { country: 'DE', callingCode: '49' },
  { country: 'ES', callingCode: '34' },
  { country: 'FR', callingCode: '33' },
  { country: 'GB', callingCode: '44' },
  { country: 'IE', callingCode: '353' },
  { country: 'IT', callingCode: '39' },
  { country: 'JP', callingCode: '81' },
  { country: 'LU', callingCode: '352' },
  { country: 'NL', callingCode: '31' },
] as const;

/** The country that a number of ours belongs to; null for others. */
export const countryOfLine = (number: string): string | null =>
  forwardingCountries.find(({ callingCode }) => number.startsWith(`+${callingCode}`))?.country ?? null;

/** Every kind of line that a client may have; for those without codes the client's own exchange or network is asked. */
export const forwardingLines: readonly ForwardingLine[] = ['mobile', 'analogue', 'isdn', 'fibre', 'cable', 'exchange'];

type At = { readonly line: ForwardingLine; readonly country: string | null };

/** Those of the country itself, or those that hold everywhere. */
function entriesAt({ line, country }: At): readonly ForwardingEntry[] {
  const ofLine = forwardingTable.filter((entry) => entry.line === line);
  const own = ofLine.filter(({ countries }) => country !== null && countries?.includes(country));
  return own.length > 0 ? own : ofLine.filter(({ countries }) => countries === null);
}

/** The codes for a line in a country (ISO 3166) with the account's number filled in, of each network that has its own; empty where none are known. */
export function forwardingGuides(
  at: { readonly line: ForwardingLine; readonly country: string },
  number: {
    /** E.164. */
    readonly international: string;
    /** As dialled inside its country; only the digits count. */
    readonly national: string;
  },
  seconds: ForwardingSeconds = 20,
): readonly ForwardingGuide[] {
  const isHome = countryOfLine(number.international) === at.country;
  const dialled = isHome ? number.national.replace(/\D/g, '') : number.international.replace('+', '00');
  const fill = (pattern: string) =>
    pattern.replace('N', dialled).replace('+', number.international).replace('S', String(seconds));
  return entriesAt(at)
    .filter(({ goesAbroad }) => isHome || goesAbroad)
    .map(({ line, network, confidence, source, register, codes, allOff }) => ({
      line,
      network,
      confidence,
      source,
      register: register && fill(register),
      codes: codes.map((code) => ({ ...code, on: fill(code.on) })),
      allOff,
    }));
}

/** How every forwarding is ended: on mobile telephones, and on fixed lines of the country of this number of ours; null: not known. */
export function endingCodes(number: string | null): { readonly mobile: string; readonly fixed: string | null } {
  const country = number === null ? null : countryOfLine(number);
  return { mobile: endingOf({ line: 'mobile', country }) ?? everyMobileOff, fixed: endingOf({ line: 'analogue', country }) };
}

function endingOf(at: At): string | null {
  const entry = entriesAt(at)[0];
  return entry?.allOff ?? entry?.codes.find(({ mode }) => mode === 'always')?.off ?? null;
}

/** A link that opens the telephone with the code typed in, as far as its first voice; blanks go, and a hash would end the link (RFC 3966). */
export const dialLink = (code: string): string => `tel:${code.replace(/….*/, '').replaceAll(' ', '').replaceAll('#', '%23')}`;
