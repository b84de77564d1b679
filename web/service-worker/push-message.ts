import * as z from 'zod/mini';

/** Declarative Web Push (RFC 8030 payload): what is shown, and the page that a tap opens. */
const pushMessageSchema = z.object({
  web_push: z.literal(8030),
  /** The number on the app's icon. Left out by earlier servers. */
  app_badge: z.optional(z.int().check(z.minimum(0))),
  notification: z.object({
    title: z.string(),
    body: z.optional(z.string()),
    navigate: z.string(),
    tag: z.optional(z.string()),
    lang: z.optional(z.string()),
    /** Buttons, each with the page that it opens. */
    actions: z.optional(z.array(z.object({ action: z.string(), title: z.string(), navigate: z.string() }))),
  }),
});
export type PushMessage = z.infer<typeof pushMessageSchema>['notification'] & { readonly badge: number | null };

/** What a notification keeps for the tap on it. */
export const notificationData = z.object({
  navigate: z.string(),
  actions: z.array(z.object({ action: z.string(), navigate: z.string() })),
});

/** The notification of a push; null when it is none of ours. */
export function pushMessage(payload: string): PushMessage | null {
  const parsed = pushMessageSchema.safeParse(json(payload));
  if (!parsed.success) return null;
  const { notification, app_badge: badge = null } = parsed.data;
  return { ...notification, badge };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
