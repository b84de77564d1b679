import type { TelephoneOffer, TelephonyEffect } from '../../ports/telephony.ts';
import type { AriRequest } from './ari.ts';
import { enc, marks, telephoneChannel, unlessGone } from './commands.ts';

type Ring = Extract<TelephonyEffect, { do: 'ring-telephone' }>;

/** Seconds that an operator's own telephone rings. */
const ringSeconds = 20;

/** The operators' own telephones, rung over the trunk. Nobody is on the line with them before they are taken as a leg. */
export function createTelephones(
  request: AriRequest,
  application: string,
  legs: { takeOver(operatorId: string, channelId: string): Promise<void> },
) {
  const question = (telephone: TelephoneOffer): string => `ask-${telephoneChannel(telephone)}`;

  return {
    async ring({ telephone, operatorId, number, shown }: Ring): Promise<void> {
      const query = {
        endpoint: `PJSIP/${number}@trunk`,
        app: application,
        appArgs: `telephone,${operatorId}`,
        channelId: telephoneChannel(telephone),
        formats: 'alaw',
        timeout: ringSeconds,
        callerId: `<${shown}>`,
      };
      const variables = { [marks.role]: 'telephone', [marks.operator]: operatorId };
      await request('POST', '/channels', query, { variables });
    },

    async ask(telephone: TelephoneOffer, file: string): Promise<void> {
      const query = { media: `sound:${file}`, playbackId: question(telephone) };
      await unlessGone(request('POST', `/channels/${enc(telephoneChannel(telephone))}/play`, query));
    },

    /** A move to the bridge would wait for the end of what is being said. */
    async take(telephone: TelephoneOffer, operatorId: string): Promise<void> {
      await unlessGone(request('DELETE', `/playbacks/${enc(question(telephone))}`));
      await legs.takeOver(operatorId, telephoneChannel(telephone));
    },

    async end(telephone: TelephoneOffer): Promise<void> {
      await unlessGone(request('DELETE', `/channels/${enc(telephoneChannel(telephone))}`, { reason_code: 16 }));
    },
  };
}
