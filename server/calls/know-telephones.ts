import { ringingTelephone } from '#shared/operators/fallback-telephone.ts';
import { change } from '../operators/change-operator.ts';
import type { Floor } from './floor-state.ts';

/** Reads the operators' own telephones anew; while they cannot be read, what was known stays. */
export async function knowTelephones(floor: Floor): Promise<void> {
  try {
    floor.telephones = await floor.deps.telephones.all();
  } catch (cause) {
    floor.deps.log('telephones.unreadable', { cause: String(cause) });
    return;
  }
  for (const operatorId of floor.operators.keys()) giveTelephone(floor, operatorId);
}

/** Whoever comes on duty has his telephone with him. */
export function giveTelephone(floor: Floor, operatorId: string): void {
  change(floor, operatorId, { t: 'telephone', telephone: ringingTelephone(floor.telephones.get(operatorId)) });
}

/** Reads anew which clients have a PIN; while it cannot be read, what was known stays. */
export async function knowPins(floor: Floor): Promise<void> {
  try {
    floor.withPin = await floor.deps.pins.all();
  } catch (cause) {
    floor.deps.log('pins.unreadable', { cause: String(cause) });
  }
}
