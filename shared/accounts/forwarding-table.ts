/** When a line of the client is forwarded to us [S01, S09]. */
export type ForwardingMode = 'always' | 'busy' | 'no-answer' | 'unreachable';

/** What kind of line the client forwards. */
export type ForwardingLine = 'mobile' | 'analogue' | 'isdn' | 'fibre' | 'cable' | 'exchange';

/** How far the codes of a line can be believed: laid down in a standard, published by or about a network, or what is usual there. */
export type ForwardingConfidence = 'standard' | 'published' | 'usual';

/** What is dialled for one mode. */
type ForwardingCode = {
  readonly mode: ForwardingMode;
  readonly on: string;
  readonly off: string;
  /** Asks the network how it stands; null where none is known. */
  readonly ask: string | null;
};

/** Where codes hold and how far; codes are patterns: `N` the number as dialled in its own country, `+` with the country's code, `S` seconds, `…` a voice to wait for. */
export type ForwardingEntry = {
  readonly line: ForwardingLine;
  /** ISO 3166; null: wherever no entry of the country itself says otherwise. */
  readonly countries: readonly string[] | null;
  /** Whose lines alone take them; null: all of this kind there. */
  readonly network: string | null;
  readonly confidence: ForwardingConfidence;
  /** Document that the codes come from, and the year it says so, as far as it has one. */
  readonly source: string;
  /** What tells the network once where to; null where it is a part of switching on. */
  readonly register: string | null;
  readonly codes: readonly ForwardingCode[];
  /** Ends every forwarding at once; null where there is no such code. */
  readonly allOff: string | null;
  /** Whether the network forwards to numbers of other countries too. */
  readonly goesAbroad: boolean;
};

/** Ends every forwarding of a mobile telephone (3GPP TS 22.030). */
export const everyMobileOff = '##002#';

const plain = { network: null, register: null, allOff: null, goesAbroad: true } as const;
const star = (service: string): Omit<ForwardingCode, 'mode'> => ({
  on: `*${service}*N#`,
  off: `#${service}#`,
  ask: `*#${service}#`,
});
/** Services 21, 61 and 67 of the European public networks. */
const european: readonly ForwardingCode[] = [
  { mode: 'always', ...star('21') },
  { mode: 'busy', ...star('67') },
  { mode: 'no-answer', ...star('61') },
];
const unasked = (codes: readonly ForwardingCode[]): ForwardingCode[] => codes.map((code) => ({ ...code, ask: null }));

/** A menu of NTT East and West, the same on all their lines since these have moved to the IP network. */
const voiceWarp = {
  countries: ['JP'],
  network: 'NTT東日本・NTT西日本',
  confidence: 'published',
  source: 'NTT西日本「ボイスワープ 設定方法」',
  register: '142…2…N#…1',
  codes: [
    { mode: 'always', on: '142…1…1', off: '142…0', ask: '142…8' },
    { mode: 'busy', on: '142…1…3', off: '142…0', ask: '142…8' },
    { mode: 'no-answer', on: '142…1…2', off: '142…0', ask: '142…8' },
  ],
  allOff: null,
  goesAbroad: false,
} as const;

const answeringServiceNl = 'list of a Dutch answering service, 2024';
const answeringServicesGb = 'lists of British answering services';

/** Every code we know of; those of one network stand before those of all. What nobody has published is not in it. */
export const forwardingTable: readonly ForwardingEntry[] = [
  {
    ...plain,
    line: 'mobile',
    countries: null,
    confidence: 'standard',
    source: '3GPP TS 22.030, 2024',
    allOff: everyMobileOff,
    codes: [
      { mode: 'always', on: '**21*+#', off: '##21#', ask: '*#21#' },
      { mode: 'busy', on: '**67*+#', off: '##67#', ask: '*#67#' },
      { mode: 'no-answer', on: '**61*+*11*S#', off: '##61#', ask: '*#61#' },
      { mode: 'unreachable', on: '**62*+#', off: '##62#', ask: '*#62#' },
    ],
  },
  // Japanese mobile networks have services of their own instead of the standard's.
  {
    line: 'mobile',
    countries: ['JP'],
    network: 'NTTドコモ',
    confidence: 'published',
    source: 'hi-ho LTE（ドコモ網）「転送電話」',
    register: '1429…3…N#…#',
    codes: [{ mode: 'no-answer', on: '1421', off: '1420', ask: '1429…4' }],
    allOff: '1420',
    goesAbroad: false,
  },
  ...(['analogue', 'isdn', 'fibre'] as const).map((line) => ({ ...voiceWarp, line })),
  {
    ...plain,
    line: 'analogue',
    countries: ['NL'],
    confidence: 'published',
    source: answeringServiceNl,
    codes: unasked(european),
  },
  {
    ...plain,
    line: 'isdn',
    countries: ['NL'],
    confidence: 'published',
    source: answeringServiceNl,
    codes: unasked([
      { mode: 'always', ...star('210') },
      { mode: 'busy', ...star('670') },
      { mode: 'no-answer', ...star('610') },
    ]),
  },
  {
    ...plain,
    line: 'cable',
    countries: ['NL'],
    confidence: 'published',
    source: `${answeringServiceNl} (UPC)`,
    codes: [{ mode: 'always', on: '*21 N', off: '#21', ask: null }],
  },
  ...(['analogue', 'fibre'] as const).map((line) => ({
    ...plain,
    line,
    countries: ['DE'],
    network: 'Telekom',
    confidence: 'published' as const,
    source: 'Verivox, „Rufumleitung fürs Festnetz einrichten“',
    codes: unasked(european),
  })),
  {
    ...plain,
    line: 'analogue',
    countries: ['CH'],
    network: 'Swisscom',
    confidence: 'published',
    source: 'Swisscom, “Forward your calls (Services 21 / 61 / 67)”',
    codes: european.map((code) => ({ ...code, on: code.on.replace('*N', 'N') })),
  },
  {
    ...plain,
    line: 'analogue',
    countries: ['GB'],
    network: 'BT',
    confidence: 'published',
    source: answeringServicesGb,
    codes: european,
  },
  {
    ...plain,
    line: 'cable',
    countries: ['GB'],
    network: 'Virgin Media (Telewest)',
    confidence: 'published',
    source: answeringServicesGb,
    codes: [
      { mode: 'always', on: '*70N#', off: '#70', ask: null },
      { mode: 'busy', on: '*76N#', off: '#76', ask: null },
      { mode: 'no-answer', on: '*77N#', off: '#77', ask: null },
    ],
  },
  {
    ...plain,
    line: 'analogue',
    countries: ['IT'],
    confidence: 'published',
    source: 'Taglialabolletta, “Trasferimento di chiamata”, 2024',
    codes: [{ mode: 'always', ...star('21') }],
  },
  {
    ...plain,
    line: 'analogue',
    countries: ['FR', 'BE', 'CH', 'DE', 'AT', 'LU', 'ES', 'GB', 'IE'],
    confidence: 'usual',
    source: 'ETSI ETS 300 738, 1997',
    codes: european,
  },
];
