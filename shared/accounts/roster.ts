import * as z from 'zod/mini';
import { phoneNumberSchema } from '../calls/phone-number.ts';
import { personRulesSchema } from '../delivery/person-rules.ts';
import { instantSchema } from '../time.ts';

/** A person of a client's roster: receives notes; the first position is the default recipient [J10]. */
export const personSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  /** 1 is the top of the roster. */
  position: z.int().check(z.minimum(1)),
  name: z.string().check(z.minLength(1), z.maxLength(120)),
  role: z.string().check(z.maxLength(120)),
  email: z.nullable(z.email()),
  mobile: z.nullable(phoneNumberSchema),
  channels: z.object({ email: z.boolean(), sms: z.boolean(), push: z.boolean() }),
  availability: z.object({
    state: z.enum(['free', 'away', 'busy']),
    text: z.string().check(z.maxLength(120)),
    until: z.nullable(instantSchema),
  }),
  /** What he may see when he signs in: `office` also the contract and who has access, `none` nothing; absent: `member`. */
  access: z.optional(z.enum(['office', 'member', 'none'])),
  /** Absent: `noRules`. */
  rules: z.optional(personRulesSchema),
  /** The address took a mail for good back, and nobody has looked at it since [J01]: who saves the person has. */
  mailRefused: z.optional(
    z.object({
      at: instantSchema,
      address: z.string(),
      /** Of RFC 3463, as in 5.1.1; empty when none was told. */
      status: z.string().check(z.maxLength(12)),
    }),
  ),
});
export type Person = z.infer<typeof personSchema>;

/** What a person may see when he signs in. */
export type PersonAccess = NonNullable<Person['access']>;
export const accessOf = ({ access }: Pick<Person, 'access'>): PersonAccess => access ?? 'member';

/** The roster in its order: position, then id, so that every device shows the same [J10]. */
export function inOrder(people: readonly Person[]): Person[] {
  return [...people].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}
