import type { Session } from '#shared/api/sync.ts';
import { AccountsSeen } from '../../accounts/accounts-seen.svelte.ts';
import { Desk } from '../../calls/desk.svelte.ts';
import { HangUpGuard } from '../../calls/hang-up-guard.svelte.ts';
import { Listening } from '../../calls/listening.svelte.ts';
import { Notebook } from '../../notes/notebook.svelte.ts';
import type { Device } from '../../ports/device.ts';
import type { LiveSocket } from '../../ports/live.ts';
import type { Phone } from '../../ports/phone.ts';
import type { Clock } from '../../ports/time.ts';
import { newId } from '../../start.ts';
import { later } from '../../ui/later.ts';
import { loadNumbers, type NumberWriter, plainNumbers } from '../../ui/phone-number.ts';
import type { Ticker } from '../../ui/ticker.svelte.ts';

type Parts = {
  readonly session: Session;
  readonly device: Device;
  readonly live: LiveSocket;
  readonly phone: Phone;
  readonly ticker: Ticker;
  readonly now: Clock;
};

/** The supervisor's telephone, the conversations that he follows, and the call that he has taken over with its note. */
export class SupervisorDesk {
  readonly session: Session;
  readonly device: Device;
  readonly ticker: Ticker;
  readonly listening: Listening;
  readonly desk: Desk;
  readonly notebook: Notebook;
  readonly seen: AccountsSeen;
  readonly guard = new HangUpGuard(later);
  #numbers = $state.raw<NumberWriter>(plainNumbers);
  /** A page that uses no telephone says nothing of one: another page of the same supervisor may have it. */
  #telephones = false;
  readonly #phone: Phone;

  constructor({ session, device, live, phone, ticker, now }: Parts) {
    this.session = session;
    this.device = device;
    this.ticker = ticker;
    this.#phone = phone;
    const quiet: LiveSocket = {
      ...live,
      send: (message) => {
        if (message.t !== 'phone' || this.#telephones) live.send(message);
      },
    };
    phone.onState((state) => {
      if (state !== 'off') this.#telephones = true;
    });
    this.notebook = new Notebook({
      device,
      operator: { id: session.subjectId, name: session.name },
      now,
      later,
      newId,
      numbers: () => this.#numbers,
      onFinished: (callId) => this.desk.noteFinished(callId),
      onDraft: (callId, draft) => live.send({ t: 'draft', callId, draft }),
    });
    this.seen = new AccountsSeen(device);
    this.desk = new Desk({
      device,
      live: quiet,
      phone,
      notes: this.notebook,
      sheets: this.seen,
      operatorName: session.name,
      now,
      later,
    });
    this.listening = new Listening({ live, phone, ownId: session.subjectId });
    void this.#start();
  }

  get numbers(): NumberWriter {
    return this.#numbers;
  }

  close(): void {
    this.desk.close();
    this.notebook.close();
    this.seen.close();
    this.listening.close();
    this.#phone.stop();
  }

  async #start(): Promise<void> {
    const lines = await this.device.read((rows) => rows.all('line'));
    this.#numbers = await loadNumbers(lines[0]?.number ?? '+33199000000');
    this.notebook.start();
  }
}
