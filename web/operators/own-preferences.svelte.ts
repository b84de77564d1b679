import { type Preferences, standardPreferences } from '#shared/operators/preferences.ts';
import type { Device } from '../ports/device.ts';

/** How this operator works: own keys and texts, the same on each of his devices. */
export class OwnPreferences {
  #row = $state.raw<Preferences>();
  readonly #device: Pick<Device, 'watch' | 'mutate'>;
  readonly #operatorId: string;
  readonly #stop: () => void;

  constructor(deps: { readonly device: Pick<Device, 'watch' | 'mutate'>; readonly operatorId: string }) {
    this.#device = deps.device;
    this.#operatorId = deps.operatorId;
    this.#stop = deps.device.watch(
      (rows) => rows.get('preferences', deps.operatorId),
      (row) => {
        this.#row = row;
      },
    );
  }

  get keys(): Preferences['keys'] {
    return this.#known.keys;
  }
  get blocks(): Preferences['blocks'] {
    return this.#known.blocks;
  }

  setKeys(keys: Preferences['keys']): Promise<void> {
    return this.#device.mutate('setOwnKeys', { operatorId: this.#operatorId, keys });
  }

  setBlocks(blocks: Preferences['blocks']): Promise<void> {
    return this.#device.mutate('setOwnBlocks', { operatorId: this.#operatorId, blocks });
  }

  close(): void {
    this.#stop();
  }

  get #known(): Preferences {
    return this.#row ?? standardPreferences(this.#operatorId);
  }
}
