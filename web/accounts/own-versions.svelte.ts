import { type InstructionStep, instructionSteps } from '#shared/accounts/instruction-version.ts';
import type { Instruction } from '#shared/accounts/instructions.ts';
import type { AccountServer } from '../ports/account-server.ts';
import type { OwnAccount } from './own-account.svelte.ts';

/** The instructions as they were saved, each beside what stood there before [S05]; one of them can be put back. */
export class OwnVersions {
  #steps = $state.raw<readonly InstructionStep[]>([]);
  #state = $state<'reading' | 'read' | 'offline'>('reading');
  readonly #own: OwnAccount;
  readonly #server: Pick<AccountServer, 'instructionVersions'>;

  constructor(own: OwnAccount, server: Pick<AccountServer, 'instructionVersions'>) {
    this.#own = own;
    this.#server = server;
    void this.read();
  }

  get state() {
    return this.#state;
  }
  /** Newest first. */
  get steps(): readonly InstructionStep[] {
    return this.#steps;
  }
  /** Whether the instruction stands as this version has it. */
  isNow({ text, say, id }: Instruction): boolean {
    const now = this.#own.instructions.find((instruction) => instruction.id === id);
    return now?.text === text && now.say === say;
  }

  async read(): Promise<void> {
    this.#state = 'reading';
    try {
      this.#steps = instructionSteps(await this.#server.instructionVersions(this.#own.deps.accountId));
      this.#state = 'read';
    } catch {
      this.#state = 'offline'; // the page says so
    }
  }

  /** Makes a new version of it; what was taken away comes back as a new instruction, for others have seen it go. */
  async putBack({ changedAt: _, ...wanted }: Instruction): Promise<void> {
    const now = this.#own.instructions.find(({ id }) => id === wanted.id);
    const place = now === undefined ? { id: this.#own.deps.newId() } : { position: now.position };
    await this.#own.deps.device.mutate('saveInstruction', { ...wanted, ...place });
  }
}
