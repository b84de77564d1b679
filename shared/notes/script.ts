import * as z from 'zod/mini';
import { textBlocksSchema } from './text-block.ts';

const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

/** One thing that is asked on every call of an account [P01]. */
export const scriptFieldSchema = z.object({
  id: text(40),
  label: text(60),
  required: z.boolean(),
  /** To choose from; empty: written freely. */
  choices: z.array(text(60)).check(z.maxLength(12)),
});
export type ScriptField = z.infer<typeof scriptFieldSchema>;

/** How notes of an account are written [P01]: its short form, what is urgent, and how its words are chosen. */
export const scriptSchema = z.object({
  fields: z.array(scriptFieldSchema).check(z.maxLength(12)),
  /** When a call is urgent, in words, each by itself enough. */
  urgentWhen: z.array(text(200)).check(z.maxLength(12)),
  /** A note that is not urgent says that each criterion was asked for. */
  askUrgency: z.boolean(),
  /** The number is read back to the caller before the note leaves. */
  readBack: z.boolean(),
  blocks: textBlocksSchema,
  /** What is not said to callers [S22], besides what the language has. */
  avoid: z.array(text(80)).check(z.maxLength(30)),
});
export type Script = z.infer<typeof scriptSchema>;

/** The script of an account for which nobody has written one. */
export const noScript: Script = { fields: [], urgentWhen: [], askUrgency: false, readBack: false, blocks: [], avoid: [] };

/** What was answered to a field, with its label as it was: the note stays readable when the script changes. */
export const answerSchema = z.object({
  id: z.string().check(z.maxLength(40)),
  label: z.string().check(z.maxLength(60)),
  value: z.string().check(z.maxLength(300)),
});
export type Answer = z.infer<typeof answerSchema>;

/** The answers with one more or another one, in the order of the script; answers to fields that it no longer has come last. */
export function withAnswer(answers: readonly Answer[], { id, label }: ScriptField, value: string, script: Script): Answer[] {
  const place = (answer: Answer) => {
    const found = script.fields.findIndex((field) => field.id === answer.id);
    return found === -1 ? script.fields.length : found;
  };
  const others = answers.filter((answer) => answer.id !== id);
  return [...others, ...(value === '' ? [] : [{ id, label, value }])].sort((a, b) => place(a) - place(b));
}

/** Fields that must be answered and are not. */
export const unanswered = (script: Script, answers: readonly Answer[]): readonly ScriptField[] =>
  script.fields.filter(({ id, required }) => required && !answers.some((a) => a.id === id && a.value.trim() !== ''));

/** Whether the criteria alone say what is urgent: for medical accounts no caller's “it is not urgent” counts against one. */
export const criteriaDecide = (account: { readonly trade: string; readonly script?: Script | undefined }): boolean =>
  account.trade === 'medical' && (account.script?.urgentWhen.length ?? 0) > 0;
