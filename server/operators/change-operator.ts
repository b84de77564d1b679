import { type OperatorEvent, stepOperator } from '#shared/operators/presence.ts';
import type { Operators } from './operators-on-duty.ts';

/** Gives an event to an operator; one who is not on duty is left alone. */
export function change(floor: Pick<Operators, 'operators'>, operatorId: string, event: OperatorEvent): void {
  const o = floor.operators.get(operatorId);
  if (o !== undefined) floor.operators.set(operatorId, stepOperator(o, event));
}
