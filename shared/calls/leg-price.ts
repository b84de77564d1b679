import * as z from 'zod/mini';

/** What a leg of ours costs the client once it has come to something: cents of a euro, without tax. */
export const legPriceSchema = z.object({ class: z.enum(['mobile', 'fixed']), cents: z.int(), currency: z.literal('EUR') });
export type LegPrice = z.infer<typeof legPriceSchema>;

/** Per successful leg; asking somebody and going back to the caller costs nothing [S10]. */
const rates: Readonly<Record<LegPrice['class'], number>> = { mobile: 150, fixed: 100 };

/** The price of a leg to a number of this class. */
export const legPrice = (kind: LegPrice['class']): LegPrice => ({ class: kind, cents: rates[kind], currency: 'EUR' });

/** What the leg cost: nothing unless it came to something. */
export const costOf = (price: LegPrice | undefined, isSuccessful: boolean): number => (isSuccessful ? (price?.cents ?? 0) : 0);
