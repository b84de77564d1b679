import type { TelephonyEffect, TelephonyEvent } from '../../ports/telephony.ts';
import type { AriRequest } from './ari.ts';
import { enc, snoopChannel, unlessGone } from './commands.ts';

type Listen = Extract<TelephonyEffect, { do: 'listen' }>;

/** To whom what the supervisor says is added: nobody, what the operator hears (`out`), and what is heard of him besides. */
const whispers: Readonly<Record<Listen['how'], 'none' | 'out' | 'both'>> = { listen: 'none', whisper: 'out', join: 'both' };

/** Supervisors who listen: a snoop channel on the operator's leg, brought to the supervisor's own. The conversation is untouched. */
export function createListeners(deps: {
  readonly request: AriRequest;
  readonly application: string;
  readonly nowMs: () => number;
  readonly emit: (event: TelephonyEvent) => void;
  readonly legs: {
    channelOf(operatorId: string): string | null;
    admit(operatorId: string, channelId: string): Promise<void>;
  };
}) {
  const { request, emit, legs } = deps;
  /** By supervisor. */
  const snoops = new Map<string, string>();

  async function end(supervisorId: string): Promise<void> {
    const channelId = snoops.get(supervisorId);
    if (channelId === undefined) return;
    snoops.delete(supervisorId);
    await unlessGone(request('DELETE', `/channels/${enc(channelId)}`));
  }

  return {
    /** Rejects when one of the two has no leg. */
    async listen({ supervisorId, operatorId, how }: Listen): Promise<void> {
      await end(supervisorId);
      const leg = legs.channelOf(operatorId);
      if (leg === null || legs.channelOf(supervisorId) === null) throw new Error('no such leg');
      const channelId = snoopChannel(supervisorId, deps.nowMs());
      snoops.set(supervisorId, channelId);
      const query = { spy: 'both', whisper: whispers[how], app: deps.application, appArgs: `snoop,${supervisorId}` };
      await request('POST', `/channels/${enc(leg)}/snoop/${enc(channelId)}`, query).catch((cause: unknown) => {
        snoops.delete(supervisorId);
        throw cause;
      });
    },

    /** He may have stopped listening, or begun another way, before its channel came. */
    async up(supervisorId: string, channelId: string): Promise<void> {
      const isHeard = snoops.get(supervisorId) === channelId && (await unlessGone(legs.admit(supervisorId, channelId)));
      if (!isHeard) await unlessGone(request('DELETE', `/channels/${enc(channelId)}`));
    },

    end,

    /** Its leg went, or another hand ended it. */
    ended(channelId: string): void {
      for (const [supervisorId, snoop] of snoops) {
        if (snoop !== channelId) continue;
        snoops.delete(supervisorId);
        emit({ t: 'listening-ended', supervisorId });
      }
    },

    forgetAll: (): void => snoops.clear(),
  };
}
