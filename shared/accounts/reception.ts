import * as z from 'zod/mini';
import { phoneNumberSchema } from '../calls/phone-number.ts';

/** What callers hear: the client's recording while it can be read, else the text by the voice. */
const saidSchema = z.object({
  text: z.string().check(z.maxLength(600)),
  recordingId: z.nullable(z.uuid()),
});
export type Said = z.infer<typeof saidSchema>;

/** Where a key leads. After an announcement the caller is asked once more. */
const leadsSchema = z.discriminatedUnion('to', [
  z.object({ to: z.literal('queue') }),
  z.object({ to: z.literal('voicemail') }),
  z.object({ to: z.literal('announcement'), said: saidSchema }),
  z.object({ to: z.literal('number'), number: phoneNumberSchema }),
  z.object({ to: z.literal('person'), personId: z.uuid() }),
]);
export type Leads = z.infer<typeof leadsSchema>;

/** `open` and `closed` are the hours in which calls are answered (bureau ∩ account). */
export const choiceTimes = ['always', 'open', 'closed'] as const;

const choiceSchema = z.object({
  key: z.string().check(z.regex(/^\d$/)),
  /** What the key is for, in the client's words: said to callers, shown to operators. */
  label: z.string().check(z.minLength(1), z.maxLength(80)),
  when: z.enum(choiceTimes),
  leads: leadsSchema,
});
export type Choice = z.infer<typeof choiceSchema>;

/** What a caller of one account meets before an operator [R09, I03]. */
export const receptionSchema = z.object({
  /** Said before answering; null: nothing is. */
  welcome: z.nullable(saidSchema),
  /** In place of the voice, which lists the keys; null: the voice does. */
  questionRecordingId: z.nullable(z.uuid()),
  choices: z.array(choiceSchema).check(z.maxLength(20)),
});
export type Reception = z.infer<typeof receptionSchema>;

/** The choices that a caller has in the account's hours or outside of them. */
export const choicesAt = ({ choices }: Pick<Reception, 'choices'>, isOpen: boolean): Choice[] =>
  choices
    .filter(({ when }) => when === 'always' || when === (isOpen ? 'open' : 'closed'))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** The sounds of which it speaks. */
export const recordingsOf = ({ welcome, questionRecordingId, choices }: Reception): string[] =>
  [
    welcome?.recordingId,
    questionRecordingId,
    ...choices.map(({ leads }) => (leads.to === 'announcement' ? leads.said.recordingId : null)),
  ].flatMap((id) => id ?? []);
