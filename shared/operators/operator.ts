import * as z from 'zod/mini';
import { languageSchema } from '../accounts/language.ts';

/** A telephonist: which languages he speaks, which accounts he is trained for [P29]. */
export const operatorSchema = z.object({
  id: z.uuid(),
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  languages: z.array(languageSchema),
  trainedFor: z.array(z.uuid()),
});
export type Operator = z.infer<typeof operatorSchema>;
