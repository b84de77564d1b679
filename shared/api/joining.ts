import * as z from 'zod/mini';
import { agreementSchema } from '../accounts/agreement.ts';
import { applicationFormSchema, applicationSchema } from '../accounts/application.ts';
import { languageSchema } from '../accounts/language.ts';
import { poolNumberSchema } from '../accounts/number-pool.ts';
import { shortestPassword } from '../accounts/sign-in-limit.ts';
import { priceBookSchema } from '../billing/price-book.ts';
import { phoneNumberSchema } from '../calls/phone-number.ts';
import { instantSchema } from '../time.ts';
import { endpoint, nothing } from './endpoint.ts';

/** What an applicant sees of his own application once he has proved his address. */
const joiningViewSchema = z.object({
  state: applicationSchema.shape.state,
  name: z.string(),
  email: z.string(),
  officeNumber: phoneNumberSchema,
  number: z.nullable(phoneNumberSchema),
});
export type JoiningView = z.infer<typeof joiningViewSchema>;

/** That somebody reads the mails of an address: the code of the latest one, or the link of any. */
const proofSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), code: z.string().check(z.regex(/^\d{6}$/)) }),
  z.object({ kind: z.literal('link'), token: z.string().check(z.maxLength(100)) }),
]);
export type Proof = z.infer<typeof proofSchema>;

/** A new client on the floor, with what is missing and since when he has waited. */
const newClientSchema = z.object({
  id: z.uuid(),
  state: applicationSchema.shape.state,
  firm: z.string(),
  person: z.string(),
  mobile: phoneNumberSchema,
  sentAt: instantSchema,
  accountId: z.nullable(z.uuid()),
  number: z.nullable(phoneNumberSchema),
  clock: z.nullable(z.object({ ms: z.number(), isLate: z.boolean() })),
  missing: z.enum(['confirmation', 'password', 'number', 'first-call', 'nothing']),
});
export type NewClient = z.infer<typeof newClientSchema>;

const tooMany = z.object({ outcome: z.literal('too-many'), waitSeconds: z.int() });

/** How somebody becomes a client. */
export const joiningApi = {
  /** What is read before anybody becomes a client: today's prices, and the agreement in a language. */
  joinOffer: endpoint({
    method: 'GET',
    path: '/api/join',
    who: 'public',
    input: z.object({ language: languageSchema }),
    output: z.object({ priceBook: priceBookSchema, agreement: agreementSchema }),
  }),
  /** Sends the form and asks for a mail with a code; again with the same id: as it is now. `input.invalid`. */
  joinApply: endpoint({
    method: 'POST',
    path: '/api/join/applications',
    who: 'public',
    input: z.object({ id: z.uuid(), form: applicationFormSchema }),
    output: z.discriminatedUnion('outcome', [z.object({ outcome: z.literal('sent') }), tooMany]),
  }),
  /** Proves the address, and opens the application again; the token is what the link of its mails carries. */
  joinConfirm: endpoint({
    method: 'POST',
    path: '/api/join/confirmations',
    who: 'public',
    input: z.object({ id: z.uuid(), proof: proofSchema }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('confirmed'), token: z.string(), application: joiningViewSchema }),
      z.object({ outcome: z.enum(['wrong', 'expired']) }),
      tooMany,
    ]),
  }),
  /** The password, and with it the number; `waiting`: none is free, and it comes by mail. */
  joinComplete: endpoint({
    method: 'POST',
    path: '/api/join/accounts',
    who: 'public',
    input: z.object({
      id: z.uuid(),
      token: z.string().check(z.maxLength(100)),
      password: z.string().check(z.minLength(shortestPassword), z.maxLength(200)),
    }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('live'), number: phoneNumberSchema }),
      z.object({ outcome: z.enum(['waiting', 'wrong', 'known']) }),
    ]),
  }),
  /** Who wants to become a client, or has in the last weeks; who waits for a number first. */
  newClients: endpoint({
    method: 'GET',
    path: '/api/new-clients',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(newClientSchema) }),
  }),
  numbers: endpoint({
    method: 'GET',
    path: '/api/numbers',
    who: ['supervisor'],
    input: nothing,
    output: z.object({ items: z.array(poolNumberSchema) }),
  }),
  /** Adds the numbers from one to another, or says why not. */
  addNumbers: endpoint({
    method: 'POST',
    path: '/api/numbers',
    who: ['supervisor'],
    input: z.object({ from: z.string().check(z.maxLength(20)), to: z.string().check(z.maxLength(20)) }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('added'), count: z.int() }),
      z.object({ outcome: z.enum(['unreadable', 'backwards', 'too-many', 'not-ours-to-give']) }),
    ]),
  }),
  takeNumberBack: endpoint({
    method: 'DELETE',
    path: '/api/numbers',
    who: ['supervisor'],
    input: z.object({ number: phoneNumberSchema }),
    output: z.object({ outcome: z.enum(['removed', 'quarantined', 'unknown']) }),
  }),
} as const;
