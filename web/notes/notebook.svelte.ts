import { inOrder } from '#shared/accounts/roster.ts';
import type { ScreenPop } from '#shared/calls/screen-pop.ts';
import { transferLine } from '#shared/calls/transfer-line.ts';
import type { LiveCall } from '#shared/live.ts';
import type { Disposition } from '#shared/notes/disposition.ts';
import type { Draft, Note } from '#shared/notes/note.ts';
import { isNoteOf } from '#shared/notes/note-without-call.ts';
import { toMs } from '#shared/time.ts';
import type { Device } from '../ports/device.ts';
import type { Clock } from '../ports/time.ts';
import { clockTime } from '../ui/dates.ts';
import type { Later } from '../ui/later.ts';
import type { NumberWriter } from '../ui/phone-number.ts';
import { contentOf, NoteForm } from './note-form.svelte.ts';

/** How long a finished note can be taken back, milliseconds; an urgent one not at all. */
const UNDO_MS = 8000;

/** Notes among which that of the running call is looked for. */
const RECENT = 20;

/** How often a colleague's copy of the draft is refreshed, milliseconds. */
const COPY_MS = 2000;

export type NotebookDeps = {
  readonly device: Pick<Device, 'read' | 'watch' | 'saveDraft' | 'removeDraft' | 'lockDraft' | 'takeBack'>;
  readonly operator: { readonly id: string | null; readonly name: string };
  readonly now: Clock;
  readonly later: Later;
  readonly newId: () => string;
  readonly numbers: () => NumberWriter;
  /** The note of this call is finished; the desk may clear it. */
  readonly onFinished: (callId: string) => void;
  /** The draft so far, for the colleague who would get the call if this page died. */
  readonly onDraft: (callId: string, draft: Draft) => void;
};

/** Whether all that was typed is on the device. */
export type Keeping = 'kept' | 'keeping' | 'failed';

/** The notes of this operator that are not locked yet: the one being written, those finished, those laid aside. */
export class Notebook {
  #form = $state.raw<NoteForm | null>(null);
  /** An offer came while another note was being written: its form waits for the answer. */
  #next = $state.raw<NoteForm | null>(null);
  #drafts = $state.raw<readonly Draft[]>([]);
  #finishedCalls = $state.raw<ReadonlySet<string>>(new Set());
  #failed = $state(false);
  /** Drafts that are on their way to the device. */
  #underWay = $state(0);
  /** The draft that Ctrl+Enter is keeping: a key that still reaches its form does not make it unfinished again. */
  #finishing: string | null = null;
  /** By draft: when it was finished, and what calls its lock off. */
  readonly #locks = new Map<string, { readonly finishedAt: string | null; readonly cancel: () => void }>();
  #started = false;
  readonly #deps: NotebookDeps;
  readonly #stop: () => void;
  #stopInforming = () => {};
  #copyDue: (() => void) | null = null;
  #pop: ScreenPop | null = null;

  constructor(deps: NotebookDeps) {
    this.#deps = deps;
    this.#stop = deps.device.watch(
      (rows) => rows.drafts(),
      (drafts) => {
        this.#drafts = drafts;
        if (this.#started) this.#mindFinished();
      },
    );
  }

  get form(): NoteForm | null {
    return this.#form;
  }
  /** Finished and still to be taken back, oldest first. */
  get finished(): readonly Draft[] {
    return this.#drafts.filter((d) => d.state === 'finished');
  }
  /** Laid aside: begun and neither finished nor in the form. */
  get aside(): readonly Draft[] {
    const open = [this.#form?.draft.id, this.#next?.draft.id];
    return this.#drafts.filter((d) => d.state === 'writing' && !open.includes(d.id));
  }
  get keeping(): Keeping {
    if (this.#failed) return 'failed';
    return this.#underWay > 0 ? 'keeping' : 'kept';
  }

  /**
   * From now on every finished note of this device is locked when its 8 s are over, whichever tab finished it: one that
   * was killed has nobody else. Of two tabs the device lets only the first lock, and none that was taken back meanwhile.
   */
  start(): void {
    this.#started = true;
    this.#mindFinished();
  }

  /** The note of a call: handed over by a colleague, found on this device, or new. */
  async open(call: LiveCall, handed: Draft | null): Promise<void> {
    if (call.state !== 'offered' && (await this.#isNoted(call))) {
      this.#callFinished(call.callId);
      return;
    }
    const kept = call.state === 'offered' ? this.#ofCall(call.callId) : await this.#keptOf(call);
    const found = newer(kept ?? null, handed);
    const form = this.#formOf(found ?? this.#blank(call), found !== null);
    if (found !== null && found === handed) this.#keep(handed);
    if (this.#form?.touched && this.#form.draft.callId !== call.callId && call.state === 'offered') this.#next = form;
    else this.#form = form;
    this.#tell(form);
  }

  /** A note for an account without a call: of one taken on the operator's own telephone while the page is offline. */
  begin(accountId: string): void {
    if (this.#form !== null) return;
    this.#form = this.#formOf(this.#blank({ accountId, callId: null, caller: null }), false);
    this.#informTaken(this.#form);
  }

  /** Takes a note up that was laid aside. */
  takeUp(draft: Draft): void {
    if (this.#form?.draft.callId) return;
    this.#form = this.#formOf(draft, true);
    this.#informTaken(this.#form);
  }

  /** The roster, and who calls when the number is one contact's alone. */
  inform(pop: ScreenPop): void {
    this.#pop = pop;
    for (const form of [this.#form, this.#next]) if (form) this.#tell(form);
  }

  /** The offered call was answered: its note takes the place of the one before, which is laid aside. */
  answered(callId: string): void {
    if (this.#next?.draft.callId !== callId) return;
    this.#form = this.#next;
    this.#next = null;
  }

  withdraw(callId: string): void {
    if (this.#next?.draft.callId === callId) this.#next = null;
    if (this.#form?.draft.callId === callId) this.#form = null;
  }

  /** The note went along with the caller: it is a colleague's now. */
  handedOver(callId: string): void {
    const draftId = this.#form?.draft.callId === callId ? this.#form.draft.id : null;
    if (draftId !== null) void this.discard(draftId);
  }

  /** What became of the attempt stands in the note, once; a caller who was put through leaves a transfer, not a message [P09]. */
  transferred(callId: string, transfer: NonNullable<LiveCall['transfer']>): void {
    const pop = this.#pop;
    const form = this.#form;
    if (transfer.outcome === null || form?.draft.callId !== callId || pop?.call.callId !== callId) return;
    const person = pop.roster.find((p) => p.id === transfer.personId) ?? null;
    const name = person?.name ?? this.#deps.numbers().show(transfer.number);
    const time = clockTime(transfer.dialledAt, pop.account.language);
    form.addTransfer({
      line: transferLine(transfer.outcome, pop.account.language, { name, time }),
      person,
      outcome: transfer.outcome,
    });
  }

  /** The server has no copy of this call's note: it gets one at once, if something has been typed. */
  tellDraft(callId: string): void {
    const form = this.#form;
    if (form?.touched && form.draft.callId === callId) this.#deps.onDraft(callId, form.draft);
  }

  isFinished(callId: string): boolean {
    return this.#finishedCalls.has(callId);
  }

  /** Ctrl+Enter: kept durably, cleared from view, to be taken back for 8 s unless urgent. False when a field is missing. */
  async finish(disposition?: Disposition): Promise<boolean> {
    const form = this.#form;
    if (!form || this.#finishing === form.draft.id) return false;
    if (disposition) form.chooseDisposition(disposition);
    if (form.check() === null) return false;
    const draft: Draft = { ...form.draft, state: 'finished', finishedAt: this.#deps.now(), changedAt: this.#deps.now() };
    this.#finishing = draft.id;
    await this.#deps.device.saveDraft(draft).finally(() => {
      this.#finishing = null;
    });
    this.#form = null;
    if (draft.callId !== null) this.#callFinished(draft.callId);
    if (draft.urgent) await this.#lock(draft);
    else this.#lockLater(draft);
    return true;
  }

  /** Takes a finished note back into the form, or lays it aside when another is being written. */
  async undo(draftId: string): Promise<void> {
    const draft = this.#drafts.find((d) => d.id === draftId && d.state === 'finished');
    if (!draft) return;
    const back = await this.#deps.device.takeBack(draft);
    if (back === null || this.#form !== null) return;
    this.#form = this.#formOf(back, true);
    this.#informTaken(this.#form);
  }

  /** Milliseconds until the finished note is locked. */
  undoLeft(draft: Draft): number {
    if (draft.finishedAt === null || draft.urgent) return 0;
    return Math.min(UNDO_MS, Math.max(0, toMs(draft.finishedAt) + UNDO_MS - toMs(this.#deps.now())));
  }

  /** Throws a draft away that was laid aside. */
  async discard(draftId: string): Promise<void> {
    if (this.#form?.draft.id === draftId) this.#form = null;
    await this.#deps.device.removeDraft(draftId);
  }

  close(): void {
    this.#stop();
    this.#stopInforming();
    this.#copyDue?.();
    for (const { cancel } of this.#locks.values()) cancel();
  }

  #tell(form: NoteForm): void {
    const pop = this.#pop;
    if (pop === null || form.draft.callId !== pop.call.callId) return;
    form.informPeople(pop.roster);
    form.informAccount(pop.account);
    const client = pop.roster.find(({ id }) => id === pop.call.hotline?.personId);
    if (client) form.prefillClient(client, pop.account.name);
    else if (pop.match.kind === 'known') form.prefill({ fromWhom: pop.match.contact.name, company: pop.match.contact.company });
    else if (pop.task?.name) form.prefill({ fromWhom: pop.task.name, company: '' });
  }

  #formOf(draft: Draft, touched: boolean): NoteForm {
    return new NoteForm(draft, touched, { keep: (d) => this.#keep(d), readNumber: (typed) => this.#deps.numbers().read(typed) });
  }

  /** A note taken up without its call: roster and script come from the device, as soon as they are there. */
  #informTaken(form: NoteForm): void {
    const { accountId } = form.draft;
    this.#stopInforming();
    this.#stopInforming = this.#deps.device.watch(
      (rows) => Promise.all([rows.list('person', accountId), rows.get('account', accountId)]),
      ([people, account]) => {
        form.informPeople(inOrder(people));
        if (account) form.informAccount(account);
      },
    );
  }

  /** After a reload the call may still be there although its note has gone; or it was written while this page was offline. */
  async #isNoted(call: LiveCall): Promise<boolean> {
    const [drafts, notes] = await this.#deps.device.read((rows) => Promise.all([rows.drafts(), rows.latestNotes(RECENT)]));
    const mine = notes.filter((n) => n.callId !== null || n.operatorId === this.#deps.operator.id);
    const written = [...drafts.filter((d) => d.state === 'finished').map(asWritten), ...mine.map(asLocked)];
    return written.some((note) => isOf(note, call));
  }

  /** A note begun without the call becomes the call's. */
  async #keptOf(call: LiveCall): Promise<Draft | undefined> {
    const drafts = (await this.#deps.device.read((rows) => rows.drafts())).filter((d) => d.state === 'writing');
    const kept = drafts.find((d) => d.callId === call.callId);
    const before = kept ?? drafts.find((d) => isOf(asWritten(d), call));
    if (before === undefined || before === kept) return kept;
    const its = { ...before, callId: call.callId };
    this.#keep(its);
    return its;
  }

  #ofCall(callId: string): Draft | undefined {
    return this.#drafts.find((d) => d.callId === callId && d.state === 'writing');
  }

  #blank(call: Pick<LiveCall, 'accountId' | 'caller' | 'outbound'> & { readonly callId: string | null }): Draft {
    const number = call.caller === null ? '' : this.#deps.numbers().show(call.caller);
    return {
      id: this.#deps.newId(),
      accountId: call.accountId,
      callId: call.callId,
      state: 'writing',
      finishedAt: null,
      forWhom: null,
      forWhomText: '',
      fromWhom: '',
      company: '',
      number,
      numberVerified: false,
      matter: '',
      callback: call.outbound ? 'for-information' : 'please-call-back',
      urgent: false,
      disposition: 'message',
      changedAt: this.#deps.now(),
    };
  }

  #keep(draft: Draft): void {
    if (draft.id === this.#finishing) return;
    const changed = { ...draft, changedAt: this.#deps.now() };
    this.#underWay += 1;
    const settled = (failed: boolean) => {
      this.#underWay -= 1;
      this.#failed = failed;
    };
    this.#deps.device.saveDraft(changed).then(
      () => settled(false),
      () => settled(true),
    );
    this.#copyLater();
  }

  #copyLater(): void {
    this.#copyDue ??= this.#deps.later(COPY_MS, () => {
      this.#copyDue = null;
      const draft = this.#form?.draft;
      if (draft?.callId) this.#deps.onDraft(draft.callId, draft);
    });
  }

  #mindFinished(): void {
    for (const draft of this.finished) this.#lockLater(draft);
  }

  #lockLater(draft: Draft): void {
    const known = this.#locks.get(draft.id);
    if (known?.finishedAt === draft.finishedAt) return;
    known?.cancel();
    // A note that cannot be locked stays finished on the device: the next start locks it.
    const lock = () =>
      this.#lock(draft).catch(() => {
        this.#failed = true;
      });
    const cancel = this.#deps.later(this.undoLeft(draft), () => void lock());
    this.#locks.set(draft.id, { finishedAt: draft.finishedAt, cancel });
  }

  async #lock(draft: Draft): Promise<void> {
    const { id, accountId, callId } = draft;
    const { operator, numbers } = this.#deps;
    const content = contentOf(draft, (typed) => numbers().read(typed));
    await this.#deps.device.lockDraft(draft, {
      id,
      accountId,
      callId,
      content,
      handledBy: operator.name,
      operatorId: operator.id,
    });
  }

  #callFinished(callId: string): void {
    this.#finishedCalls = new Set([...this.#finishedCalls, callId]);
    this.#deps.onFinished(callId);
  }
}

/** A colleague may have gone on with it; or it was written here while the server heard nothing. */
function newer(kept: Draft | null, handed: Draft | null): Draft | null {
  if (kept === null || handed === null) return kept ?? handed;
  return toMs(kept.changedAt) >= toMs(handed.changedAt) ? kept : handed;
}

type Written = { readonly accountId: string; readonly callId: string | null; readonly writtenAt: string };

const asWritten = ({ accountId, callId, changedAt }: Draft): Written => ({ accountId, callId, writtenAt: changedAt });
const asLocked = ({ accountId, callId, lockedAt }: Note): Written => ({ accountId, callId, writtenAt: lockedAt });

const isOf = (note: Written, call: LiveCall): boolean => note.callId === call.callId || isNoteOf(note, call);
