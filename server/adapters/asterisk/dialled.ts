import type { TelephonyEffect } from '../../ports/telephony.ts';
import type { AriRequest } from './ari.ts';
import { marks, setMarks } from './commands.ts';

type Dial = Extract<TelephonyEffect, { do: 'dial-out' }>;
type DialPerson = Extract<TelephonyEffect, { do: 'dial-person' }>;

/** Seconds that a telephone rings which the bureau calls: longer than most voicemails wait. */
const ringSeconds = 45;

/** Calls that the bureau makes. Who has answered is a caller to everybody: the guardian gives him music, a survey finds him. */
export function createDialled(request: AriRequest, application: string) {
  return {
    async dial({ channelId, callId, line, number, shown }: Dial): Promise<void> {
      const query = {
        endpoint: `PJSIP/${number}@trunk`,
        app: application,
        appArgs: `outbound,${line},${number}`,
        channelId,
        formats: 'alaw',
        timeout: ringSeconds,
        callerId: `<${shown}>`,
      };
      await request('POST', '/channels', query, { variables: { [marks.role]: 'dialled', [marks.call]: callId } });
    },

    answered: (channelId: string): Promise<void> => setMarks(request, channelId, { [marks.role]: 'caller' }),

    async dialPerson({ channelId, number, shown }: DialPerson): Promise<void> {
      const query = {
        endpoint: `PJSIP/${number}@trunk`,
        app: application,
        appArgs: 'person',
        channelId,
        formats: 'alaw',
        timeout: ringSeconds,
        callerId: `<${shown}>`,
      };
      await request('POST', '/channels', query, { variables: { [marks.role]: 'person' } });
    },

    /** From now on it is told when he speaks: pauses of up to a second are none (TALK_DETECT: silence in ms, loudness). */
    personAnswered: (channelId: string): Promise<void> => setMarks(request, channelId, { 'TALK_DETECT(set)': '1000,256' }),
  };
}
