import type { OwnSession } from '#shared/api/accounts.ts';
import type { Access } from '../ports/identity.ts';

export type PushDevice = { readonly endpoint: string; readonly browser: string | null; readonly since: string };
export type DevicesDeps = {
  readonly access: Pick<Access, 'sessions' | 'endSessions'>;
  readonly pushDevices: () => Promise<readonly PushDevice[]>;
  readonly removePush: (endpoint: string) => Promise<void>;
};

/** Where the user is signed in, and which browsers show his notifications. */
export class OwnDevices {
  #sessions = $state.raw<readonly OwnSession[] | null>(null);
  #push = $state.raw<readonly PushDevice[]>([]);
  #state = $state<'reading' | 'read' | 'unreachable'>('reading');
  readonly #deps: DevicesDeps;

  constructor(deps: DevicesDeps) {
    this.#deps = deps;
  }

  get state() {
    return this.#state;
  }
  /** This one first, then the one used last. */
  get sessions(): readonly OwnSession[] {
    return (this.#sessions ?? []).toSorted((a, b) => Number(b.isThis) - Number(a.isThis));
  }
  get hasOthers(): boolean {
    return this.sessions.some(({ isThis }) => !isThis);
  }
  get push(): readonly PushDevice[] {
    return this.#push;
  }

  async read(): Promise<void> {
    const [sessions, push] = await Promise.all([this.#deps.access.sessions(), this.#deps.pushDevices().catch(() => null)]);
    this.#sessions = sessions;
    this.#push = push ?? [];
    this.#state = sessions === null || push === null ? 'unreachable' : 'read';
  }

  /** Null: all but this one. */
  async end(id: string | null): Promise<void> {
    if (await this.#deps.access.endSessions(id)) await this.read();
    else this.#state = 'unreachable';
  }

  async removePush(endpoint: string): Promise<void> {
    await this.#deps.removePush(endpoint).then(
      () => this.read(),
      () => {
        this.#state = 'unreachable';
      },
    );
  }
}
