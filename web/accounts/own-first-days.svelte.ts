import { firstDaysOf } from '#shared/accounts/first-days.ts';
import type { Device } from '../ports/device.ts';

export type OwnFirstDaysDeps = { readonly device: Pick<Device, 'watch' | 'read' | 'mutate'>; readonly accountId: string };

/** Notes that are looked through for the report of a test call: a new client has few. */
const latestNotes = 200;

/** The first steps of a new client, as far as his device knows them. */
export class OwnFirstDays {
  #steps = $state.raw<ReturnType<typeof firstDaysOf>>(null);
  readonly #deps: OwnFirstDaysDeps;
  readonly #stop: () => void;

  constructor(deps: OwnFirstDaysDeps) {
    this.#deps = deps;
    const { device, accountId } = deps;
    this.#stop = device.watch(
      async (rows) => {
        const account = await rows.get('account', accountId);
        if (account?.firstDays === undefined) return null;
        const [lines, people] = [await rows.list('line', accountId), await rows.list('person', accountId)];
        return firstDaysOf({ account, lines, people, notes: await rows.latestNotes(latestNotes) });
      },
      (steps) => {
        this.#steps = steps;
      },
    );
  }

  /** Null: there is nothing to show. */
  get steps(): ReturnType<typeof firstDaysOf> {
    return this.#steps;
  }

  putAway(): Promise<void> {
    const { device, accountId } = this.#deps;
    return device.mutate('changeFirstDays', { accountId, to: 'put-away' });
  }

  close(): void {
    this.#stop();
  }
}

/** The client looks at his hours: one of his first steps, if he is new. */
export async function lookedAtHours({ device, accountId }: OwnFirstDaysDeps): Promise<void> {
  const account = await device.read((rows) => rows.get('account', accountId));
  if (account?.firstDays?.hoursSeen === false) await device.mutate('changeFirstDays', { accountId, to: 'hours-seen' });
}
