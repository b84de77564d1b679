import type { Channel, Delivery } from './delivery.ts';

/** The step of a delivery: 1 is the note itself, more are the ladder's, `taken` tells that somebody has acknowledged, `added-<id>` what was added later, `assigned-<id>` that the note was passed to this person, `again-<id>` is the note once more. */
export type Step = number | 'taken' | Added | Assigned | Again;
type Added = `added-${string}`;
type Assigned = `assigned-${string}`;
type Again = `again-${string}`;

type KeyParts = {
  readonly noteId: string;
  readonly step: Step;
  readonly personId: string;
  readonly channel: Channel;
  readonly nth?: number;
};

/** `note:step:person:channel`, and `.2` or more for a person's further addresses: what makes a delivery the same one. */
export const deliveryKey = ({ noteId, step, personId, channel, nth = 1 }: KeyParts): string =>
  `${noteId}:${step}:${personId}:${channel}${nth === 1 ? '' : `.${nth}`}`;

/** The step that a delivery's key names. */
export function stepOf({ key }: Pick<Delivery, 'key'>): Step {
  const step = key.split(':')[1];
  return step === 'taken' || isAdded(step) || isAssigned(step) || isAgain(step) ? step : Number(step);
}

/** Whether the step tells of an addition. */
export const isAdded = (step: Step | string | undefined): step is Added => typeof step === 'string' && step.startsWith('added-');

/** Whether the step tells a person that the note was passed to him. */
export const isAssigned = (step: Step | string | undefined): step is Assigned =>
  typeof step === 'string' && step.startsWith('assigned-');

/** Whether it is the note once more, because it had reached nobody. */
export const isAgain = (step: Step | string | undefined): step is Again => typeof step === 'string' && step.startsWith('again-');

/** The key of the note's own delivery to the same person on the same channel. */
export const firstKey = (key: string): string => key.replace(/^([^:]*):[^:]*:/, '$1:1:');
