import type { TelephonyEffect, TelephonyEvent, ThirdParty } from '../../ports/telephony.ts';
import type { AriRequest } from './ari.ts';
import { enc, ensureBridge, joinBridge, marks, setMarks, thirdChannel, unlessGone, waitBridge } from './commands.ts';

type Dial = Extract<TelephonyEffect, { do: 'dial-third' }>;
type Gone = Extract<TelephonyEvent, { t: 'third-gone' }>['outcome'];

/** Seconds that a third party's telephone rings: longer than most voicemails wait. */
const ringSeconds = 45;

/** Third parties whom operators call over the trunk. Their channels carry call and attempt in their names: nothing is remembered here. */
export function createThirds(
  request: AriRequest,
  application: string,
  legs: { admit(operatorId: string, channelId: string): Promise<void> },
) {
  const addTo = (bridge: string, channel: string) => request('POST', `/bridges/${enc(bridge)}/addChannel`, { channel });

  return {
    async dial({ third, number, shown }: Dial): Promise<void> {
      const query = {
        endpoint: `PJSIP/${number}@trunk`,
        app: application,
        appArgs: `third,${third.callId},${third.attempt}`,
        channelId: thirdChannel(third),
        formats: 'alaw',
        timeout: ringSeconds,
        callerId: `<${shown}>`,
      };
      await request('POST', '/channels', query, { variables: { [marks.role]: 'third', [marks.call]: third.callId } });
    },

    async consult(third: ThirdParty, operatorId: string): Promise<void> {
      await legs.admit(operatorId, thirdChannel(third));
    },

    async join(third: ThirdParty, caller: string): Promise<void> {
      const bridge = joinBridge(caller);
      await ensureBridge(request, bridge);
      await addTo(bridge, thirdChannel(third));
      await addTo(bridge, caller);
      await setMarks(request, caller, { [marks.operator]: '', [marks.held]: '', [marks.busy]: '' });
      await unlessGone(request('DELETE', `/bridges/${enc(waitBridge(caller))}`));
    },

    async end(third: ThirdParty): Promise<void> {
      await unlessGone(request('DELETE', `/channels/${enc(thirdChannel(third))}`, { reason_code: 16 }));
    },
  };
}

/** What a leg's end means, from the SIP status (RFC 3261, 21) or else the cause (ITU-T Q.850). */
export function outcomeOf(ended: { readonly cause?: number | undefined; readonly tech_cause?: number | undefined }): Gone {
  const { cause, tech_cause: status } = ended;
  if (status === 486 || status === 600 || cause === 17) return 'busy';
  if (status === 603 || status === 403 || cause === 21) return 'refused';
  if (status === 408 || status === 480 || cause === 18 || cause === 19) return 'no-answer';
  return 'failed';
}
