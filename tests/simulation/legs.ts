import type { TelephonyEvent } from '../../server/ports/telephony.ts';
import type { Course } from './course.ts';

/** An operator's leg: the call between the exchange and the telephone in his page. */
type Leg = {
  readonly operatorId: string;
  /** The operator's own telephone knows nothing of his page. */
  readonly line: 'page' | 'telephone';
  up: boolean;
  /** Whether his packets arrive. */
  flowing: boolean;
  /** Since when it is so. */
  sinceMs: number;
  /** Number of the latest change: what was begun before it is out of date. */
  version: number;
  told: 'alive' | 'silent' | null;
};

/** Milliseconds: without packets until it is noticed; until the exchange itself hangs up (`rtp_timeout`); ringing; between two looks; until the end of a leg is told. */
const times = { silent: 2_000, timeout: 20_000, ringing: 10_000, poll: 500, told: 50 } as const;

/** The legs of all operators, each on a bridge of its own that stays when the leg has ended. */
export function createLegs(
  course: Course,
  around: {
    readonly emit: (event: TelephonyEvent) => void;
    /** The operator's telephone rings. */
    readonly ring: (operatorId: string) => void;
    /** The operator's leg has ended. */
    readonly ended: (operatorId: string) => void;
    /** What callers on the leg's bridge hear may have changed. */
    readonly changed: (operatorId: string) => void;
  },
) {
  const { time, chance } = course;
  const legs = new Map<string, Leg>();
  const bridges = new Set<string>();
  const registered = new Set<string>();
  const endedMs = new Map<string, number>();

  /** As the adapter does by polling packets: says `alive` or `silent` once it is so. */
  function look(leg: Leg): void {
    const { version, operatorId } = leg;
    const state = leg.flowing ? 'alive' : 'silent';
    const noticed = (leg.flowing ? 0 : times.silent) + chance.between(50, times.poll);
    const isStill = () => legs.get(operatorId) === leg && leg.version === version;
    time.after(noticed, () => {
      if (!isStill() || leg.told === state) return;
      leg.told = state;
      around.emit({ t: 'leg', operatorId, state });
    });
    if (!leg.flowing) time.after(times.timeout, () => (isStill() ? end(operatorId) : undefined));
  }

  function end(operatorId: string): void {
    if (!legs.delete(operatorId)) return;
    endedMs.set(operatorId, time.nowMs());
    course.trace.add(`leg of ${operatorId} ends`);
    around.emit({ t: 'leg', operatorId, state: 'gone' });
    around.ended(operatorId);
    around.changed(operatorId);
  }

  return {
    end,
    /** What becomes of the page does not touch the operator's own telephone. */
    endOfPage: (operatorId: string): void => (legs.get(operatorId)?.line === 'telephone' ? undefined : end(operatorId)),
    /** The operator's own telephone in the place of whatever leg he had. */
    takeOver(operatorId: string): void {
      const leg: Leg = {
        operatorId,
        line: 'telephone',
        up: true,
        flowing: true,
        sinceMs: time.nowMs(),
        version: 0,
        told: null,
      };
      legs.set(operatorId, leg);
      bridges.add(operatorId);
      course.trace.add(`telephone of ${operatorId} is his leg`);
      around.changed(operatorId);
      // put down in the end, if the caller does not hang up first
      time.after(5_000 + chance.around(60_000), () => (legs.get(operatorId) === leg ? end(operatorId) : undefined));
    },
    register: (operatorId: string) => void registered.add(operatorId),
    unregister: (operatorId: string) => void registered.delete(operatorId),
    isRegistered: (operatorId: string) => registered.has(operatorId),
    has: (operatorId: string) => legs.has(operatorId),
    hasBridge: (operatorId: string) => bridges.has(operatorId),
    /** The operator hears and is heard. */
    speaks: (operatorId: string) => {
      const leg = legs.get(operatorId);
      return leg?.up === true && leg.flowing;
    },
    isUp: (operatorId: string) => legs.get(operatorId)?.up === true,
    isTelephone: (operatorId: string) => legs.get(operatorId)?.line === 'telephone',
    /** Milliseconds for which nobody could have heard the operator; 0 while he can be heard. */
    unheardMs(operatorId: string): number {
      const leg = legs.get(operatorId);
      // of one that has just ended the word is on its way
      if (time.nowMs() - (endedMs.get(operatorId) ?? 0) < times.told) return 0;
      if (leg === undefined || !leg.up) return Number.POSITIVE_INFINITY;
      return leg.flowing ? 0 : time.nowMs() - leg.sinceMs;
    },
    all: () => [...legs.values()].filter((leg) => leg.up).map(({ operatorId, line }) => ({ operatorId, line })),
    bring(operatorId: string): void {
      if (legs.has(operatorId)) return;
      const leg: Leg = { operatorId, line: 'page', up: false, flowing: false, sinceMs: time.nowMs(), version: 0, told: null };
      legs.set(operatorId, leg);
      around.ring(operatorId);
      time.after(times.ringing, () => (legs.get(operatorId) === leg && !leg.up ? end(operatorId) : undefined));
    },
    /** The operator's telephone answers. */
    answered(operatorId: string, flowing: boolean): void {
      const leg = legs.get(operatorId);
      if (leg === undefined || leg.up) return;
      leg.up = true;
      leg.flowing = flowing;
      leg.sinceMs = time.nowMs();
      leg.version += 1;
      bridges.add(operatorId);
      around.changed(operatorId);
      look(leg);
    },
    /** Packets of the operator stop or come again. */
    flow(operatorId: string, flowing: boolean): void {
      const leg = legs.get(operatorId);
      if (leg === undefined || !leg.up || leg.line === 'telephone' || leg.flowing === flowing) return;
      leg.flowing = flowing;
      leg.sinceMs = time.nowMs();
      leg.version += 1;
      around.changed(operatorId);
      look(leg);
    },
    /** A connection that has just surveyed knows nothing of packets yet. */
    lookAnew(): void {
      for (const leg of legs.values()) {
        if (!leg.up) continue;
        leg.told = null;
        leg.version += 1;
        look(leg);
      }
    },
    /** The exchange dies: no leg, no bridge, no telephone is known. */
    die(): void {
      for (const operatorId of [...legs.keys()]) end(operatorId);
      bridges.clear();
      registered.clear();
    },
  };
}
