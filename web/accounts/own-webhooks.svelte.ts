import * as z from 'zod/mini';
import type { AddedWebhook, ShownEndpoint, ShownWebhook, WebhookAct, Webhooks } from '#shared/api/delivery.ts';
import { type WebhookEvent, webhookEventSchema, webhookEvents } from '#shared/delivery/webhook.ts';
import { CodedError } from '#shared/errors.ts';
import type { Device } from '../ports/device.ts';
import type { Later } from '../ui/later.ts';
import { Undoable } from '../ui/undoable.svelte.ts';
import { KeptForm } from './kept-form.svelte.ts';

/** All reject with `http.offline` without a server, `http.refused` for whom it is not. */
type WebhookServer = {
  list(): Promise<Webhooks>;
  add(url: string, events: WebhookEvent[]): Promise<AddedWebhook>;
  /** Answers a new secret. */
  act(webhookId: string, act: WebhookAct): Promise<string | null>;
  sendAgain(webhookId: string, deliveryId: string): Promise<void>;
};

export type OwnWebhooksDeps = {
  readonly server: WebhookServer;
  readonly device: Pick<Device, 'readForm' | 'keepForm'>;
  readonly accountId: string;
  readonly later: Later;
};

const draftSchema = z.object({ url: z.string(), events: z.array(webhookEventSchema) });
type Draft = z.infer<typeof draftSchema>;
export type WebhookProblem = 'url' | 'no-event' | 'not-outside' | 'too-many';

/** How soon it is looked again for the answer of a client's system. */
const pollMs = 1000;

/** Where the account's own systems are told, with what they were told last. The server alone knows. */
export class OwnWebhooks {
  #all = $state.raw<Webhooks | null>(null);
  #state = $state<'reading' | 'read' | 'offline' | 'refused'>('reading');
  #secret = $state.raw<{ readonly webhookId: string; readonly secret: string } | null>(null);
  #problem = $state<WebhookProblem | null>(null);
  #cancel: () => void = () => undefined;
  #closed = false;
  readonly #deps: OwnWebhooksDeps;
  readonly #form: KeptForm<typeof draftSchema>;
  readonly #removals: Undoable;

  constructor(deps: OwnWebhooksDeps) {
    this.#deps = deps;
    this.#form = new KeptForm(deps.device, `webhook/${deps.accountId}`, draftSchema);
    this.#removals = new Undoable(deps.later);
  }

  get state() {
    return this.#state;
  }
  get endpoints(): readonly ShownEndpoint[] {
    return this.#all?.endpoints ?? [];
  }
  /** Newest first. */
  get deliveries(): readonly ShownWebhook[] {
    return this.#all?.deliveries ?? [];
  }
  /** A secret that was just made: it cannot be shown a second time. */
  get secret() {
    return this.#secret;
  }
  get draft(): Draft {
    return this.#form.typed ?? { url: '', events: [...webhookEvents] };
  }
  get problem(): WebhookProblem | null {
    return this.#problem;
  }
  isLeaving(webhookId: string): boolean {
    return this.#removals.has(webhookId);
  }

  /** Reads all, and again as long as something was just sent and not tried yet. */
  async read(): Promise<void> {
    this.#cancel();
    await this.#ask(async () => {
      this.#all = await this.#deps.server.list();
    });
    const waits = this.deliveries.some(({ state, attempts }) => state === 'waiting' && attempts === 0);
    if (waits && this.#state === 'read' && !this.#closed) this.#cancel = this.#deps.later(pollMs, () => void this.read());
  }

  edit(part: Partial<Draft>): void {
    this.#problem = null;
    void this.#form.write({ ...this.draft, ...part });
  }

  choose(event: WebhookEvent, isChosen: boolean): void {
    const { events } = this.draft;
    this.edit({ events: webhookEvents.filter((each) => (each === event ? isChosen : events.includes(each))) });
  }

  /** Answers whether there is one more. */
  async add(): Promise<boolean> {
    const { url, events } = this.draft;
    this.#problem = problemOf(this.draft);
    if (this.#problem !== null) return false;
    const isAnswered = await this.#ask(async () => {
      const added = await this.#deps.server.add(url.trim(), events);
      if (added.outcome === 'added') this.#secret = { webhookId: added.id, secret: added.secret };
      else this.#problem = added.outcome;
    });
    if (!isAnswered || this.#problem !== null) return false;
    await this.#form.done();
    await this.read();
    return true;
  }

  act(webhookId: string, act: WebhookAct): Promise<void> {
    return this.#change(async () => {
      const secret = await this.#deps.server.act(webhookId, act);
      if (secret !== null) this.#secret = { webhookId, secret };
    });
  }

  sendAgain({ endpointId, id }: ShownWebhook): Promise<void> {
    return this.#change(() => this.#deps.server.sendAgain(endpointId, id));
  }

  hideSecret(): void {
    this.#secret = null;
  }

  remove(webhookId: string): void {
    if (this.#secret?.webhookId === webhookId) this.#secret = null;
    this.#removals.start(webhookId, () => void this.act(webhookId, 'remove'));
  }

  keep(webhookId: string): void {
    this.#removals.undo(webhookId);
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#removals.close();
  }

  async #change(run: () => Promise<void>): Promise<void> {
    if ((await this.#ask(run)) && !this.#closed) await this.read();
  }

  /** False: the server was not reached, or has refused. */
  async #ask(run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      this.#state = 'read';
      return true;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#state = error.code === 'http.refused' ? 'refused' : 'offline';
      return false;
    }
  }
}

function problemOf({ url, events }: Draft): WebhookProblem | null {
  if (!/^https?:$/.test(URL.parse(url.trim())?.protocol ?? '')) return 'url';
  return events.length === 0 ? 'no-event' : null;
}
