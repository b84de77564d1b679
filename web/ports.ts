import type { InstructionVersion } from '#shared/accounts/instruction-version.ts';
import type { OwnSession } from '#shared/api/accounts.ts';
import type { Relay, SpokenGreeting } from '#shared/api/calls.ts';
import type { OutboxItem } from '#shared/api/delivery.ts';
import type { Session } from '#shared/api/sync.ts';
import type { Double } from '#shared/calls/doubles.ts';
import type { Sound } from '#shared/calls/greeting-sound.ts';
import type { VoiceCounters } from '#shared/calls/voice-quality.ts';
import type { ToPage, ToServer } from '#shared/live.ts';
import type { Draft } from '#shared/notes/note.ts';
import type { PresentDevices, SoundChoice, SoundPart, SoundUse } from '#shared/operators/sound-devices.ts';
import type { Author } from '#shared/sync/mutation.ts';
import type { Change, MutationArgs, MutationName } from '#shared/sync/mutations.ts';
import type { PullRequest, PullResponse, PushRequest, PushResponse, QueuedMutation } from '#shared/sync/protocol.ts';
import type { Kind, Rows } from '#shared/sync/rows.ts';
import type { Instant } from '#shared/time.ts';

/** The clock that rules see: the device's, corrected by the server's offset. */
export type Clock = () => Instant;

/** Rows on the device, read only. */
export type Reader = {
  get<K extends Kind>(kind: K, id: string): Promise<Rows[K] | undefined>;
  /** Rows of one account, ordered by id. */
  list<K extends Kind>(kind: K, accountId: string): Promise<Rows[K][]>;
  all<K extends Kind>(kind: K): Promise<Rows[K][]>;
  /** Contacts of the account that have this number (index look-up, never a scan) [P05]. */
  contactsByNumber(accountId: string, number: string): Promise<Rows['contact'][]>;
  /** Notes of the account whose callback number is this one, newest first, at most `limit`. */
  notesByNumber(accountId: string, number: string, limit: number): Promise<Rows['note'][]>;
  /** How many calls of the account came from this number, and the latest two (index look-up) [S19]. */
  /** Calls of the account that arrived since then: a month of them, not all of years. */
  callsSince<K extends 'call' | 'clientCall'>(kind: K, accountId: string, since: Instant): Promise<readonly Rows[K][]>;
  callsByNumber(accountId: string, number: string): Promise<{ readonly count: number; readonly latest: readonly Rows['call'][] }>;
  /** Newest notes first, of all accounts on the device. */
  latestNotes(limit: number): Promise<Rows['note'][]>;
  /** Urgent notes on the ladder that nobody has acknowledged, however old (index look-up) [S14]. */
  climbingNotes(): Promise<Rows['note'][]>;
  drafts(): Promise<Draft[]>;
};

export type SyncStatus = {
  /** Locked notes and other changes that the server does not have yet. */
  readonly unsent: number;
  /** `full`: the browser's storage takes no more; `outdated`: this page is too old for the server. */
  readonly state: 'idle' | 'syncing' | 'offline' | 'signed-out' | 'full' | 'outdated';
  /** The first pull of this device, or a large one: rows that have come and that are to come at most; null when there is none. */
  readonly fetching: { readonly got: number; readonly left: number } | null;
  readonly lastPulledAt: Instant | null;
  /** Refused changes that wait under "needs your attention". */
  readonly refused: readonly RefusedHere[];
};

/** A change that the server refused: never dropped, shown with both texts until somebody has looked at it. */
export type RefusedChange = {
  readonly seq: number;
  readonly name: string;
  readonly args: unknown;
  readonly code: string;
  /** When it was made. */
  readonly at: Instant;
  /** The server's rows by `kind/id` at the refusal, when it refused because they had changed. */
  readonly theirs?: unknown;
};

/** `isPulled`: the device's rows are the server's again; before that they still show the refused change. */
export type RefusedHere = RefusedChange & { readonly isPulled: boolean };

/** A draft as it was finished; finished anew it has another time. */
export type FinishedDraft = Pick<Draft, 'id' | 'finishedAt'>;

/** Contacts that fit what was typed, best first; `isNear`: only if one slip of the typist is allowed for. */
export type FoundContacts = {
  readonly found: readonly { readonly contact: Rows['contact']; readonly isNear: boolean }[];
  /** How many contacts the account has; of those that are on the device alone when the server was not reached. */
  readonly total: number;
  /** What was searched: all contacts; this device's, the server is being asked; this device's, it cannot be reached. */
  readonly reach: 'all' | 'asking' | 'device';
};

/** Pairs of contacts that may be one; `total` counts all pairs. */
export type FoundDoubles = {
  readonly pairs: readonly {
    readonly first: Rows['contact'];
    readonly second: Rows['contact'];
    readonly reason: Double['reason'];
  }[];
  readonly total: number;
};

/** The directories on this device, searched beside the page: typing never waits for it [P05]. */
export type ContactSearch = {
  /**
   * By name, company or number; nothing typed: all, VIPs first, then by name. The first question takes longer: it reads the rows.
   * `onFound` hears what is on the device, and once more when the server had more to search.
   */
  find(accountId: string, typed: string, limit: number, onFound: (found: FoundContacts) => void): Promise<void>;
  /** Contacts of the account on this device that may be one; the first of so many. */
  doubles(accountId: string, limit: number): Promise<FoundDoubles>;
  /** Contacts have changed since they were last searched; what is shown may be asked for again. */
  onChange(listener: () => void): () => void;
  close(): void;
};

/** The signed-in user's data on this device: one database per user. */
export type Device = {
  readonly deviceId: string;
  readonly contacts: Pick<ContactSearch, 'find' | 'doubles' | 'onChange'>;
  read<T>(query: (rows: Reader) => Promise<T>): Promise<T>;
  /** Calls back now and after every change that the query touched; returns what stops it. */
  watch<T>(query: (rows: Reader) => Promise<T>, onValue: (value: T) => void): () => void;
  /** Shows the change at once, keeps it durably, queues it for the server. */
  mutate<N extends MutationName>(name: N, args: MutationArgs<N>): Promise<void>;
  /** The same for many at once: all of them are queued, or none. */
  mutateAll<N extends MutationName>(name: N, args: readonly MutationArgs<N>[]): Promise<void>;
  /** At every keystroke. */
  saveDraft(draft: Draft): Promise<void>;
  removeDraft(id: string): Promise<void>;
  /** What was typed into a form and not yet sent, by the form's name; undefined when nothing is kept. */
  readForm(name: string): Promise<unknown>;
  /** At every keystroke; undefined when the form is done. It stays on this device and goes with its data. */
  keepForm(name: string, typed: unknown): Promise<void>;
  /**
   * In one change: the finished draft becomes a locked note in the queue [strict durability].
   * Nothing happens when it has been locked, taken back or finished anew meanwhile, in this tab or another.
   */
  lockDraft(draft: FinishedDraft, args: MutationArgs<'lockNote'>): Promise<void>;
  /** The finished draft is being written again; null when it is no longer there to be taken back. */
  takeBack(draft: FinishedDraft): Promise<Draft | null>;
  /** Somebody has looked at the refused change and lets it go. */
  dismissRefused(seq: number): Promise<void>;
  /** The refused change once more, on top of the present rows; rejects with `sync.not-found`, `sync.forbidden`, `sync.invalid`. */
  sendAgain(seq: number): Promise<void>;
  /** The refused instruction as one of its own, beside what is there now. */
  keepBoth(seq: number): Promise<void>;
  /** The browser has deleted what this device held; null: it has not. */
  readonly lost: Lost | null;
  /** Pull now (a poke came, the network is back). */
  sync(): void;
  onStatus(listener: (status: SyncStatus) => void): () => void;
  /** Stops the loop; the data stays for this user. */
  close(): Promise<void>;
  /** Sign-out: wipes the data, but not while anything is unsent or refused and undecided, unless `force`. */
  wipe(options: { readonly force: boolean }): Promise<'wiped' | 'unsent' | 'refused'>;
};

/** The room that the browser gives; `isKept`: it has promised to delete nothing by itself. */
export type StorageUse = { readonly usedBytes: number; readonly quotaBytes: number; readonly isKept: boolean };

/** Drafts and unsent changes that came back from what was kept apart, and those that are gone as far as is known. */
export type Lost = { readonly back: number; readonly gone: number };

/** How much of a user's database was on this device alone when it was last there; stays when the browser deletes all the rest. */
export type DeviceMarker = {
  read(): { readonly unsent: number } | null;
  write(mark: { readonly unsent: number }): void;
  forget(): void;
};

/** Values by name, kept where the browser does not lose them together with the user's database. */
export type KeptApart = {
  /** Without those that cannot be read; empty where the browser has no such place. */
  all(): Promise<ReadonlyMap<string, unknown>>;
  /** Written as soon as can be, in the order of the calls; undefined: no longer kept. What comes is written before what goes. */
  keep(changes: ReadonlyMap<string, unknown>): void;
  forget(): Promise<void>;
};

/** The server's sync verbs; rejects with a `CodedError` `http.offline`, `http.signed_out`, `http.outdated`, `http.refused`. */
export type SyncWire = {
  push(request: PushRequest): Promise<PushResponse>;
  pull(request: PullRequest): Promise<PullResponse>;
};

/** A contact as a file has it. */
type WrittenContact = Omit<Rows['contact'], 'accountId' | 'elsewhere'>;

/** What only the server can do for an account; rejects with `http.offline`, `http.signed_out`, `http.refused`. */
export type AccountServer = {
  /** Takes a whole file in, or nothing of it when it rejects; `onProgress` hears how many are handed in. Again, it goes on. */
  importContacts(file: ContactsToTake, onProgress: (handedIn: number) => void): Promise<number>;
  /** Instructions as they were saved, newest first. */
  instructionVersions(accountId: string): Promise<readonly InstructionVersion[]>;
};
export type ContactsToTake = { readonly accountId: string; readonly contacts: readonly WrittenContact[] };

/** The `/live` socket: reconnects by itself, sends `beat` from a worker's timer. */
export type LiveSocket = {
  send(message: ToServer): void;
  onMessage(listener: (message: ToPage) => void): () => void;
  onState(listener: (state: 'open' | 'connecting' | 'closed') => void): () => void;
  close(): void;
};

/** What a telephone speaks into and is heard from. */
export type PhoneSound = {
  readonly microphone: SoundUse;
  readonly voice: SoundUse;
  /** Of the voice, 0–1. */
  readonly volume: number;
  readonly ear: SoundChoice['ear'];
};

/** Microphones and outputs of this computer. */
export type SoundDevices = {
  /** False: this browser plays all sound where the system says. */
  readonly choosesOutput: boolean;
  /** Null as long as the browser does not name them: before the microphone was allowed. */
  present(): Promise<PresentDevices | null>;
  onChange(listener: () => void): () => void;
};

/** What a headset's button did. A switch says what it is now; others only that it was pushed. `hook-off` lifts the handset. */
export type HeadsetPress =
  | 'hook-off'
  | 'hook-on'
  | 'hook-turn'
  | 'hook-press'
  | 'hook-release'
  | 'mute-on'
  | 'mute-off'
  | 'mute-press'
  | 'flash-press';

export type HeadsetLights = { readonly ring: boolean; readonly offHook: boolean; readonly mute: boolean };

/** `lost`: it was connected and has been unplugged; `name` is its own. */
export type HeadsetState = { readonly kind: 'none' } | { readonly kind: 'connected' | 'lost'; readonly name: string };

/** The buttons and lights of a headset; a device that was allowed once is taken up by itself. */
export type Headset = {
  /** Asks which one; to be called from a click. Resolves when it is connected or nothing was chosen. */
  connect(): Promise<void>;
  onState(listener: (state: HeadsetState) => void): () => void;
  onPress(listener: (press: HeadsetPress) => void): () => void;
  light(lights: HeadsetLights): void;
  /** Lights off. */
  close(): void;
};

export type PhoneState = 'off' | 'connecting' | 'registered' | 'leg-up' | 'failed';

/** The browser telephone: one persistent leg through Janus; no SIP secret ever reaches the page. */
export type Phone = {
  /**
   * Asks for the microphone, connects to `/janus`, registers; answers by itself what rings (its own leg).
   * Called again when the leg is wanted: registers anew if nothing rings within 2.5 s.
   */
  start(): Promise<void>;
  /** The exchange has no leg of ours: one that is believed up here is over. The telephone stays registered. */
  endLeg(): void;
  stop(): void;
  mute(muted: boolean): void;
  /** At once, also during a call; resolves with what could not be used, which is silent then. */
  sound(how: PhoneSound): Promise<readonly Exclude<SoundPart, 'ringer'>[]>;
  /** What the leg has counted; null while there is none. */
  voice(): Promise<VoiceCounters | null>;
  onState(listener: (state: PhoneState, problem: string | null) => void): () => void;
  /** Nothing comes any more on a leg that is up: the network is another one, or away. The telephone looks for another way by itself. */
  onSilence(listener: () => void): () => void;
  /** `none` when the track has ended or was taken away, `muted` by the system; the operator's own `mute` leaves it live. */
  microphone(): 'live' | 'muted' | 'none';
  /** What comes is not played: the output that was chosen has gone. */
  isDeaf(): boolean;
  /** Root mean square of microphone and of what is heard, 0–1, for meters. */
  levels(): { readonly mic: number; readonly heard: number };
  /** Strongest frequency heard now, Hz; for the audio check and the tests. */
  heardHz(): number;
};

/** What the line to the server asks of the telephone beside it. */
export type PhoneBeside = Pick<Phone, 'microphone' | 'isDeaf' | 'onSilence'>;

/** Sign-in at the server; never rejects for a missing network: that is an answer too. */
export type Identity = {
  signIn(
    email: string,
    password: string,
  ): Promise<
    | { readonly kind: 'signed-in' }
    | { readonly kind: 'wrong' }
    | { readonly kind: 'limited'; readonly waitSeconds: number }
    | { readonly kind: 'unreachable' }
  >;
  signOut(): Promise<void>;
  session(): Promise<
    { readonly kind: 'session'; readonly session: Session } | { readonly kind: 'signed-out' } | { readonly kind: 'unreachable' }
  >;
  /** Renews the signed cookie's cache, so that `/live` and `/janus` open while the database is away. */
  renew(): Promise<void>;
};

/** Access to a sign-in, and where it is used; never rejects for a missing network: that is an answer too. */
export type Access = {
  /** The answer is the same whether the address is known or not. */
  ask(email: string): Promise<'asked' | 'limited' | 'unreachable'>;
  /** With the token of a link, which holds once. */
  setPassword(token: string, password: string): Promise<'set' | 'expired' | 'limited' | 'unreachable'>;
  /** Null: the server cannot be reached. */
  sessions(): Promise<readonly OwnSession[] | null>;
  /** One of them, or (null) all but this one; false: the server cannot be reached. */
  endSessions(id: string | null): Promise<boolean>;
};

export type BoothState = 'off' | 'connecting' | 'ready' | 'calling' | 'ringing' | 'talking' | 'failed';

/** A caller's telephone in the page, demonstration only. */
export type BoothPhone = {
  /** Asks for the microphone and registers with a booth's token; `relay` as it came with that. */
  start(token: string, relay?: Relay): Promise<void>;
  call(number: string): Promise<void>;
  hangup(): void;
  /** One key of the keypad: 0–9, * or #. */
  digit(digit: string): void;
  stop(): void;
  onState(listener: (state: BoothState, problem: string | null) => void): () => void;
  levels(): { readonly mic: number; readonly heard: number };
  heardHz(): number;
};

export type NotificationState = 'unsupported' | 'needs-install' | 'denied' | 'off' | 'on';

/** Notifications on this device; needs the service worker. */
export type Notifications = {
  /** Tells the server again about a subscription that this browser has. */
  state(): Promise<NotificationState>;
  /** Asks the person and subscribes; to be called from a click. Rejects when the push service or the server cannot be reached. */
  allow(): Promise<NotificationState>;
  /** Before sign-out: this device takes none any more. */
  stop(): Promise<void>;
};

/** What left by channels that are not configured, newest first; rejects with a `CodedError`. */
export type ReadOutbox = () => Promise<readonly OutboxItem[]>;

/** What callers hear whom nobody answers, at the server; rejects with `http.offline`, `http.signed_out`, `http.refused`. */
export type GreetingServer = {
  /** What the voice says now. */
  spoken(accountId: string): Promise<SpokenGreeting>;
  /** Sends a recording (WAV), which is used at once; `onProgress` hears the share that has left, 0–1. */
  send(accountId: string, wav: Uint8Array<ArrayBuffer>, onProgress: (share: number) => void): Promise<void>;
  /** Sends a sound for what the account says to callers; resolves with its id, which the account's row is to name. */
  keep(accountId: string, wav: Uint8Array<ArrayBuffer>, onProgress: (share: number) => void): Promise<string>;
};

export type MicrophoneProblem = 'denied' | 'missing' | 'busy' | 'insecure';

/** A recording that runs until it is stopped. */
export type RunningRecording = {
  /** Root mean square of the microphone now, 0–1. */
  level(): number;
  /** Lets the microphone go; resolves with what was recorded. */
  stop(): Promise<Blob>;
};

/** Sound made or chosen on this device. */
export type VoiceRecorder = {
  /** Asks for the microphone; to be called from a click. */
  record(): Promise<RunningRecording | MicrophoneProblem>;
  /** One channel at the telephone's rate; null when this browser cannot play the file. */
  read(file: Blob): Promise<Sound | null>;
};

/** What stands in the queue and what came back from the server. */
export type LocalStatus = Pick<SyncStatus, 'unsent' | 'lastPulledAt' | 'refused'>;

/** The database of one user on this device; every function is one atomic change. */
export type LocalStore = {
  readonly deviceId: string;
  /** The database was made at this opening, and so many drafts and unsent changes came `back`; null: it was there. */
  readonly anew: { readonly back: number } | null;
  read<T>(query: (rows: Reader) => Promise<T>): Promise<T>;
  watch<T>(query: (rows: Reader) => Promise<T>, onValue: (value: T) => void): () => void;
  /** Applies and queues; rejects with `sync.not-found` or `sync.forbidden`. */
  mutate(change: Change, author: Author): Promise<void>;
  mutateAll(changes: readonly Change[], author: Author): Promise<void>;
  /** The same with the finished draft, which goes; nothing when it is no longer there as it was finished. */
  lockDraft(draft: FinishedDraft, change: Change, author: Author): Promise<void>;
  takeBack(draft: FinishedDraft, at: Instant): Promise<Draft | null>;
  saveDraft(draft: Draft): Promise<void>;
  removeDraft(id: string): Promise<void>;
  readForm(name: string): Promise<unknown>;
  keepForm(name: string, typed: unknown): Promise<void>;
  /** The oldest changes that the server has not answered. */
  unsent(limit: number): Promise<QueuedMutation[]>;
  /** Answered ones are sent no more; refused ones move to "needs your attention". */
  answered(response: PushResponse): Promise<void>;
  cursors(): Promise<Readonly<Record<string, number>>>;
  /** Restores the server's rows, patches them, drops what they contain, runs again what they do not [PL6]. */
  applyPull(response: PullResponse, at: Instant): Promise<void>;
  watchStatus(listener: (status: LocalStatus) => void): () => void;
  dismissRefused(seq: number): Promise<void>;
  sendAgain(seq: number, author: Author): Promise<void>;
  keepBoth(seq: number, author: Author): Promise<void>;
  /** What signing out would lose. */
  undecided(): Promise<'nothing' | 'unsent' | 'refused'>;
  close(): void;
  /** Deletes the database, and what is kept apart from it. */
  wipe(): Promise<void>;
};
