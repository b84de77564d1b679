import { isUnheard, type Question } from '#shared/calls/question.ts';
import { never } from '#shared/errors.ts';
import type { Draft } from '#shared/notes/note.ts';
import { wordAt } from '#shared/notes/spelling.ts';
import { fromMs } from '#shared/time.ts';
import { m } from '#web/paraglide/messages.js';
import type { Action } from '../../calls/commands.ts';
import type { ThirdParty } from '../../calls/third-party.svelte.ts';
import type { Workplace } from './workplace.svelte.ts';

/** Where the focus goes: the first field that keeps the note from being sent, the next that wants something, the calls to be made. */
type FormFocus = { problem(): void; next(): void; tasks(): void };

/** What the operator's keys and the buttons of the key strip do, and whether they can do it now. */
export class Actions {
  #dialog = $state<'none' | 'keys' | 'keypad'>('none');
  #announced = $state('');
  #choice = $state.raw<{ readonly callId: string; readonly typed: string } | null>(null);
  #finding = $state.raw<{ readonly noteId: string | null } | null>(null);
  #aside = $state<'attention' | 'settings' | null>(null);
  #spelling = $state.raw<{ readonly word: string; readonly draftId: string } | null>(null);
  readonly #workplace: Workplace;
  readonly #focus: FormFocus;

  constructor(workplace: Workplace, focus: FormFocus) {
    this.#workplace = workplace;
    this.#focus = focus;
  }

  get dialog() {
    return this.#dialog;
  }
  /** For the screen reader, politely. */
  get announced(): string {
    return this.#announced;
  }

  /** What is looked at in the middle while there is neither call nor note. */
  get aside() {
    return this.#aside;
  }
  lookAt(aside: 'attention' | 'settings' | null): void {
    this.#aside = aside;
  }

  /** Escape: the spelling goes, or what is looked at; text is never lost by it. */
  stepBack(): void {
    if (this.spelling === null) this.#aside = null;
    else this.#spelling = null;
  }

  /** The word of this note that is being spelt; null: none. */
  get spelling(): string | null {
    return this.#spelling?.draftId === this.#workplace.notebook.form?.draft.id ? (this.#spelling?.word ?? null) : null;
  }
  stopSpelling(): void {
    this.#spelling = null;
  }

  /** Whom to call is being chosen. */
  get choosing(): boolean {
    return this.typedChoice !== null && this.#workplace.desk.third.mayTransfer;
  }

  /** What has been typed to choose, also while the line is being renewed and nobody can be called; null: nothing is chosen. */
  get typedChoice(): string | null {
    return this.#choice?.callId === this.#workplace.desk.call?.callId ? (this.#choice?.typed ?? null) : null;
  }

  typeChoice(typed: string): void {
    if (this.#choice !== null) this.#choice = { ...this.#choice, typed };
  }

  /** Calls whom the operator chose. */
  putThrough(to: Parameters<ThirdParty['transfer']>[0], announced: boolean): void {
    this.stopChoosing();
    this.#workplace.desk.third.transfer(to, announced);
  }

  /** Gives the caller to a colleague. */
  handOver(to: string): void {
    this.stopChoosing();
    this.#workplace.desk.third.handOver(to);
  }

  stopChoosing(): void {
    this.#choice = null;
  }

  /** The palette is open, at this note if one was asked for. */
  get finding() {
    return this.#finding;
  }

  find(noteId: string | null = null): void {
    this.#finding = { noteId };
  }

  stopFinding(): void {
    this.#finding = null;
  }

  closeDialog(): void {
    this.#dialog = 'none';
  }

  can(action: Action): boolean {
    const { desk, notebook } = this.#workplace;
    const { call } = desk;
    const offline = desk.post.linkLostAt !== null;
    const writing = notebook.form !== null && call?.state !== 'offered';
    switch (action) {
      case 'answer':
        return call?.state === 'offered' && !desk.answering && !offline;
      case 'hold':
      case 'mute':
        return desk.callerIsThere && !offline;
      case 'hangup':
        return desk.mayHangUp && !offline;
      case 'transfer':
        return (desk.third.mayTransfer || desk.third.mayJoin) && !offline;
      case 'conference':
        return desk.third.mayConfer && !offline;
      case 'ask':
        return desk.callerIsThere && this.#workplace.desk.pop !== null && !offline;
      case 'keypad':
        return call?.state === 'talking' && !offline;
      case 'urgent':
      case 'send':
      case 'spell':
        return writing;
      case 'settings':
        return call === null && notebook.form === null;
      case 'wrong-number':
      case 'test-call':
        return writing && call !== null && notebook.form?.draft.callId === call.callId;
      case 'undo':
        return notebook.finished.length > 0;
      case 'tasks':
      case 'pause':
        return call === null;
      case 'find':
      case 'sheet':
        return true;
      default:
        return never(action);
    }
  }

  act(action: Action): void {
    if (this.can(action)) this.#does[action]();
  }

  async send(): Promise<void> {
    const { desk, notebook, earcons } = this.#workplace;
    if (!(await notebook.finish())) return this.#focus.problem();
    this.#announced = m.desk_note_finished();
    earcons.play(desk.post.linkLostAt === null ? 'sent' : 'kept');
  }

  readonly #does: Readonly<Record<Action, () => void>> = {
    answer: () => this.#workplace.desk.answer(),
    hold: () => this.#workplace.desk.toggleHold(),
    mute: () => this.#workplace.desk.toggleMute(),
    transfer: () => this.#joinOrChoose(),
    conference: () => this.#workplace.desk.third.confer(),
    ask: () => this.#askOrTake(),
    hangup: () => this.#hangUp(),
    keypad: () => {
      this.#dialog = 'keypad';
    },
    urgent: () => this.#toggleUrgent(),
    send: () => void this.send(),
    'wrong-number': () => void this.#close('wrong-number'),
    'test-call': () => void this.#close('test-call'),
    undo: () => void this.undo(this.#workplace.notebook.finished.at(-1)?.id ?? ''),
    tasks: () => this.#focus.tasks(),
    spell: () => this.#spell(),
    settings: () => this.lookAt(this.#aside === 'settings' ? null : 'settings'),
    pause: () => this.#togglePause(),
    find: () => (this.#finding === null ? this.find() : this.stopFinding()),
    sheet: () => {
      this.#dialog = this.#dialog === 'keys' ? 'none' : 'keys';
    },
  };

  /** F8 joins whom it found; else it opens the panel, and closes it again. */
  #joinOrChoose(): void {
    const { desk } = this.#workplace;
    const question = this.#workplace.questions.of(desk.call?.callId);
    if (desk.third.mayJoin) desk.third.join();
    else if (question?.answer?.wish.kind === 'put-through' && !this.#workplace.questions.isTaken(question)) this.take(question);
    else if (this.typedChoice === null) this.#choose();
    else this.stopChoosing();
  }

  #choose(): void {
    const { call } = this.#workplace.desk;
    if (call !== null) this.#choice = { callId: call.callId, typed: '' };
  }

  /** The word at the caret or what is selected, else the caller's name; the same key again closes it. */
  #spell(): void {
    const field = document.activeElement;
    const isText = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.selectionStart !== null);
    const here = isText ? wordAt(field.value, { start: field.selectionStart ?? 0, end: field.selectionEnd ?? 0 }) : '';
    const draft = this.#workplace.notebook.form?.draft;
    const word = here || (draft?.fromWhom.trim() ?? '');
    this.#spelling = draft === undefined || word === '' || word === this.spelling ? null : { word, draftId: draft.id };
  }

  /** Asks the client; once he has answered, does what he wants; when nobody answers, calls him. */
  #askOrTake(): void {
    const { desk, questions, ticker } = this.#workplace;
    const question = questions.of(desk.call?.callId);
    const isOver = question !== null && questions.isTaken(question);
    if (question === null || isOver) return void this.#ask();
    if (question.answer !== null || isUnheard(question, fromMs(ticker.nowMs))) this.take(question);
  }

  async #ask(): Promise<void> {
    const { desk, notebook, numbers, questions } = this.#workplace;
    const { call, pop } = desk;
    if (!call || !pop) return;
    const draft = notebook.form?.draft.callId === call.callId ? notebook.form.draft : null;
    await questions.ask({
      accountId: pop.account.id,
      callId: call.callId,
      to: draft?.forWhom?.kind === 'person' ? draft.forWhom.personId : null,
      about: {
        name: draft?.fromWhom.trim() ?? '',
        company: draft?.company.trim() ?? '',
        number: (draft && numbers.read(draft.number)) ?? call.caller,
        matter: draft?.matter.trim().slice(0, 300) ?? '',
      },
    });
    this.#announced = m.desk_asked_wait();
  }

  /** Does what the client's answer wants: calls him, or fills what he promises into the note. */
  take(question: Question): void {
    const { notebook, questions } = this.#workplace;
    const { answer, to } = question;
    const personId = answer?.personId ?? to;
    questions.take(question);
    if (answer === null || answer.wish.kind === 'put-through') {
      if (personId === null) this.#choose();
      else this.putThrough({ kind: 'person', personId }, true);
      return;
    }
    if (answer.wish.kind === 'call-back') notebook.form?.promise(answer.wish.by);
    this.#focus.next();
  }

  #hangUp(): void {
    const { desk, guard } = this.#workplace;
    guard.press(desk.callerIsThere, () => desk.hangUp());
  }

  #toggleUrgent(): void {
    const { form } = this.#workplace.notebook;
    form?.setUrgent(!form.draft.urgent);
  }

  #togglePause(): void {
    const { desk } = this.#workplace;
    if (desk.state === 'ready' || desk.post.wantsReady) desk.post.pause('break');
    else void desk.post.ready();
  }

  /** Takes a finished note back, and the operator goes on where something is missing. */
  async undo(draftId: string): Promise<void> {
    await this.#workplace.notebook.undo(draftId);
    if (this.#workplace.desk.call === null) this.#focus.next();
  }

  takeUp(draft: Draft): void {
    this.#workplace.notebook.takeUp(draft);
    this.#focus.next();
  }

  async #close(disposition: 'wrong-number' | 'test-call'): Promise<void> {
    const { desk, notebook } = this.#workplace;
    await notebook.finish(disposition);
    desk.hangUp();
  }
}
