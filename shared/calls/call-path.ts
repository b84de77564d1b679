import * as z from 'zod/mini';
import { instantSchema } from '../time.ts';

/** What a caller met before an operator, and what he chose [R09]; `forwarded`: the bureau called a number for him. */
const happenedSchema = z.enum(['pressed', 'no-key', 'wrong-key', 'more-operators', 'forwarded', 'kept-place']);

export const pathStepSchema = z.object({
  at: instantSchema,
  what: happenedSchema,
  /** The key that was pressed; null where none was. */
  key: z.nullable(z.string().check(z.maxLength(1))),
  /** What the menu says about this key, in the client's words; empty without a menu. */
  label: z.string().check(z.maxLength(80)),
});
export type PathStep = z.infer<typeof pathStepSchema>;

/** Whether the longest wait was over once: more operators were asked, or the client's number was called. */
export const hasOverflowed = ({ path }: { readonly path: readonly PathStep[] }): boolean =>
  path.some(({ what, key }) => what === 'more-operators' || (what === 'forwarded' && key === null));
