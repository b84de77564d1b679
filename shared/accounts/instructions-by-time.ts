import type { Instant } from '../time.ts';
import { type Instruction, instructionsInForce } from './instructions.ts';

export type InstructionsByTime = {
  readonly standing: Instruction[];
  readonly inForce: Instruction[];
  readonly coming: Instruction[];
  /** Run out, the latest first. */
  readonly past: Instruction[];
};

/** All instructions as their author looks through them: what holds at this instant, what will and what did. */
export function instructionsByTime(all: readonly Instruction[], at: Instant): InstructionsByTime {
  const { temporary } = instructionsInForce(all, at);
  const others = all.filter((i) => i.layer === 'temporary' && !temporary.includes(i));
  const isPast = (i: Instruction) => i.to !== null && i.to <= at;
  return {
    standing: all.filter((i) => i.layer === 'standing').sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1)),
    inForce: temporary,
    coming: others.filter((i) => !isPast(i)).sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1)),
    past: others.filter(isPast).sort((a, b) => ((a.to ?? '') > (b.to ?? '') ? -1 : 1)),
  };
}
