import type { TelephonyEvent } from '../../ports/telephony.ts';
import type { AriRequest } from './ari.ts';
import { rtpStatisticsSchema } from './ari-messages.ts';
import { enc, ensureBridge, legBridge, marks, unlessGone } from './commands.ts';

/** Milliseconds without a packet after which an operator's leg is silent. */
const silentAfterMs = 2_000;

/** One operator's leg as a survey finds it, with who else is on its bridge. */
export type FoundLeg = {
  readonly operatorId: string;
  readonly channelId: string;
  readonly line: 'page' | 'telephone';
  readonly state: 'on-bridge' | 'off-bridge';
  readonly guests: readonly string[];
};

type Leg = {
  readonly channelId: string;
  /** The telephone network may send nothing while nobody speaks: packets of an operator's own telephone prove nothing. */
  readonly line: 'page' | 'telephone';
  /** False until the operator's telephone has answered. */
  up: boolean;
  rxcount: number;
  heardAtMs: number;
  /** Null until the first two seconds have told. */
  alive: boolean | null;
};

export type LegsDeps = {
  readonly request: AriRequest;
  readonly application: string;
  /** Offered to the operator's telephone, best first: without them Asterisk takes PCMU. */
  readonly formats: string;
  readonly nowMs: () => number;
  readonly sipUserOf: (operatorId: string) => Promise<string | null>;
  readonly emit: (event: TelephonyEvent) => void;
};

/** The persistent legs of the operators: one each, alone on a bridge of its own until a caller is moved in. */
export function createLegs(deps: LegsDeps) {
  const { request, emit } = deps;
  const legs = new Map<string, Leg>();
  /** Channels of the audio check by operator; they outlive a leg that is dropped under them. */
  const echoes = new Map<string, string>();
  /** Channels that were moved to a leg and have not left it, by operator: without any the leg is alone. */
  const guests = new Map<string, ReadonlySet<string>>();
  /** Operators who hear the ringing tone: nothing else is played to their legs. */
  const hearing = new Set<string>();
  /** Commands about the sound of one leg, one after the other. */
  const turns = new Map<string, Promise<void>>();

  const silence = (method: 'POST' | 'DELETE', channelId: string) =>
    unlessGone(request(method, `/channels/${enc(channelId)}/silence`));

  function inTurn(operatorId: string, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(operatorId) ?? Promise.resolve()).catch(() => undefined).then(work);
    turns.set(operatorId, turn);
    return turn;
  }

  /**
   * Silence flows on a leg that is alone, so that packets prove it. Anywhere else it would swallow everything that others say: as
   * long as Asterisk makes sound for a channel, what comes from its bridge is dropped. Said anew after each change, by what is true then.
   */
  const settle = (operatorId: string): Promise<void> =>
    inTurn(operatorId, async () => {
      const leg = legs.get(operatorId);
      if (leg === undefined || hearing.has(operatorId)) return;
      const isAlone = leg.up && guestsOf(operatorId).size === 0 && !echoes.has(operatorId);
      await silence(isAlone ? 'POST' : 'DELETE', leg.channelId);
    });

  const guestsOf = (operatorId: string): ReadonlySet<string> => guests.get(operatorId) ?? new Set();

  /** Silence and tone would take each other's place: the one ends before the other begins. */
  async function ring(operatorId: string, channelId: string): Promise<void> {
    hearing.add(operatorId);
    await silence('DELETE', channelId);
    await unlessGone(request('POST', `/channels/${enc(channelId)}/ring`));
  }

  async function quiet(operatorId: string, channelId: string): Promise<void> {
    if (hearing.delete(operatorId)) await unlessGone(request('DELETE', `/channels/${enc(channelId)}/ring`));
  }

  function adopt(operatorId: string, channelId: string, line: Leg['line']): Leg {
    const leg: Leg = { channelId, line, up: true, rxcount: -1, heardAtMs: deps.nowMs(), alive: null };
    legs.set(operatorId, leg);
    return leg;
  }

  /** Brings a channel to the leg's bridge; one that does not come there would be up and hear nobody, so it is given up. */
  async function place(operatorId: string, channelId: string, orElse: () => Promise<void>): Promise<void> {
    const bridge = legBridge(operatorId);
    try {
      await ensureBridge(request, bridge);
      if (await unlessGone(request('POST', `/bridges/${enc(bridge)}/addChannel`, { channel: channelId }))) return;
    } catch (cause) {
      await orElse();
      throw cause;
    }
    await orElse();
  }

  function lost(operatorId: string): void {
    if (!legs.delete(operatorId)) return;
    hearing.delete(operatorId);
    emit({ t: 'leg', operatorId, state: 'gone' });
  }

  /** Ended besides being forgotten: his telephone would take no other one while it is up there. */
  async function giveUp(operatorId: string, leg: Leg): Promise<void> {
    if (legs.get(operatorId) === leg) lost(operatorId);
    await unlessGone(request('DELETE', `/channels/${enc(leg.channelId)}`));
  }

  async function leaves(operatorId: string, channelId: string): Promise<void> {
    guests.set(operatorId, new Set([...guestsOf(operatorId)].filter((guest) => guest !== channelId)));
    await settle(operatorId);
  }

  async function poll(operatorId: string, leg: Leg): Promise<void> {
    const rxcount = await received(leg.channelId);
    if (legs.get(operatorId) !== leg) return;
    if (rxcount === null) return giveUp(operatorId, leg);
    const grew = leg.rxcount >= 0 && rxcount > leg.rxcount;
    leg.rxcount = rxcount;
    if (grew) leg.heardAtMs = deps.nowMs();
    const isWithin = deps.nowMs() - leg.heardAtMs < silentAfterMs;
    if (!grew && leg.alive !== true && isWithin) return;
    const alive = grew || isWithin;
    if (alive !== leg.alive) emit({ t: 'leg', operatorId, state: alive ? 'alive' : 'silent' });
    leg.alive = alive;
  }

  async function received(channelId: string): Promise<number | null> {
    let rxcount: number | null = null;
    await unlessGone(
      request('GET', `/channels/${enc(channelId)}/rtp_statistics`).then((body) => {
        rxcount = rtpStatisticsSchema.parse(body).rxcount;
      }),
    );
    return rxcount;
  }

  async function endEcho(operatorId: string): Promise<void> {
    const channelId = echoes.get(operatorId);
    if (channelId === undefined) return;
    echoes.delete(operatorId);
    await unlessGone(request('DELETE', `/channels/${enc(channelId)}`));
  }

  /** It is brought again as long as the check runs. */
  async function echoFailed(operatorId: string): Promise<void> {
    const ended = endEcho(operatorId);
    emit({ t: 'echo-gone', operatorId });
    await ended;
  }

  async function originate(operatorId: string, sipUser: string): Promise<void> {
    const channelId = `leg-${operatorId}-${deps.nowMs()}`;
    legs.set(operatorId, { channelId, line: 'page', up: false, rxcount: -1, heardAtMs: deps.nowMs(), alive: null });
    const query = {
      endpoint: `PJSIP/${sipUser}`,
      app: deps.application,
      appArgs: `leg,${operatorId}`,
      channelId,
      formats: deps.formats,
      timeout: 10,
      callerId: 'Permanence <0>',
    };
    const variables = { [marks.role]: 'leg', [marks.operator]: operatorId };
    try {
      await request('POST', '/channels', query, { variables });
    } catch (cause) {
      lost(operatorId);
      throw cause;
    }
  }

  return {
    /** Originating to a telephone that is not registered is refused at once by Asterisk: looked up first. */
    async bring(operatorId: string): Promise<void> {
      if (legs.has(operatorId)) return;
      const sipUser = await deps.sipUserOf(operatorId);
      if (sipUser === null) emit({ t: 'phone-unknown', operatorId });
      else if (!legs.has(operatorId)) await originate(operatorId, sipUser);
    },

    async drop(operatorId: string): Promise<void> {
      await endEcho(operatorId);
      const leg = legs.get(operatorId);
      if (leg !== undefined) await giveUp(operatorId, leg);
    },

    /** The operator's telephone answered. A leg that nobody wants any more is ended. */
    async up(operatorId: string, channelId: string): Promise<void> {
      const leg = legs.get(operatorId);
      if (leg?.channelId !== channelId) {
        await unlessGone(request('DELETE', `/channels/${enc(channelId)}`));
        return;
      }
      leg.up = true;
      leg.heardAtMs = deps.nowMs();
      await place(operatorId, channelId, () => giveUp(operatorId, leg));
      await settle(operatorId);
    },

    /** The operator's own telephone takes the place of whatever leg he had; rejects when it has gone. */
    async takeOver(operatorId: string, channelId: string): Promise<void> {
      await endEcho(operatorId);
      const bridge = legBridge(operatorId);
      await ensureBridge(request, bridge);
      await request('POST', `/bridges/${enc(bridge)}/addChannel`, { channel: channelId });
      const before = legs.get(operatorId);
      adopt(operatorId, channelId, 'telephone');
      if (before !== undefined) await unlessGone(request('DELETE', `/channels/${enc(before.channelId)}`));
      await settle(operatorId);
    },

    /** After a survey: the leg was there already. */
    async found({ operatorId, channelId, line, state, guests: others }: FoundLeg): Promise<void> {
      const leg = adopt(operatorId, channelId, line);
      if (line === 'telephone') emit({ t: 'leg', operatorId, state: 'alive' });
      guests.set(operatorId, new Set([...others, ...guestsOf(operatorId)])); // and whom we moved there since it was looked at
      if (state === 'off-bridge') await place(operatorId, channelId, () => giveUp(operatorId, leg));
      if (state === 'off-bridge' || others.length === 0) await settle(operatorId);
    },

    /** Somebody comes to the leg. Silence would be mixed with his first words and keep the move waiting. Rejects when he has gone. */
    async admit(operatorId: string, channelId: string): Promise<void> {
      guests.set(operatorId, new Set([...guestsOf(operatorId), channelId]));
      await endEcho(operatorId);
      const leg = legs.get(operatorId);
      if (leg !== undefined) {
        await inTurn(operatorId, () => quiet(operatorId, leg.channelId));
        await settle(operatorId);
      }
      try {
        await request('POST', `/bridges/${enc(legBridge(operatorId))}/addChannel`, { channel: channelId });
      } catch (cause) {
        await leaves(operatorId, channelId);
        throw cause;
      }
    },

    /** The tone that somebody's telephone rings, for the operator who has him called. */
    async ringback(operatorId: string, on: boolean): Promise<void> {
      const leg = legs.get(operatorId);
      if (leg === undefined) return;
      await inTurn(operatorId, () => (on ? ring : quiet)(operatorId, leg.channelId));
      await settle(operatorId);
    },

    /** Who is moved to where he is already leaves for a moment and comes again: the exchange tells both. */
    async entered(operatorId: string, channelId: string): Promise<void> {
      if (legs.get(operatorId)?.channelId === channelId || echoes.get(operatorId) === channelId) return;
      guests.set(operatorId, new Set([...guestsOf(operatorId), channelId]));
      await settle(operatorId);
    },

    /** The leg is alone again, unless somebody else was moved to it meanwhile. */
    afterCaller: leaves,

    /** The channel of a leg that is up; null when there is none. */
    channelOf(operatorId: string): string | null {
      const leg = legs.get(operatorId);
      return leg?.up ? leg.channelId : null;
    },

    async echo(operatorId: string, on: boolean): Promise<void> {
      if (!on) {
        await endEcho(operatorId);
        await settle(operatorId);
        return;
      }
      if (!legs.has(operatorId) || echoes.has(operatorId)) return;
      const channelId = `echo-${operatorId}-${deps.nowMs()}`;
      echoes.set(operatorId, channelId);
      const query = { endpoint: 'Local/s@echo/n', app: deps.application, appArgs: `echo,${operatorId}`, channelId };
      try {
        await settle(operatorId);
        await request('POST', '/channels', query);
      } catch (cause) {
        if (echoes.get(operatorId) === channelId) echoes.delete(operatorId); // it may be asked for again
        throw cause;
      }
    },

    /** The check may have ended before its channel came. */
    async echoUp(operatorId: string, channelId: string): Promise<void> {
      if (echoes.get(operatorId) !== channelId) {
        await unlessGone(request('DELETE', `/channels/${enc(channelId)}`));
        return;
      }
      await place(operatorId, channelId, () => echoFailed(operatorId));
    },

    /** A channel ended; if it was a leg, or came back to one as its echo, that is told. */
    ended(channelId: string): void {
      for (const [operatorId, leg] of legs) if (leg.channelId === channelId) lost(operatorId);
      for (const [operatorId, echo] of echoes) {
        if (echo !== channelId) continue;
        echoes.delete(operatorId);
        emit({ t: 'echo-gone', operatorId });
      }
    },

    async pollAll(): Promise<void> {
      const heard = [...legs].filter(([, leg]) => leg.up && leg.line === 'page');
      await Promise.all(heard.map(([operatorId, leg]) => poll(operatorId, leg)));
    },

    forgetAll(): void {
      legs.clear();
      echoes.clear();
      guests.clear();
      hearing.clear();
    },
  };
}
