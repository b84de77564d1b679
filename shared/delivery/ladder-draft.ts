import * as z from 'zod/mini';
import { channelSchema } from './delivery.ts';
import { type Ladder, ladderSchema, type Rung } from './ladder.ts';

/** A step while it is written; `to` is `everybody`, `turn/2`, or a person's id. */
const rungDraftSchema = z.object({
  by: z.enum(['message', 'call', 'automatic-call']),
  channels: z.array(channelSchema),
  to: z.string(),
  /** Minutes; empty while it is retyped. */
  wait: z.string(),
});
export type RungDraft = z.infer<typeof rungDraftSchema>;

/** An urgent ladder while it is written. */
export const ladderDraftSchema = z.object({ rounds: z.string(), rungs: z.array(rungDraftSchema) });
export type LadderDraft = z.infer<typeof ladderDraftSchema>;

/** What stands in the way, by the place of the step; null is the whole ladder. */
export type LadderProblem = { readonly index: number | null; readonly problem: 'no-step' | 'no-channel' | 'wait' | 'rounds' };

export const ladderDraftOf = ({ rounds, rungs }: Ladder): LadderDraft => ({
  rounds: String(rounds),
  rungs: rungs.map((rung) => ({
    by: rung.by === 'call' && rung.dialled !== undefined ? 'automatic-call' : rung.by,
    channels: rung.by === 'message' ? [...rung.channels] : [],
    to: targetOf(rung.to),
    wait: String(Math.round((rung.waitSeconds / 60) * 100) / 100),
  })),
});

/** A further step, by all means to everybody. */
export const newRung: RungDraft = { by: 'message', channels: ['push', 'sms', 'email'], to: 'everybody', wait: '5' };

export function ladderProblems({ rounds, rungs }: LadderDraft): LadderProblem[] {
  const problems: LadderProblem[] = [];
  if (!/^([1-9]|10)$/.test(rounds)) problems.push({ index: null, problem: 'rounds' });
  if (rungs.length === 0) problems.push({ index: null, problem: 'no-step' });
  for (const [index, rung] of rungs.entries()) {
    if (rung.by === 'message' && rung.channels.length === 0) problems.push({ index, problem: 'no-channel' });
    const seconds = secondsOf(rung);
    if (!(seconds >= 1 && seconds <= 86_400)) problems.push({ index, problem: 'wait' });
  }
  return problems;
}

/** The ladder that a draft stands for; null while something is in the way. */
export function ladderOf(draft: LadderDraft): Ladder | null {
  if (ladderProblems(draft).length > 0) return null;
  const rungs = draft.rungs.map(({ by, channels, to, ...rung }) => ({
    ...(by === 'message' ? { by, channels } : { by: 'call' }),
    ...(by === 'automatic-call' ? { dialled: 'automatically' } : {}),
    to: alertedOf(to),
    waitSeconds: secondsOf(rung),
  }));
  return ladderSchema.safeParse({ rounds: Number(draft.rounds), rungs }).data ?? null;
}

/** The steps with one of them at another place; places beyond the ends are none. */
export function moveRung(rungs: readonly RungDraft[], from: number, to: number): RungDraft[] {
  const moved = rungs[from];
  if (moved === undefined || to < 0 || to >= rungs.length) return [...rungs];
  return rungs.filter((_, i) => i !== from).toSpliced(to, 0, moved);
}

const secondsOf = ({ wait }: Pick<RungDraft, 'wait'>): number =>
  wait.trim() === '' ? Number.NaN : Math.round(Number(wait) * 60);

function targetOf(to: Rung['to']): string {
  if (to.kind === 'person') return to.personId;
  return to.kind === 'turn' ? `turn/${to.turn}` : 'everybody';
}

function alertedOf(to: string): Rung['to'] {
  if (to === 'everybody') return { kind: 'everybody' };
  const turn = /^turn\/(\d+)$/.exec(to)?.[1];
  return turn === undefined ? { kind: 'person', personId: to } : { kind: 'turn', turn: Number(turn) };
}
