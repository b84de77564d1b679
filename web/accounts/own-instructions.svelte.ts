import {
  draftOf,
  emptyInstruction,
  type InstructionDraft,
  type InstructionProblem,
  instructionDraftSchema,
  instructionOf,
  instructionProblems,
} from '#shared/accounts/instruction-draft.ts';
import type { Instruction } from '#shared/accounts/instructions.ts';
import { type InstructionsByTime, instructionsByTime } from '#shared/accounts/instructions-by-time.ts';
import { thisAfternoon, type UntilName, untilChoices, wallClock } from '#shared/accounts/wall-clock.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

/** How long a removed instruction can be put back with one tap, milliseconds. */
const UNDO_MS = 8000;

/** The instructions of one account: what stands, what is being written, what was taken away a moment ago. */
export class OwnInstructions {
  #attempted = $state(false);
  #removed = $state.raw<Instruction | null>(null);
  #forget: () => void = () => undefined;
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof instructionDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `instruction/${own.deps.accountId}`, instructionDraftSchema);
  }

  /** Null when nothing is being written. */
  get draft(): InstructionDraft | null {
    return this.#form.typed;
  }
  get lists(): InstructionsByTime {
    return instructionsByTime(this.#own.instructions, this.#own.deps.now());
  }
  /** Can still be put back. */
  get removed(): Instruction | null {
    return this.#removed;
  }
  /** Shown once it was tried to put it in force. */
  get problems(): readonly InstructionProblem[] {
    return this.#attempted ? this.#problems() : [];
  }
  /** What somebody else made meanwhile of the instruction that is being changed; `gone` when it was removed. */
  get meanwhile(): Instruction | 'gone' | null {
    const before = this.draft?.before ?? null;
    if (before === null) return null;
    const now = this.#own.instructions.find((i) => i.id === before.id);
    if (now === undefined) return 'gone';
    return now.changedAt === before.changedAt ? null : now;
  }
  /** Who can be named to get the notes meanwhile. */
  get people() {
    return this.#own.people;
  }
  get untilChoices() {
    return untilChoices(this.#own.deps.now(), this.#own.timeZone);
  }
  get afternoon() {
    return thisAfternoon(this.#own.deps.now(), this.#own.timeZone);
  }
  /** All instructions as they would be with the one that is being written. */
  get withDraft(): readonly Instruction[] {
    const { draft } = this;
    if (draft === null || draft.text.trim() === '') return this.#own.instructions;
    const changedAt = this.#own.deps.now();
    const written = { ...instructionOf(draft, { ...this.#place, fresh: this.#fresh('draft') }), changedAt };
    return [...this.#own.instructions.filter((i) => i.id !== written.id), written];
  }

  begin = (layer: Instruction['layer'], of: Partial<InstructionDraft> = {}): void => {
    this.#attempted = false;
    void this.#form.write({ ...emptyInstruction(layer), ...of });
  };

  change(instruction: Instruction): void {
    this.#attempted = false;
    void this.#form.write(draftOf(instruction, this.#own.timeZone));
  }

  edit(part: Partial<InstructionDraft>): void {
    if (this.draft !== null) void this.#form.write({ ...this.draft, ...part });
  }

  /** Ends with one tap. */
  endAt(name: UntilName): void {
    const at = this.untilChoices.find((choice) => choice.name === name)?.at;
    if (at !== undefined) this.edit({ to: wallClock(at, this.#own.timeZone) });
  }

  giveUp(): void {
    void this.#form.done();
  }

  /** Puts it in force, on this device at once; answers the first thing in the way. */
  async save(): Promise<InstructionProblem | null> {
    const { draft } = this;
    if (draft === null) return null;
    this.#attempted = true;
    const [first] = this.#problems();
    if (first !== undefined) return first;
    const fresh = this.#fresh(this.#own.deps.newId());
    await this.#own.deps.device.mutate('saveInstruction', instructionOf(draft, { ...this.#place, fresh }));
    await this.#form.done();
    return null;
  }

  async remove(instruction: Instruction): Promise<void> {
    const { accountId, id: instructionId } = instruction;
    await this.#own.deps.device.mutate('removeInstruction', { accountId, instructionId });
    this.#removed = instruction;
    this.#forget();
    this.#forget = this.#own.deps.later(UNDO_MS, () => {
      this.#removed = null;
    });
  }

  /** Puts back what was removed last, as a new one: others may have seen the removal. */
  async undo(): Promise<void> {
    if (this.#removed === null) return;
    const { changedAt: _, ...removed } = this.#removed;
    this.#forget();
    this.#removed = null;
    await this.#own.deps.device.mutate('saveInstruction', { ...removed, id: this.#own.deps.newId() });
  }

  close(): void {
    this.#forget();
  }

  get #place() {
    return { accountId: this.#own.deps.accountId, timeZone: this.#own.timeZone };
  }

  #problems(): InstructionProblem[] {
    const place = { at: this.#own.deps.now(), timeZone: this.#own.timeZone };
    return this.draft === null ? [] : instructionProblems(this.draft, place);
  }

  /** After all others. */
  #fresh(id: string) {
    return { id, position: Math.max(0, ...this.#own.instructions.map((i) => i.position)) + 1 };
  }
}
