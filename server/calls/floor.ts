import type { Account } from '#shared/accounts/account.ts';
import { recordingsOf } from '#shared/accounts/reception.ts';
import { waitingCallOf } from '#shared/calls/call-facts.ts';
import { pinPromptsOf } from '#shared/calls/hotline.ts';
import { type Prompt, promptsOf, unknownNumberPrompt } from '#shared/calls/prompts.ts';
import type { Conversation, OperatorStatus, ToServer, UnsentUrgent, WaitingCall } from '#shared/live.ts';
import { isSteady } from '#shared/operators/presence.ts';
import { toMs } from '#shared/time.ts';
import { change } from '../operators/change-operator.ts';
import { keepLegs } from '../operators/keep-legs.ts';
import { knowOperators } from '../operators/know-operators.ts';
import { noticeOwnGap } from '../operators/notice-own-gap.ts';
import { statuses, tellPresence } from '../operators/tell-presence.ts';
import type { PersonCalls, PhoneCredentials, TelephonyEvent } from '../ports/telephony.ts';
import { callPerson, endPersonCalls, letAlone } from './call-person.ts';
import { closeLostCalls } from './close-lost-calls.ts';
import { soundFile } from './find-greeting.ts';
import type { Floor, FloorDeps } from './floor-state.ts';
import { followExchange } from './follow-exchange.ts';
import { followPage, isCommand, pageOpened } from './follow-page.ts';
import { keepListening } from './keep-listening.ts';
import { placesWaiting, readPlaces } from './kept-places.ts';
import { knowPins, knowTelephones } from './know-telephones.ts';
import { offerCalls } from './offer-calls.ts';
import { createFactsWriter } from './record-facts.ts';
import { graceMs, recoverCalls } from './recover-calls.ts';
import { conversations, followSupervisor, partsOfConversations, type Supervisor, supervisorOpened } from './supervise-calls.ts';
import { takeUnattended } from './take-unattended.ts';
import { takeVoicemail } from './take-voicemail.ts';
import { unsentUrgent, warnOfUnsent } from './warn-of-unsent.ts';

/** Milliseconds between two looks at heartbeats, legs and the queue. */
const tickMs = 500;
/** Milliseconds between two looks for recordings to take in and changed accounts. */
const slowTickMs = 5_000;

/** Calls and operators of the bureau, as they are now. */
export type RunningFloor = {
  /** Reads the accounts, makes the prompts and begins; call it before the telephony connects. */
  start(): Promise<void>;
  stop(): void;
  /** Resolves when the calls found at the exchange are in hand for the first time. */
  readonly inCharge: Promise<void>;
  /** Whether they are in hand now. */
  isInCharge(): boolean;
  /** Pages can come in from now on: after a restart they have all of their time for it, however long the start took. */
  doorsOpened(): void;
  onSignedIn(operatorId: string): void;
  operatorGone(operatorId: string): void;
  onPage(operatorId: string, message: ToServer): void;
  onSupervisorOpened(who: Supervisor): void;
  onSupervisor(who: Supervisor, message: ToServer): void;
  snapshot(): {
    readonly waiting: readonly WaitingCall[];
    readonly operators: readonly OperatorStatus[];
    readonly conversations: readonly Conversation[];
    readonly unsent: readonly UnsentUrgent[];
    readonly calls: number;
  };
  phoneCredentials(operatorId: string): Promise<PhoneCredentials>;
  /** An operator's own telephone is another, or none. */
  telephonesChanged(): Promise<void>;
  /** A client has set a PIN or ended it. */
  pinsChanged(): Promise<void>;
  /** The directory has been read anew: an account or an operator's rights have changed. */
  listsChanged(): void;
  /** Automatic calls. */
  readonly persons: PersonCalls;
};

export function createFloor(deps: FloorDeps): RunningFloor {
  const floor: Floor = {
    deps,
    facts: createFactsWriter(deps),
    calls: new Map(),
    persons: new Map(),
    operators: new Map(),
    presences: new Map(),
    drafts: new Map(),
    wrapUps: new Map(),
    takenNotes: new Map(),
    telephones: new Map(),
    withPin: new Set(),
    chains: new Map(),
    leaving: new Map(),
    endedLately: new Map(),
    legTriedAtMs: new Map(),
    echoing: new Set(),
    listening: new Map(),
    untaken: new Set(),
    places: new Map(),
    prepared: new Set(),
    ready: new WeakSet(),
    inCharge: false,
    graceUntilMs: 0,
    tidiedAtMs: 0,
    stirred: true,
    lastQueue: null,
    lastSpoken: [],
    lastUnsent: '',
    tidy: () => undefined,
  };
  let stopped = false;
  let lostClosed = false;
  let surveys = 0;
  /** What happened since the exchange was last in hand: nobody presses a key twice because of a gap of ours. */
  let held: { readonly what: string; readonly follow: () => void }[] = [];
  let nowInCharge = (): void => undefined;
  const inCharge = new Promise<void>((resolve) => {
    nowInCharge = resolve;
  });

  function tidy(): void {
    noticeOwnGap(floor);
    if (floor.inCharge) {
      offerCalls(floor);
      keepListening(floor);
      keepLegs(floor);
    }
    if (tellPresence(floor)) floor.stirred = true;
    warnOfUnsent(floor);
    if (!floor.stirred) return;
    floor.stirred = false;
    tellQueue(floor);
    tellConversations(floor);
  }

  /** A survey that is under way decides nothing any more. Tells whether that has happened since to the one that begins now. */
  function leaveCharge(): () => boolean {
    floor.inCharge = false;
    surveys += 1;
    const mine = surveys;
    return () => stopped || mine !== surveys;
  }

  /** What the exchange tells and operators ask while it is surveyed waits for the end of the survey. */
  async function takeCharge(): Promise<void> {
    const isOvertaken = leaveCharge();
    try {
      await recoverCalls(floor, isOvertaken);
    } catch (cause) {
      deps.log('recover.failed', { cause: String(cause) });
      deps.after(tickMs, () => void (isOvertaken() ? undefined : takeCharge()));
      return;
    }
    if (isOvertaken()) return;
    floor.inCharge = true;
    nowInCharge();
    const missed = held;
    held = [];
    for (const { follow } of missed) follow();
    tidy();
    if (!lostClosed) lostClosed = await closeLostCalls(floor);
    void takeUnattended(floor);
  }

  function onTelephony(event: TelephonyEvent): void {
    if (stopped) return;
    if (event.t === 'connected') {
      // whoever arrived before is found by the survey, and every leg, or has gone while nobody told us
      held = held.filter(({ what }) => what !== 'caller-arrived' && what !== 'leg');
      return void takeCharge();
    }
    if (event.t === 'lost' || event.t === 'replaced') {
      leaveCharge();
      deps.log(`telephony.${event.t}`, {});
      return;
    }
    if (!floor.inCharge) return void held.push({ what: event.t, follow: () => onTelephony(event) });
    followExchange(floor, event);
    tidy();
  }

  function onPage(operatorId: string, message: ToServer): void {
    if (stopped) return;
    if (!floor.inCharge && isCommand(message))
      return void held.push({ what: message.t, follow: () => onPage(operatorId, message) });
    const before = floor.operators.get(operatorId);
    followPage(floor, operatorId, message);
    const after = floor.operators.get(operatorId);
    // one beat like the last, from every page at every second, makes nobody free
    if (message.t !== 'beat' || before === undefined || after === undefined || !isSteady(before, after)) tidy();
  }

  function tick(): void {
    if (stopped) return;
    tidy();
    deps.after(tickMs, tick);
  }

  function slowTick(): void {
    if (stopped) return;
    void refresh();
    void readPlaces(floor);
    if (floor.inCharge) {
      for (const name of floor.untaken) void takeVoicemail(floor, name);
      void takeUnattended(floor);
    }
    deps.after(slowTickMs, slowTick);
  }

  function listsRead(): void {
    knowOperators(floor, deps.directory);
    floor.stirred = true;
  }

  const refresh = (): Promise<void> =>
    deps.directory
      .load()
      .then(() => listsRead())
      .then(() => Promise.all([knowTelephones(floor), knowPins(floor)]))
      .then(() => makePrompts(floor))
      .catch((cause: unknown) => deps.log('accounts.unreadable', { cause: String(cause) }));

  /** Each part is made when it is asked for: metrics want a number, pages their lists. */
  const snapshot = {
    get waiting() {
      return waitingCalls(floor);
    },
    get operators() {
      return statuses(floor);
    },
    get conversations() {
      return conversations(floor);
    },
    get unsent() {
      return unsentUrgent(floor);
    },
    get calls() {
      return floor.calls.size;
    },
  };

  floor.tidy = tidy;
  deps.telephony.listen(onTelephony);

  return {
    async start() {
      await floor.facts.takeIn().catch((cause: unknown) => deps.log('facts.not_taken_in', { cause: String(cause) }));
      await refresh();
      await readPlaces(floor);
      deps.after(tickMs, tick);
      deps.after(slowTickMs, slowTick);
    },
    inCharge,
    isInCharge: () => floor.inCharge,
    stop() {
      stopped = true;
      floor.inCharge = false;
      endPersonCalls(floor, []);
    },
    doorsOpened() {
      if (floor.graceUntilMs > 0) floor.graceUntilMs = toMs(deps.clock()) + graceMs;
    },
    onSignedIn(operatorId) {
      pageOpened(floor, operatorId).then(tidy, (cause: unknown) => deps.log('operator.unknown', { cause: String(cause) }));
    },
    operatorGone(operatorId) {
      change(floor, operatorId, { t: 'page-gone', at: deps.clock() });
      tidy();
    },
    onPage,
    onSupervisorOpened(who) {
      supervisorOpened(floor, who);
      tidy();
    },
    onSupervisor(who, message) {
      if (stopped) return;
      followSupervisor(floor, who, message);
      tidy();
    },
    snapshot: () => snapshot,
    persons: { isReady: () => floor.inCharge, call: callPerson(floor), end: (idBegins) => letAlone(floor, idBegins) },
    phoneCredentials: (operatorId) => deps.telephony.phone(operatorId),
    async telephonesChanged() {
      await knowTelephones(floor);
      tidy();
    },
    pinsChanged: () => knowPins(floor),
    listsChanged() {
      listsRead();
      tidy();
    },
  };
}

function waitingCalls(floor: Floor): WaitingCall[] {
  const waiting: WaitingCall[] = [];
  for (const call of floor.calls.values()) {
    const one = waitingCallOf(call);
    if (one !== null) waiting.push(one);
  }
  return waiting.concat(placesWaiting(floor));
}

/** Everybody sees who waits; an operator only for the accounts he is trained for. */
function tellQueue(floor: Floor): void {
  const waiting = waitingCalls(floor);
  const queue = [...waiting.flatMap(({ callId, state }) => [callId, state]), ...floor.presences.keys()];
  if (isSame(queue, floor.lastQueue)) return;
  floor.lastQueue = queue;
  floor.deps.live.toSupervisors({ t: 'queue', waiting });
  for (const { operator, supervises } of floor.operators.values()) {
    if (supervises) continue;
    const his = waiting.filter((w) => operator.trainedFor.includes(w.accountId));
    floor.deps.live.toOperator(operator.id, { t: 'queue', waiting: his });
  }
}

function tellConversations(floor: Floor): void {
  const spoken: unknown[] = [];
  for (const { call, privacy, operator } of partsOfConversations(floor)) spoken.push(call, privacy, operator);
  if (isSame(spoken, floor.lastSpoken)) return;
  floor.lastSpoken = spoken;
  floor.deps.live.toSupervisors({ t: 'conversations', conversations: conversations(floor) });
}

/** Compared after every change: what is the same is not told again. */
const isSame = (list: readonly unknown[], before: readonly unknown[] | null): boolean =>
  before !== null && list.length === before.length && list.every((one, i) => one === before[i]);

/** The prompts of every account exist before they are needed: each is made once, and one that failed is tried again. */
async function makePrompts(floor: Floor): Promise<void> {
  const { directory, settings } = floor.deps;
  const accounts = directory.accounts().filter((account) => !floor.ready.has(account));
  const failed = new Set<Account>();
  await makePrompt(floor, unknownNumberPrompt(settings.language));
  for (const account of accounts) {
    for (const prompt of [...promptsOf(account, settings.bureau), ...pinPromptsOf(account)]) {
      if ((await makePrompt(floor, prompt)) === 'failed') failed.add(account);
    }
  }
  for (const account of accounts) {
    await readyRecordings(floor, account);
    if (!failed.has(account)) floor.ready.add(account);
  }
}

async function makePrompt(floor: Floor, { text, language, beep }: Prompt): Promise<'made' | 'failed'> {
  const key = `${language} ${beep} ${text}`;
  if (floor.prepared.has(key)) return 'made';
  try {
    await floor.deps.speak(text, language, { beep });
  } catch (cause) {
    floor.deps.log('speech.failed', { cause: String(cause) });
    return 'failed';
  }
  floor.prepared.add(key);
  return 'made';
}

/** One that cannot be read is asked for again by the next call. */
async function readyRecordings(floor: Floor, account: Account): Promise<void> {
  const { reception, recordedGreeting } = account;
  const greeting = recordedGreeting?.inUse ? [{ id: recordedGreeting.recordingId, beep: true }] : [];
  const said = reception === undefined ? [] : recordingsOf(reception).map((id) => ({ id, beep: false }));
  for (const { id, beep } of [...greeting, ...said]) {
    if (floor.prepared.has(id)) continue;
    floor.prepared.add(id);
    await soundFile(floor, id, { beep });
  }
}
