import { createSubscriber } from 'svelte/reactivity';
import type { Device, Reader } from '../ports.ts';

/** A query of the device as a reactive value; it runs only while something shows it. */
export class Live<T> {
  #value: T;
  readonly #subscribe: () => void;

  constructor(device: Pick<Device, 'watch'>, query: (rows: Reader) => Promise<T>, initial: T) {
    this.#value = initial;
    this.#subscribe = createSubscriber((update) =>
      device.watch(query, (value) => {
        this.#value = value;
        update();
      }),
    );
  }

  get current(): T {
    this.#subscribe();
    return this.#value;
  }
}
