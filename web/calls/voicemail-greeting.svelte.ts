import type { Account } from '#shared/accounts/account.ts';
import { mayNameOldHours } from '#shared/accounts/recorded-greeting.ts';
import type { SpokenGreeting } from '#shared/api/calls.ts';
import type { GreetingServer } from '../ports/account-server.ts';
import type { Device } from '../ports/device.ts';
import { SoundRecorder, type SoundRecorderDeps, serverProblem } from './sound-recorder.svelte.ts';

export type VoicemailGreetingDeps = Pick<SoundRecorderDeps, 'recorder' | 'tenTimesASecond'> & {
  readonly accountId: string;
  readonly device: Pick<Device, 'watch' | 'mutate' | 'sync'>;
  readonly server: GreetingServer;
};

/** What callers of one account hear when nobody answers, and how the client changes it. */
export class VoicemailGreeting {
  #account = $state.raw<Account | null>(null);
  #spoken = $state.raw<SpokenGreeting | null>(null);
  #unreachable = $state(false);
  readonly recorder: SoundRecorder;
  readonly #deps: VoicemailGreetingDeps;
  readonly #stopWatching: () => void;

  constructor(deps: VoicemailGreetingDeps) {
    this.#deps = deps;
    const { recorder, tenTimesASecond, server, device, accountId } = deps;
    this.recorder = new SoundRecorder({
      recorder,
      tenTimesASecond,
      async send(wav, onProgress) {
        await server.send(accountId, wav, onProgress);
        device.sync();
      },
    });
    let hours: string | null = null;
    this.#stopWatching = device.watch(
      (rows) => rows.get('account', accountId),
      (account) => {
        this.#account = account ?? null;
        const now = JSON.stringify(account?.openingHours);
        if (now !== hours) void this.ask();
        hours = now;
      },
    );
  }

  get account(): Account | null {
    return this.#account;
  }
  /** What the voice says; null until the server has answered. */
  get spoken(): SpokenGreeting | null {
    return this.#spoken;
  }
  /** The server did not answer when it was asked what the voice says. */
  get isUnreachable(): boolean {
    return this.#unreachable;
  }
  get mayNameOldHours(): boolean {
    const recorded = this.#account?.recordedGreeting;
    return recorded !== undefined && this.#spoken !== null && mayNameOldHours(recorded, this.#spoken.hours);
  }

  /** Asks the server what the voice says. */
  async ask(): Promise<void> {
    try {
      this.#spoken = await this.#deps.server.spoken(this.#deps.accountId);
      this.#unreachable = false;
    } catch (cause) {
      serverProblem(cause);
      this.#unreachable = true;
    }
  }

  /** The voice, or the recording that is kept; works without the server too, as any change of rows. */
  choose = (use: 'recorded' | 'spoken'): Promise<void> =>
    this.#deps.device.mutate('chooseVoicemailGreeting', { accountId: this.#deps.accountId, use });

  close(): void {
    this.#stopWatching();
    this.recorder.close();
  }
}
