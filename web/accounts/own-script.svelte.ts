import { noScript, type Script } from '#shared/notes/script.ts';
import {
  type BlockDraft,
  type ScriptDraft,
  type ScriptProblem,
  scriptDraftOf,
  scriptDraftSchema,
  scriptOf,
  scriptProblems,
} from '#shared/notes/script-draft.ts';
import type { ScriptTemplate } from '#shared/notes/script-templates/trades.ts';
import { KeptForm } from './kept-form.svelte.ts';
import type { OwnAccount } from './own-account.svelte.ts';

type FieldDraft = ScriptDraft['fields'][number];

/** How notes of one account are written, while the supervisor writes it. */
export class OwnScript {
  #attempted = $state(false);
  readonly #own: OwnAccount;
  readonly #form: KeptForm<typeof scriptDraftSchema>;

  constructor(own: OwnAccount) {
    this.#own = own;
    this.#form = new KeptForm(own.deps.device, `script/${own.deps.accountId}`, scriptDraftSchema);
  }

  /** What is written, or what holds while nothing is. */
  get draft(): ScriptDraft {
    return this.#form.typed ?? scriptDraftOf(this.#script, JSON.stringify(this.#script));
  }
  get isChanged(): boolean {
    return this.#form.typed !== null;
  }
  get problems(): readonly ScriptProblem[] {
    return this.#attempted ? scriptProblems(this.draft) : [];
  }
  /** Somebody else has changed it since the writing began. */
  get isChangedMeanwhile(): boolean {
    return this.isChanged && JSON.stringify(this.#script) !== this.draft.before;
  }

  edit(part: Partial<ScriptDraft>): void {
    void this.#form.write({ ...this.draft, ...part });
  }

  setField(index: number, part: Partial<FieldDraft>): void {
    this.edit({ fields: this.draft.fields.map((field, i) => (i === index ? { ...field, ...part } : field)) });
  }

  addField(): void {
    const field = { id: this.#own.deps.newId(), label: '', required: false, choices: '' };
    this.edit({ fields: [...this.draft.fields, field] });
  }

  removeField(index: number): void {
    this.edit({ fields: this.draft.fields.filter((_, i) => i !== index) });
  }

  setBlocks(blocks: readonly BlockDraft[]): void {
    this.edit({ blocks: [...blocks] });
  }

  /** A trade's script takes the place of fields and criteria; texts and phrases stay. */
  useTemplate(template: ScriptTemplate): void {
    const { blocks, avoid, before } = this.draft;
    const { fields, urgentWhen, askUrgency, readBack } = scriptDraftOf({ ...noScript, ...template }, before);
    this.edit({ fields, urgentWhen, askUrgency, readBack, blocks, avoid });
  }

  giveUp(): void {
    this.#attempted = false;
    void this.#form.done();
  }

  /** Keeps it, on this device at once; false while something is in the way. */
  async save(): Promise<boolean> {
    this.#attempted = true;
    if (scriptProblems(this.draft).length > 0) return false;
    const { accountId, device } = this.#own.deps;
    await device.mutate('setScript', { accountId, script: scriptOf(this.draft) });
    this.#attempted = false;
    await this.#form.done();
    return true;
  }

  get #script(): Script {
    return this.#own.account?.script ?? noScript;
  }
}
