import type { Listening as How } from '#shared/calls/listened.ts';
import type { Conversation, ToPage } from '#shared/live.ts';
import type { LiveSocket } from '../ports/live.ts';
import type { Phone, PhoneState } from '../ports/phone.ts';

export type ListeningDeps = {
  readonly live: Pick<LiveSocket, 'send' | 'onMessage'>;
  readonly phone: Phone;
  /** Under which this supervisor stands among those who follow a conversation. */
  readonly ownId: string | null;
};

/** The conversations of the floor, and how the supervisor follows one of them. */
export class Listening {
  #conversations = $state.raw<readonly Conversation[]>([]);
  #phone = $state<PhoneState>('off');
  #isRefused = $state(false);
  readonly #deps: ListeningDeps;
  readonly #stops: (() => void)[];

  constructor(deps: ListeningDeps) {
    this.#deps = deps;
    this.#stops = [
      deps.live.onMessage((message) => this.#hear(message)),
      deps.phone.onState((state) => {
        this.#phone = state;
      }),
    ];
  }

  /** The longest first. */
  get conversations(): readonly Conversation[] {
    return this.#conversations;
  }
  /** What the server would not do: the conversation is over, or another's. */
  get isRefused(): boolean {
    return this.#isRefused;
  }
  /** The telephone in this page: `leg-up` when he hears. */
  get phone(): PhoneState {
    return this.#phone;
  }

  /** How he follows this conversation; null: not at all. */
  howOf(conversation: Conversation): How | null {
    return conversation.listeners.find(({ supervisorId }) => supervisorId === this.#deps.ownId)?.how ?? null;
  }

  /** From a leg that is up, so that the caller never hears silence. */
  mayTakeOver(conversation: Conversation): boolean {
    return conversation.takeable && this.howOf(conversation) !== null && this.#phone === 'leg-up';
  }

  /** Brings the telephone up and follows the conversation so. */
  async follow(callId: string, how: How): Promise<void> {
    this.#isRefused = false;
    await this.#deps.phone.start();
    if (this.#phone !== 'failed') this.#deps.live.send({ t: 'listen', callId, how });
  }

  stop(callId: string): void {
    this.#deps.live.send({ t: 'listen', callId, how: null });
    this.#deps.phone.stop();
  }

  takeOver(conversation: Conversation): void {
    if (this.mayTakeOver(conversation)) this.#deps.live.send({ t: 'take-over', callId: conversation.callId });
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #hear(message: ToPage): void {
    if (message.t === 'conversations') this.#conversations = message.conversations;
    if (message.t === 'refused') this.#isRefused = true;
    // nothing is left to hear: the microphone is let go
    if (message.t === 'leg' && !message.wanted) this.#deps.phone.stop();
  }
}
