import type { Account } from '#shared/accounts/account.ts';
import type { Person } from '#shared/accounts/roster.ts';
import type { ToPage, ToServer } from '#shared/live.ts';
import type { Note } from '#shared/notes/note.ts';
import type { FallbackTelephone } from '#shared/operators/fallback-telephone.ts';
import type { Operator } from '#shared/operators/operator.ts';
import { createDirectory } from '../../../server/accounts/directory.ts';
import { createFloor } from '../../../server/calls/floor.ts';
import type { GreetingFile, Live, UnattendedRecordings } from '../../../server/ports/telephony.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { createFakeOutboundLedger } from '../../fakes/outbound-ledger.ts';
import { createFakeTelephony } from '../../fakes/telephony.ts';
import { createFakeUnwrittenCalls } from '../../fakes/unwritten-calls.ts';
import { virtualTime } from '../../fakes/virtual-time.ts';
import { aLine, always, anAccount, anOperator, uuid } from '../../fixtures/telephony.ts';

/** A whole floor on fakes: one account, its line, some operators. */
export async function bureau(
  options: {
    account?: Partial<Account>;
    operators?: readonly Operator[];
    people?: readonly Person[];
    unattended?: UnattendedRecordings;
    greetingFile?: GreetingFile;
  } = {},
) {
  const time = virtualTime('2026-11-19T09:00:00.000Z');
  const exchange = createFakeTelephony(() => Date.parse(time.clock()));
  const store = createMemoryStore();
  const operators = options.operators ?? [anOperator()];
  await store.transact(async (tx) => {
    await tx.put('account', anAccount(options.account));
    await tx.put('line', aLine());
    for (const operator of operators) await tx.put('operator', operator);
    for (const person of options.people ?? []) await tx.put('person', person);
  });
  const seen: { operatorId: string; message: ToPage }[] = [];
  const live: Live = {
    toOperator: (operatorId, message) => void seen.push({ operatorId, message }),
    toOperators: () => undefined,
    toSupervisors: () => undefined,
    poke: () => undefined,
  };
  const outboundLedger = createFakeOutboundLedger();
  const telephones = new Map<string, FallbackTelephone>();
  /** By person. */
  const pins = new Map<string, string>();
  const notes: Note[] = [];
  const saved = new Map<string, Uint8Array>();
  const logged: string[] = [];
  const details: string[] = [];
  /** What was spoken for one person and still lies there. */
  const spokenOnce = new Set<string>();
  let ids = 100;
  const deps = {
    telephony: exchange.telephony,
    voicemails: exchange.recordings,
    unattended: options.unattended ?? {
      list: async () => [],
      load: async () => new Uint8Array(),
      discard: async () => undefined,
    },
    recordings: {
      save: async (id: string, _accountId: string, content: Uint8Array) => void saved.set(id, content),
      load: async (id: string) => saved.get(id),
    },
    lockVoicemailNote: async (note: Note) => {
      if (!notes.some((n) => n.id === note.id)) notes.push(note);
    },
    speak: async (text: string) => text,
    speakOnce: async (text: string) => {
      spokenOnce.add(text);
      return { file: text, discard: async () => void spokenOnce.delete(text) };
    },
    greetingFile: async (id: string, sound: { readonly beep: boolean }) => options.greetingFile?.(id, sound) ?? null,
    store,
    unwrittenCalls: createFakeUnwrittenCalls(),
    bringContacts: () => undefined,
    outboundLedger: outboundLedger.ledger,
    telephones: { all: async () => telephones },
    pins: { all: async () => new Set(pins.keys()), check: checkPinOf(pins) },
    live,
    clock: time.clock,
    after: time.after,
    newId: () => {
      ids += 1;
      return uuid(ids);
    },
    log: (event: string, fields: Readonly<Record<string, unknown>>) => {
      logged.push(event);
      details.push(JSON.stringify(fields));
    },
    settings: { bureau: always, language: 'fr', country: 'FR' },
  } as const;
  const beating = new Set<string>();

  async function newFloor() {
    const floor = createFloor({ ...deps, directory: createDirectory(store, time.clock) });
    await floor.start();
    exchange.connect();
    await time.pass(0);
    return floor;
  }
  let floor = await newFloor();
  const beat = (): void => {
    for (const id of beating) floor.onPage(id, { t: 'beat', mic: 'live' });
    time.after(1000, beat);
  };
  beat();

  return {
    time,
    exchange,
    store,
    notes,
    saved,
    seen,
    logged,
    /** What was logged with each event, as JSON. */
    details,
    spokenOnce,
    outboundLedger,
    telephones,
    pins,
    deps,
    beating,
    floor: () => floor,
    say: (message: ToServer, operatorId = anOperator().id) => floor.onPage(operatorId, message),
    /** The operator's page opens, registers its telephone and says ready. */
    async ready(operatorId = anOperator().id) {
      beating.add(operatorId);
      floor.onSignedIn(operatorId);
      await time.pass(0);
      floor.onPage(operatorId, { t: 'beat', mic: 'live' });
      floor.onPage(operatorId, { t: 'phone', state: 'registered' });
      floor.onPage(operatorId, { t: 'ready' });
      await time.pass(100);
    },
    pageDies(operatorId = anOperator().id) {
      beating.delete(operatorId);
      floor.operatorGone(operatorId);
    },
    /** The server is killed and started anew; the exchange goes on. */
    async restart() {
      floor.stop();
      floor = await newFloor();
    },
    /** The newest message of a kind that an operator's page got. */
    last<T extends ToPage['t']>(t: T, operatorId = anOperator().id): Extract<ToPage, { t: T }> | undefined {
      const found = seen.findLast((s) => s.operatorId === operatorId && s.message.t === t)?.message;
      return found?.t === t ? (found as Extract<ToPage, { t: T }>) : undefined;
    },
    state: (operatorId = anOperator().id) => floor.snapshot().operators.find((o) => o.operatorId === operatorId)?.presence,
    row: async () => (await store.all('call'))[0],
  };
}
export type Bureau = Awaited<ReturnType<typeof bureau>>;

/** Three wrong ones in a row are too many here. */
function checkPinOf(pins: ReadonlyMap<string, string>) {
  let failures = 0;
  return async (personIds: readonly string[], pin: string) => {
    if (failures >= 3) return 'limited' as const;
    const personId = personIds.find((id) => pins.get(id) === pin);
    if (personId !== undefined) return { personId };
    failures += 1;
    return 'wrong' as const;
  };
}
