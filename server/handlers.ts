import type * as z from 'zod/mini';
import { type Identity, seesAccount } from '#shared/accounts/access.ts';
import { agreementIn } from '#shared/accounts/agreement.ts';
import { browserOfPush } from '#shared/accounts/device-name.ts';
import type { PoolNumber } from '#shared/accounts/number-pool.ts';
import type { AccountTrouble, ErasureState, PersonFile, TeamSignIn } from '#shared/api/accounts.ts';
import type { Relay, SpokenGreeting } from '#shared/api/calls.ts';
import type { OutboxItem, UnmatchedReply } from '#shared/api/delivery.ts';
import type { Session } from '#shared/api/sync.ts';
import type { api } from '#shared/api.ts';
import { priceBookOn } from '#shared/billing/price-book.ts';
import { CodedError } from '#shared/errors.ts';
import type { StrayDecision, StrayNote, StrayOutcome } from '#shared/notes/stray-note.ts';
import type { FallbackTelephone } from '#shared/operators/fallback-telephone.ts';
import type { FoundRow } from '#shared/sync/person-data.ts';
import type { PullRequest, PullResponse, PushRequest, PushResponse } from '#shared/sync/protocol.ts';
import type { apply } from './accounts/apply.ts';
import type { completeApplication } from './accounts/complete-application.ts';
import type { confirmApplication } from './accounts/confirm-application.ts';
import { deskIdOf } from './accounts/desk-id.ts';
import type { BureauDirectory } from './accounts/directory.ts';
import type { addNumbers, takeNumberBack } from './accounts/keep-numbers.ts';
import type { listApplications } from './accounts/list-applications.ts';
import type { Handlers } from './app.ts';
import type { KeptTelephone, TelephoneWish } from './operators/keep-telephone.ts';
import type { PushTarget } from './ports/delivery.ts';
import type { Clock } from './ports/time.ts';
import type { AboutPerson } from './sync/find-person.ts';

const hour = 3600;

/** How long a device's data may be read without the server [DESIGN: lease]: medical accounts for a shift, others for 7 days. */
const leaseSeconds = (directory: Pick<BureauDirectory, 'account'>, accountIds: readonly string[]): number =>
  accountIds.some((id) => directory.account(id)?.trade === 'medical') ? 12 * hour : 7 * 24 * hour;

type Handler<N extends keyof typeof api> = (
  who: Identity,
  input: z.infer<(typeof api)[N]['input']>,
) => Promise<z.infer<(typeof api)[N]['output']>>;
/** What becoming a client asks of the server. */
export type JoiningHandlers = {
  readonly apply: ReturnType<typeof apply>;
  readonly confirm: ReturnType<typeof confirmApplication>;
  readonly complete: ReturnType<typeof completeApplication>;
  readonly newClients: ReturnType<typeof listApplications>;
  readonly numbers: () => Promise<PoolNumber[]>;
  readonly addNumbers: ReturnType<typeof addNumbers>;
  readonly takeNumberBack: ReturnType<typeof takeNumberBack>;
};

type BoothToken = z.infer<typeof api.boothToken.output>;

export type HandlerDeps = {
  readonly about: { readonly version: string; readonly demo: boolean };
  readonly hasFax: boolean;
  readonly clock: Clock;
  readonly directory: Pick<BureauDirectory, 'account'>;
  readonly push: (who: Identity, request: PushRequest) => Promise<PushResponse>;
  readonly pull: (who: Identity, request: PullRequest) => Promise<PullResponse>;
  readonly pushKey: string;
  readonly subscribe: (who: Identity, target: PushTarget) => Promise<void>;
  readonly unsubscribe: (who: Identity, endpoint: string) => Promise<void>;
  readonly pushDevices: (personId: string) => Promise<readonly { readonly endpoint: string; readonly since: string }[]>;
  readonly team: (who: Identity, ask: { readonly accountId: string }) => Promise<{ items: TeamSignIn[] }>;
  readonly invite: (who: Identity, ask: { readonly accountId: string; readonly personId: string }) => Promise<void>;
  readonly webhooks: Handler<'webhooks'>;
  readonly addWebhook: Handler<'addWebhook'>;
  readonly actOnWebhook: Handler<'actOnWebhook'>;
  readonly sendWebhookAgain: Handler<'sendWebhookAgain'>;
  readonly outbox: (limit: number) => Promise<OutboxItem[]>;
  readonly smsReplies: (limit: number) => Promise<UnmatchedReply[]>;
  readonly accountTroubles: () => Promise<AccountTrouble[]>;
  readonly putReplyAside: (id: string, by: { readonly userId: string; readonly at: string }) => Promise<void>;
  readonly voicemailGreeting: (who: Identity, ask: { readonly accountId: string }) => Promise<SpokenGreeting>;
  readonly recordGreeting: (
    who: Identity,
    input: { readonly accountId: string; readonly sound: Uint8Array },
  ) => Promise<{ ok: true }>;
  readonly keepSound: (
    who: Identity,
    input: { readonly accountId: string; readonly sound: Uint8Array },
  ) => Promise<{ recordingId: string }>;
  readonly strayNotes: (limit: number) => Promise<StrayNote[]>;
  readonly settleStrayNote: (
    who: Identity,
    asked: { readonly id: string; readonly decision: StrayDecision },
  ) => Promise<StrayOutcome>;
  readonly lendRelay: (user: string) => Relay;
  readonly pin: (personId: string) => Promise<{ readonly isSet: boolean; readonly hotlines: string[] }>;
  readonly keepPin: (personId: string, pin: string | null) => Promise<'kept' | 'guessable' | 'removed'>;
  readonly telephone: (who: Identity, ask: { readonly operatorId: string }) => Promise<FallbackTelephone | null>;
  readonly keepTelephone: (who: Identity, wish: TelephoneWish) => Promise<KeptTelephone>;
  readonly findContacts: Handler<'findContacts'>;
  readonly beginImport: Handler<'beginImport'>;
  readonly importPart: Handler<'importPart'>;
  readonly finishImport: Handler<'finishImport'>;
  readonly instructionVersions: Handler<'instructionVersions'>;
  readonly findPerson: (who: Identity, ask: AboutPerson) => Promise<{ rows: FoundRow[] }>;
  readonly exportPerson: (who: Identity, ask: AboutPerson) => Promise<PersonFile>;
  readonly erasePerson: (
    who: Identity,
    ask: AboutPerson & { readonly rows: readonly string[] },
  ) => Promise<{ erasure: ErasureState | null }>;
  readonly erasures: (who: Identity, accountId: string) => Promise<ErasureState[]>;
  readonly joining: JoiningHandlers;
  readonly boothToken: (caller: string | null) => Promise<BoothToken>;
};

/** The functions behind `shared/api.ts`, one per endpoint. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { about, clock } = deps;
  return {
    about: async () => ({ ...about, serverTime: clock() }),
    session: async (who) => sessionOf(deps, who),
    push: deps.push,
    pull: deps.pull,
    pushKey: async () => ({ key: deps.pushKey }),
    pushSubscribe: async (who, { endpoint, keys }) => {
      await deps.subscribe(who, { endpoint, ...keys });
      return { ok: true };
    },
    pushUnsubscribe: async (who, { endpoint }) => {
      await deps.unsubscribe(who, endpoint);
      return { ok: true };
    },
    pushDevices: async (who) => {
      const devices = await deps.pushDevices(personOf(who));
      return { items: devices.map((one) => ({ ...one, browser: browserOfPush(one.endpoint) })) };
    },
    team: deps.team,
    invite: async (who, ask) => {
      await deps.invite(who, ask);
      return { ok: true };
    },
    webhooks: deps.webhooks,
    addWebhook: deps.addWebhook,
    actOnWebhook: deps.actOnWebhook,
    sendWebhookAgain: deps.sendWebhookAgain,
    outbox: async () => ({ items: await deps.outbox(200) }),
    smsReplies: async () => ({ items: await deps.smsReplies(50) }),
    accountTroubles: async (who) => ({
      items: (await deps.accountTroubles()).filter(({ accountId }) => seesAccount(who, accountId)),
    }),
    putReplyAside: async ({ userId }, { id }) => {
      await deps.putReplyAside(id, { userId, at: clock() });
      return { ok: true };
    },
    voicemailGreeting: deps.voicemailGreeting,
    recordGreeting: deps.recordGreeting,
    keepSound: deps.keepSound,
    strayNotes: async () => ({ items: await deps.strayNotes(200) }),
    settleStrayNote: async (who, asked) => ({ outcome: await deps.settleStrayNote(who, asked) }),
    relay: async (who) => deps.lendRelay(who.role === 'operator' ? who.operatorId : who.role),
    pin: async (who) => deps.pin(personOf(who)),
    keepPin: async (who, { pin }) => ({ outcome: await deps.keepPin(personOf(who), pin) }),
    telephone: async (who, ask) => ({ telephone: await deps.telephone(who, ask) }),
    keepTelephone: deps.keepTelephone,
    findContacts: deps.findContacts,
    beginImport: deps.beginImport,
    importPart: deps.importPart,
    finishImport: deps.finishImport,
    instructionVersions: deps.instructionVersions,
    findPerson: deps.findPerson,
    exportPerson: deps.exportPerson,
    erasePerson: deps.erasePerson,
    erasures: async (who, { accountId }) => ({ items: await deps.erasures(who, accountId) }),
    joinOffer: async (_, { language }) => ({ priceBook: priceBookOn(clock().slice(0, 10)), agreement: agreementIn(language) }),
    joinApply: (_, input, address) => deps.joining.apply(input, address),
    joinConfirm: (_, input, address) => deps.joining.confirm(input, address),
    joinComplete: (_, input) => deps.joining.complete(input),
    newClients: async () => ({ items: await deps.joining.newClients() }),
    numbers: async () => ({ items: await deps.joining.numbers() }),
    addNumbers: (_, range) => deps.joining.addNumbers(range),
    takeNumberBack: async (_, { number }) => ({ outcome: await deps.joining.takeNumberBack(number) }),
    boothToken: (_, { caller }) => deps.boothToken(caller),
  };
}

/** The contract lets only persons ask. */
function personOf(who: Identity): string {
  if (who.role === 'person') return who.personId;
  throw new CodedError('access.denied', 'not a person of a roster');
}

function sessionOf({ about, hasFax, clock, directory }: HandlerDeps, who: Identity): Session {
  const accountIds = who.role === 'person' ? [who.accountId] : [...who.accountIds];
  return {
    userId: who.userId,
    name: who.name,
    role: who.role,
    subjectId: who.role === 'person' ? who.personId : deskIdOf(who),
    accountIds,
    language: null,
    fax: hasFax,
    serverTime: clock(),
    leaseSeconds: leaseSeconds(directory, accountIds),
    ...about,
  };
}
