import {
  changesSince,
  type InstructionChange,
  type InstructionsSeen,
  instructionsSeenSchema,
  seenOf,
} from '#shared/accounts/instruction-changes.ts';
import type { InstructionsInForce } from '#shared/accounts/instructions.ts';
import type { Device } from '../ports/device.ts';

/** What has changed in the instructions of the account that calls since this operator last answered for it on this device. */
export class ChangedInstructions {
  #changes = $state.raw<readonly InstructionChange[]>([]);
  #callId: string | null = null;
  /** As they were when this operator last answered; null: never on this device, or not yet read. */
  #before: InstructionsSeen | null = null;
  #answered: string | null = null;
  readonly #device: Pick<Device, 'readForm' | 'keepForm'>;

  constructor(device: Pick<Device, 'readForm' | 'keepForm'>) {
    this.#device = device;
  }

  /** Of the call that is offered or going on; nothing on a device that has answered for the account never before. */
  get changes(): readonly InstructionChange[] {
    return this.#changes;
  }

  /** Compares with the call before this one, so that the strip stays while it is read; what was answered counts as seen. */
  async see(
    call: { readonly callId: string; readonly accountId: string; readonly isAnswered: boolean },
    instructions: InstructionsInForce,
  ): Promise<void> {
    const { callId, accountId, isAnswered } = call;
    const inForce = [...instructions.temporary, ...instructions.standing];
    const name = `instructions-seen/${accountId}`;
    if (this.#callId !== callId) {
      this.#callId = callId;
      this.#before = null;
      this.#changes = [];
      const seen = instructionsSeenSchema.safeParse(await this.#device.readForm(name));
      if (this.#callId === callId && seen.success) this.#before = seen.data;
    }
    if (this.#before !== null) this.#changes = changesSince(this.#before, inForce);
    if (!isAnswered || this.#answered === callId) return;
    this.#answered = callId;
    await this.#device.keepForm(name, seenOf(inForce));
  }
}
