import type { Contact } from '#shared/calls/contact.ts';
import { type Choice, type MergeChoices, type MergedField, mergedContact, proposedChoices } from '#shared/calls/contact-merge.ts';
import type { FoundDoubles } from '../ports/contacts.ts';
import type { Device } from '../ports/device.ts';

/** Pairs that are looked through at once. */
const SHOWN = 20;

export type OwnDoublesDeps = { readonly device: Pick<Device, 'contacts' | 'mutate'>; readonly accountId: string };
type Pair = FoundDoubles['pairs'][number];
export const pairKey = ({ first, second }: Pair): string => `${first.id} ${second.id}`;

/** Contacts that may be one: proposed, and made one or told apart by somebody who knows. */
export class OwnDoubles {
  #found = $state.raw<FoundDoubles | null>(null);
  #state = $state<'unasked' | 'looking' | 'shown' | 'failed'>('unasked');
  #choices = $state.raw<ReadonlyMap<string, MergeChoices>>(new Map());
  readonly #deps: OwnDoublesDeps;

  constructor(deps: OwnDoublesDeps) {
    this.#deps = deps;
  }

  get state() {
    return this.#state;
  }
  get pairs(): readonly Pair[] {
    return this.#found?.pairs ?? [];
  }
  get total(): number {
    return this.#found?.total ?? 0;
  }
  choicesOf(pair: Pair): MergeChoices {
    return this.#choices.get(pairKey(pair)) ?? proposedChoices(pair.first, pair.second);
  }
  /** As it would be. */
  mergedOf(pair: Pair): Omit<Contact, 'elsewhere'> {
    return mergedContact(pair.first, pair.second, this.choicesOf(pair));
  }

  async look(): Promise<void> {
    this.#state = 'looking';
    try {
      this.#found = await this.#deps.device.contacts.doubles(this.#deps.accountId, SHOWN);
      this.#state = 'shown';
    } catch {
      this.#state = 'failed'; // the page says so
    }
  }

  choose(pair: Pair, field: MergedField, choice: Choice): void {
    this.#choices = new Map([...this.#choices, [pairKey(pair), { ...this.choicesOf(pair), [field]: choice }]]);
  }

  async merge(pair: Pair): Promise<void> {
    const { device, accountId } = this.#deps;
    await device.mutate('mergeContacts', { accountId, contact: this.mergedOf(pair), otherId: pair.second.id });
    await this.look();
  }

  async keepApart({ first, second }: Pair): Promise<void> {
    const { device, accountId } = this.#deps;
    await device.mutate('keepApart', { accountId, contactId: first.id, otherId: second.id });
    await this.look();
  }
}
