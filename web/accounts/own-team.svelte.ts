import { inOrder, type Person, type PersonAccess } from '#shared/accounts/roster.ts';
import type { TeamSignIn } from '#shared/api/accounts.ts';
import type { Device } from '../ports/device.ts';

export type TeamDeps = {
  readonly device: Pick<Device, 'watch' | 'mutate'>;
  readonly accountId: string;
  readonly team: () => Promise<readonly TeamSignIn[]>;
  readonly invite: (personId: string) => Promise<void>;
};

/** Who of the account's people may see what, and who signs in [S07]. Access works offline; who signs in, the server says. */
export class OwnTeam {
  #people = $state.raw<readonly Person[]>([]);
  #signIns = $state.raw<ReadonlyMap<string, TeamSignIn> | null>(null);
  #invited = $state.raw<ReadonlyMap<string, 'sending' | 'sent' | 'failed'>>(new Map());
  readonly #deps: TeamDeps;
  readonly #stop: () => void;

  constructor(deps: TeamDeps) {
    this.#deps = deps;
    this.#stop = deps.device.watch(
      (rows) => rows.list('person', deps.accountId),
      (people) => {
        this.#people = inOrder(people);
      },
    );
  }

  get people(): readonly Person[] {
    return this.#people;
  }
  /** By person; null while the server has not said, or cannot. */
  get signIns(): ReadonlyMap<string, TeamSignIn> | null {
    return this.#signIns;
  }
  invitation(personId: string): 'sending' | 'sent' | 'failed' | null {
    return this.#invited.get(personId) ?? null;
  }

  async read(): Promise<void> {
    try {
      this.#signIns = new Map((await this.#deps.team()).map((one) => [one.personId, one]));
    } catch {
      this.#signIns = null; // the page says that the server did not answer
    }
  }

  setAccess(personId: string, access: PersonAccess): Promise<void> {
    return this.#deps.device.mutate('setAccess', { accountId: this.#deps.accountId, personId, access });
  }

  async invite(personId: string): Promise<void> {
    this.#tell(personId, 'sending');
    await this.#deps.invite(personId).then(
      () => this.#tell(personId, 'sent'),
      () => this.#tell(personId, 'failed'),
    );
  }

  close(): void {
    this.#stop();
  }

  #tell(personId: string, how: 'sending' | 'sent' | 'failed'): void {
    this.#invited = new Map([...this.#invited, [personId, how]]);
  }
}
