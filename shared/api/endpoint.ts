import * as z from 'zod/mini';

/** Who may call a route: everybody, any signed-in user, or only some roles; the account is checked besides. */
export type Audience = 'public' | 'signed-in' | readonly ('operator' | 'person' | 'supervisor')[];

export type Endpoint<I extends z.ZodMiniType = z.ZodMiniType, O extends z.ZodMiniType = z.ZodMiniType> = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `:name` in it is a parameter, taken from the input of that name. */
  readonly path: string;
  readonly who: Audience;
  readonly input: I;
  readonly output: O;
  /** The body is a sound: the input's field `sound`; the other fields stand in the path. Absent: JSON. */
  readonly body?: 'audio/wav';
};

export const endpoint = <I extends z.ZodMiniType, O extends z.ZodMiniType>(e: Endpoint<I, O>): Endpoint<I, O> => e;
export const nothing = z.object({});
export const ok = z.object({ ok: z.literal(true) });
