/** When a line of the client is forwarded to us [S01, S09]. */
export type ForwardingMode = 'always' | 'busy' | 'no-answer' | 'unreachable';

/** What kind of line the client forwards. */
export type ForwardingLine = 'mobile' | 'analogue' | 'isdn' | 'cable' | 'exchange';

/** How far the codes of a line can be believed: laid down in a standard, published by a network, or what is usual there. */
export type ForwardingConfidence = 'standard' | 'published' | 'usual';

/** What is dialled for one mode. */
type ForwardingCode = {
  readonly mode: ForwardingMode;
  readonly on: string;
  readonly off: string;
  /** Asks the network how it stands; null where none is known. */
  readonly ask: string | null;
};

/** The codes of one kind of line, with the number of the account in them. */
export type ForwardingGuide = {
  readonly line: ForwardingLine;
  readonly confidence: ForwardingConfidence;
  /** Document that the codes come from, and the year it says so. */
  readonly source: string;
  readonly codes: readonly ForwardingCode[];
  /** Ends every forwarding at once; null where there is no such code. */
  readonly allOff: string | null;
};

/** Rings are counted in seconds by mobile networks, five at a time up to thirty (3GPP TS 22.030). */
export const forwardingSeconds = [5, 10, 15, 20, 25, 30] as const;
export type ForwardingSeconds = (typeof forwardingSeconds)[number];

type Pattern = { readonly mode: ForwardingMode; readonly on: string; readonly off: string; readonly ask: string | null };
type Entry = Omit<ForwardingGuide, 'codes'> & {
  /** ISO 3166 countries; null: everywhere. */
  readonly countries: readonly string[] | null;
  readonly patterns: readonly Pattern[];
};

/** Ends every forwarding of a mobile telephone (3GPP TS 22.030). */
const everyMobileOff = '##002#';

/** `N`: the number as dialled in its own country; `+`: with the country's code; `S`: seconds. */
const entries: readonly Entry[] = [
  {
    line: 'mobile',
    countries: null,
    confidence: 'standard',
    source: '3GPP TS 22.030, 2024',
    allOff: everyMobileOff,
    patterns: [
      { mode: 'always', on: '**21*+#', off: '##21#', ask: '*#21#' },
      { mode: 'busy', on: '**67*+#', off: '##67#', ask: '*#67#' },
      { mode: 'no-answer', on: '**61*+*11*S#', off: '##61#', ask: '*#61#' },
      { mode: 'unreachable', on: '**62*+#', off: '##62#', ask: '*#62#' },
    ],
  },
  {
    line: 'analogue',
    countries: ['NL'],
    confidence: 'published',
    source: 'list of a Dutch answering service, 2024',
    allOff: null,
    patterns: [
      { mode: 'always', on: '*21*N#', off: '#21#', ask: null },
      { mode: 'busy', on: '*67*N#', off: '#67#', ask: null },
      { mode: 'no-answer', on: '*61*N#', off: '#61#', ask: null },
    ],
  },
  {
    line: 'isdn',
    countries: ['NL'],
    confidence: 'published',
    source: 'list of a Dutch answering service, 2024',
    allOff: null,
    patterns: [
      { mode: 'always', on: '*210*N#', off: '#210#', ask: null },
      { mode: 'busy', on: '*670*N#', off: '#670#', ask: null },
      { mode: 'no-answer', on: '*610*N#', off: '#610#', ask: null },
    ],
  },
  {
    line: 'cable',
    countries: ['NL'],
    confidence: 'published',
    source: 'list of a Dutch answering service (UPC), 2024',
    allOff: null,
    patterns: [{ mode: 'always', on: '*21 N', off: '#21', ask: null }],
  },
  {
    line: 'analogue',
    countries: ['FR', 'BE', 'CH', 'DE', 'AT', 'LU', 'ES', 'IT', 'GB', 'IE'],
    confidence: 'usual',
    source: 'ETSI ETS 300 738, 1997',
    allOff: null,
    patterns: [
      { mode: 'always', on: '*21*N#', off: '#21#', ask: '*#21#' },
      { mode: 'busy', on: '*67*N#', off: '#67#', ask: '*#67#' },
      { mode: 'no-answer', on: '*61*N#', off: '#61#', ask: '*#61#' },
    ],
  },
];

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
export const forwardingLines: readonly ForwardingLine[] = ['mobile', 'analogue', 'isdn', 'cable', 'exchange'];

/** The codes for a line in a country (ISO 3166) with the account's number filled in; null where none is known. */
export function forwardingGuide(
  at: { readonly line: ForwardingLine; readonly country: string },
  number: {
    /** E.164. */
    readonly international: string;
    /** As dialled inside its country; only the digits count. */
    readonly national: string;
  },
  seconds: ForwardingSeconds = 20,
): ForwardingGuide | null {
  const entry = entries.find((e) => e.line === at.line && (e.countries === null || e.countries.includes(at.country)));
  if (entry === undefined) return null;
  const { line, confidence, source, allOff } = entry;
  const abroad = number.international.replace('+', '00');
  const dialled = countryOfLine(number.international) === at.country ? number.national.replace(/\D/g, '') : abroad;
  const fill = (pattern: string) =>
    pattern.replace('N', dialled).replace('+', number.international).replace('S', String(seconds));
  const codes = entry.patterns.map(({ mode, on, off, ask }) => ({ mode, on: fill(on), off, ask }));
  return { line, confidence, source, allOff, codes };
}

/** How every forwarding is ended: on mobile telephones, and on fixed lines of the country of this number of ours; null: not known. */
export function endingCodes(number: string | null): { readonly mobile: string; readonly fixed: string | null } {
  const country = number === null ? null : countryOfLine(number);
  const fixed = entries.find(({ line, countries }) => line === 'analogue' && country !== null && countries?.includes(country));
  return { mobile: everyMobileOff, fixed: fixed?.patterns.find(({ mode }) => mode === 'always')?.off ?? null };
}

/** A link that opens the telephone with the code typed in; blanks go, and a hash would end the link (RFC 3966). */
export const dialLink = (code: string): string => `tel:${code.replaceAll(' ', '').replaceAll('#', '%23')}`;
