/** A channel of the exchange, as far as the guardian must know it. */
export type WatchedChannel = {
  readonly id: string;
  /** Channel variable PERMANENCE_ROLE: set by the dialplan and the server. */
  readonly role: 'caller' | 'other';
  /** Being recorded or spoken to, still. */
  readonly busy: boolean;
  /** Until then he hears the ringing tone. */
  readonly answered: boolean;
  /** Held by an application of ours; otherwise the dialplan already has it. */
  readonly inApplication: boolean;
};
export type WatchedBridge = {
  readonly id: string;
  /** A bridge made for waiting: the exchange plays music there whatever becomes of the server. */
  readonly hasMusic: boolean;
  readonly channels: readonly string[];
};

export type Absence = {
  readonly channels: readonly WatchedChannel[];
  readonly bridges: readonly WatchedBridge[];
  /** Milliseconds since the server's last sign of life. */
  readonly silentForMs: number;
  /** When each caller was first seen left alone in this absence, and now: milliseconds of one clock. */
  readonly aloneSince: Readonly<Record<string, number>>;
  readonly now: number;
  /** Bridges on which the guardian's music plays. */
  readonly playing: readonly string[];
};

export type Judgement = {
  /** Bridges to put music on. */
  readonly music: readonly string[];
  /** Bridges whose music of ours ends: the caller is no longer alone. */
  readonly quiet: readonly string[];
  /** Answered callers on no bridge, to whom nobody speaks any more: to be put on one with music. */
  readonly shelter: readonly string[];
  /** Callers to send to the apology and the recording. */
  readonly unattended: readonly string[];
  readonly aloneSince: Readonly<Record<string, number>>;
};

const musicAfterMs = 1_500;
const unattendedAfterMs = { onBridge: 60_000, onNoBridge: 10_000 };

/** What to do for callers while the server is silent; all music of ours ends when it speaks again. */
export function judgeAbsence(absence: Absence): Judgement {
  if (absence.silentForMs < musicAfterMs)
    return { music: [], quiet: absence.playing, shelter: [], unattended: [], aloneSince: {} };
  const alone = callersAlone(absence);
  const aloneSince = Object.fromEntries(alone.map(({ id }) => [id, absence.aloneSince[id] ?? absence.now]));
  const unattended = alone.filter(({ id, bridge }) => {
    const limit = bridge === null ? unattendedAfterMs.onNoBridge : unattendedAfterMs.onBridge;
    return absence.now - (aloneSince[id] ?? absence.now) >= limit;
  });
  const leaving = unattended.map(({ id }) => id);
  const silent = alone.flatMap(({ id, bridge }) =>
    bridge === null || bridge.hasMusic || leaving.includes(id) ? [] : [bridge.id],
  );
  const shelter = alone.filter(({ id, bridge, answered }) => bridge === null && answered && !leaving.includes(id));
  return {
    shelter: shelter.map(({ id }) => id),
    music: silent.filter((id) => !absence.playing.includes(id)),
    quiet: absence.playing.filter((id) => !silent.includes(id)),
    unattended: leaving,
    // Counted anew: the exchange takes a moment to let go of a channel, and must not be asked again meanwhile.
    aloneSince: { ...aloneSince, ...Object.fromEntries(leaving.map((id) => [id, absence.now])) },
  };
}

type Alone = { readonly id: string; readonly answered: boolean; readonly bridge: WatchedBridge | null };

/** Callers with nobody: alone on a bridge, or on none and neither recorded nor spoken to. */
function callersAlone({ channels, bridges }: Absence): Alone[] {
  return channels
    .filter(({ role, inApplication }) => role === 'caller' && inApplication)
    .flatMap(({ id, busy, answered }): Alone[] => {
      const bridge = bridges.find(({ channels: members }) => members.includes(id)) ?? null;
      if (bridge === null) return busy ? [] : [{ id, answered, bridge }];
      return bridge.channels.length === 1 ? [{ id, answered, bridge }] : [];
    });
}
