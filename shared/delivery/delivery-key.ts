import type { Channel, Delivery } from './delivery.ts';

/** The step of a delivery: 1 is the note itself, more are the ladder's, `taken` tells that somebody has acknowledged. */
export type Step = number | 'taken';

type KeyParts = { readonly noteId: string; readonly step: Step; readonly personId: string; readonly channel: Channel };

/** `note:step:person:channel`: what makes a delivery the same one. */
export const deliveryKey = ({ noteId, step, personId, channel }: KeyParts): string => `${noteId}:${step}:${personId}:${channel}`;

/** The step that a delivery's key names. */
export function stepOf({ key }: Pick<Delivery, 'key'>): Step {
  const step = key.split(':')[1];
  return step === 'taken' ? step : Number(step);
}

/** The key of the note's own delivery to the same person on the same channel. */
export const firstKey = (key: string): string => key.replace(/^([^:]*):[^:]*:/, '$1:1:');
