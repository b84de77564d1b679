import * as z from 'zod/mini';
import { type Script, scriptFieldSchema, scriptSchema } from './script.ts';
import { textBlockSchema } from './text-block.ts';

const fieldDraftSchema = z.object({
  id: z.string(),
  label: z.string(),
  required: z.boolean(),
  /** One a line. */
  choices: z.string(),
});
export const blockDraftSchema = z.object({ short: z.string(), text: z.string() });
export type BlockDraft = z.infer<typeof blockDraftSchema>;

/** A script while somebody writes it; lists are one a line. */
export const scriptDraftSchema = z.object({
  /** As the script was when the writing began. */
  before: z.string(),
  fields: z.array(fieldDraftSchema),
  urgentWhen: z.string(),
  askUrgency: z.boolean(),
  readBack: z.boolean(),
  blocks: z.array(blockDraftSchema),
  avoid: z.string(),
});
export type ScriptDraft = z.infer<typeof scriptDraftSchema>;

/** What keeps a script from being saved, and where: the index of the field or block. */
type BlockProblem = { readonly what: 'short' | 'short-twice' | 'text'; readonly index: number };
export type ScriptProblem =
  | { readonly what: 'label' | 'choices'; readonly index: number }
  | BlockProblem
  | { readonly what: 'urgent-when' | 'avoid' };

export const scriptDraftOf = (script: Script, before: string): ScriptDraft => ({
  ...script,
  before,
  fields: script.fields.map((field) => ({ ...field, choices: field.choices.join('\n') })),
  urgentWhen: script.urgentWhen.join('\n'),
  avoid: script.avoid.join('\n'),
});

/** The script that the draft says; blocks and fields without any text are left out. */
export const scriptOf = ({ before: _, ...draft }: ScriptDraft): Script => ({
  ...draft,
  fields: draft.fields
    .filter(({ label, choices }) => label.trim() !== '' || choices.trim() !== '')
    .map((field) => ({ ...field, label: field.label.trim(), choices: linesOf(field.choices) })),
  urgentWhen: linesOf(draft.urgentWhen),
  blocks: blocksOf(draft.blocks),
  avoid: linesOf(draft.avoid),
});

/** Every problem, in the order of the form. */
export function scriptProblems(draft: ScriptDraft): readonly ScriptProblem[] {
  const script = scriptOf(draft);
  const { label, choices } = scriptFieldSchema.shape;
  const { urgentWhen, avoid } = scriptSchema.shape;
  return [
    ...draft.fields.flatMap((field, index): ScriptProblem[] => {
      const isEmpty = field.label.trim() === '' && field.choices.trim() === '';
      if (!isEmpty && !label.safeParse(field.label.trim()).success) return [{ what: 'label', index }];
      return choices.safeParse(linesOf(field.choices)).success ? [] : [{ what: 'choices', index }];
    }),
    ...(urgentWhen.safeParse(script.urgentWhen).success ? [] : [{ what: 'urgent-when' as const }]),
    ...blockProblems(draft.blocks),
    ...(avoid.safeParse(script.avoid).success ? [] : [{ what: 'avoid' as const }]),
  ];
}

/** The blocks that a list says, without empty ones; the mark may have been typed with the short form. */
export const blocksOf = (drafts: readonly BlockDraft[]) =>
  drafts.filter((block) => !isEmptyBlock(block)).map(({ short, text }) => ({ short: bare(short), text: text.trim() }));

/** Problems of a list of blocks, in its order. */
export function blockProblems(drafts: readonly BlockDraft[]): readonly BlockProblem[] {
  const shorts = drafts.map(({ short }) => bare(short).toLowerCase());
  return drafts.flatMap((block, index): BlockProblem[] => {
    if (isEmptyBlock(block)) return [];
    if (!textBlockSchema.shape.short.safeParse(bare(block.short)).success) return [{ what: 'short', index }];
    if (shorts.indexOf(bare(block.short).toLowerCase()) < index) return [{ what: 'short-twice', index }];
    return textBlockSchema.shape.text.safeParse(block.text.trim()).success ? [] : [{ what: 'text', index }];
  });
}

const bare = (short: string): string => short.trim().replace(/^[;；]/, '');
const isEmptyBlock = ({ short, text }: BlockDraft): boolean => bare(short) === '' && text.trim() === '';

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
