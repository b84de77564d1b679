import * as z from 'zod/mini';
import type { Instant } from '../time.ts';
import type { Instruction } from './instructions.ts';
import { instantOf, wallClock } from './wall-clock.ts';

/** An instruction that is being written; times are those of the account's wall clock, empty when none is meant. */
export const instructionDraftSchema = z.object({
  /** The instruction that is changed, as it was when the writing began; null for a new one. */
  before: z.nullable(z.object({ id: z.uuid(), position: z.int(), changedAt: z.string() })),
  layer: z.enum(['standing', 'temporary']),
  text: z.string(),
  say: z.string(),
  /** Empty: from now on. */
  from: z.string(),
  to: z.string(),
  /** Who gets the notes meanwhile; nobody: as always. Forms kept before there was the choice have none. */
  deliverTo: z._default(z.array(z.uuid()), []),
  bySms: z._default(z.boolean(), false),
  opening: z._default(z.nullable(z.enum(['open', 'closed'])), null),
  transferTo: z._default(z.nullable(z.uuid()), null),
});
export type InstructionDraft = z.infer<typeof instructionDraftSchema>;

export const emptyInstruction = (layer: Instruction['layer']): InstructionDraft => ({
  before: null,
  layer,
  text: '',
  say: '',
  from: '',
  to: '',
  deliverTo: [],
  bySms: false,
  opening: null,
  transferTo: null,
});

/** A written instruction, to be changed. */
export const draftOf = ({ id, position, changedAt, ...of }: Instruction, timeZone: string): InstructionDraft => ({
  before: { id, position, changedAt },
  layer: of.layer,
  text: of.text,
  say: of.say,
  from: of.from === null ? '' : wallClock(of.from, timeZone),
  to: of.to === null ? '' : wallClock(of.to, timeZone),
  deliverTo: of.deliver?.to ?? [],
  bySms: of.deliver?.bySms ?? false,
  opening: of.opening ?? null,
  transferTo: of.transferTo ?? null,
});

const instructionLimits = { text: 2000, say: 400 } as const;

export type InstructionProblem =
  | 'text-empty'
  | 'text-long'
  | 'say-long'
  | 'from-no-time'
  | 'to-empty'
  | 'to-not-after'
  | 'to-past';

/** What stands in the way of putting it in force; a temporary instruction must end by itself [S17]. */
export function instructionProblems(
  draft: InstructionDraft,
  { at, timeZone }: { readonly at: Instant; readonly timeZone: string },
): InstructionProblem[] {
  const problems: InstructionProblem[] = [];
  if (draft.text.trim() === '') problems.push('text-empty');
  if (draft.text.trim().length > instructionLimits.text) problems.push('text-long');
  if (draft.say.trim().length > instructionLimits.say) problems.push('say-long');
  if (draft.layer === 'standing') return problems;
  const from = instantOf(draft.from, timeZone);
  const to = instantOf(draft.to, timeZone);
  if (draft.from !== '' && from === null) problems.push('from-no-time');
  if (to === null) problems.push('to-empty');
  else if (from !== null && to <= from) problems.push('to-not-after');
  else if (to <= at) problems.push('to-past');
  return problems;
}

/** The instruction that a draft without problems stands for; `fresh` is for one that is new. */
export function instructionOf(
  draft: InstructionDraft,
  of: {
    readonly accountId: string;
    readonly timeZone: string;
    readonly fresh: { readonly id: string; readonly position: number };
  },
): Omit<Instruction, 'changedAt'> {
  const { id, position } = draft.before ?? of.fresh;
  const isTemporary = draft.layer === 'temporary';
  return {
    id,
    accountId: of.accountId,
    layer: draft.layer,
    position,
    text: draft.text.trim(),
    say: draft.say.trim(),
    from: isTemporary ? instantOf(draft.from, of.timeZone) : null,
    to: isTemporary ? instantOf(draft.to, of.timeZone) : null,
    deliver: isTemporary ? { to: draft.deliverTo, bySms: draft.bySms } : { to: [], bySms: false },
    opening: isTemporary ? draft.opening : null,
    transferTo: isTemporary ? draft.transferTo : null,
  };
}
