import type { Session } from '#shared/api/sync.ts';
import { AccountsSeen } from '../../accounts/accounts-seen.svelte.ts';
import { ChangedInstructions } from '../../accounts/changed-instructions.svelte.ts';
import type { SignIn } from '../../accounts/sign-in.svelte.ts';
import { CallbackTasks } from '../../calls/callback-tasks.svelte.ts';
import { Desk } from '../../calls/desk.svelte.ts';
import { HangUpGuard } from '../../calls/hang-up-guard.svelte.ts';
import { HeadsetButtons } from '../../calls/headset-buttons.svelte.ts';
import { LiveQuestion } from '../../calls/live-question.svelte.ts';
import { OwnSound } from '../../calls/own-sound.svelte.ts';
import { soundMemory } from '../../calls/sound-memory.ts';
import { VoiceWatch } from '../../calls/voice-watch.svelte.ts';
import { MyNotes } from '../../notes/my-notes.svelte.ts';
import { Notebook } from '../../notes/notebook.svelte.ts';
import { OwnPreferences } from '../../operators/own-preferences.svelte.ts';
import { OwnTelephone } from '../../operators/own-telephone.svelte.ts';
import type { Device } from '../../ports/device.ts';
import type { Headset } from '../../ports/headset.ts';
import type { LiveSocket } from '../../ports/live.ts';
import type { Phone } from '../../ports/phone.ts';
import type { SoundDevices } from '../../ports/sound.ts';
import { type App, newId } from '../../start.ts';
import type { Attention } from '../../sync/attention.svelte.ts';
import { Earcons } from '../../ui/earcons.ts';
import { later } from '../../ui/later.ts';
import { loadNumbers, type NumberWriter, plainNumbers } from '../../ui/phone-number.ts';
import { Ticker } from '../../ui/ticker.svelte.ts';
import { openAttention } from '../open-attention.ts';
import { openDevice, openLive } from '../open-device.ts';

/** How often the signed cookie is renewed, so that the sockets open while the database is away. */
const RENEW_MS = 4 * 60_000;

/** Everything that one signed-in operator works with on this page. */
export class Workplace {
  readonly session: Session;
  readonly device: Device;
  readonly live: LiveSocket;
  readonly phone: Phone;
  readonly desk: Desk;
  readonly notebook: Notebook;
  readonly notes: MyNotes;
  readonly seen: AccountsSeen;
  readonly changedInstructions: ChangedInstructions;
  readonly tasks: CallbackTasks;
  readonly preferences: OwnPreferences;
  readonly questions: LiveQuestion;
  readonly attention: Attention;
  readonly ticker: Ticker;
  readonly sound: OwnSound;
  readonly headset: HeadsetButtons;
  readonly voice: VoiceWatch;
  /** Rings when this page is away, if the operator has chosen that. */
  readonly telephone: OwnTelephone;
  readonly guard = new HangUpGuard(later);
  readonly earcons = new Earcons();
  #numbers = $state.raw<NumberWriter>(plainNumbers);
  readonly #networkLost = () => this.desk.post.networkLost();
  readonly #renewal: ReturnType<typeof setInterval>;

  constructor(parts: {
    session: Session;
    device: Device;
    live: LiveSocket;
    phone: Phone;
    soundDevices: SoundDevices;
    headset: Headset | null;
    attention: Attention;
    signIn: SignIn;
    app: App;
  }) {
    const { session, device, live, phone, signIn } = parts;
    const now = signIn.now;
    this.session = session;
    this.device = device;
    this.live = live;
    this.phone = phone;
    this.ticker = new Ticker(now);
    this.notebook = new Notebook({
      device,
      operator: { id: session.subjectId, name: session.name },
      now,
      later,
      newId,
      numbers: () => this.#numbers,
      onFinished: (callId) => this.desk.noteFinished(callId),
      onDraft: (callId, draft) => live.send({ t: 'draft', callId, draft }),
    });
    this.seen = new AccountsSeen(device);
    this.changedInstructions = new ChangedInstructions(device);
    this.desk = new Desk({
      device,
      live,
      phone,
      notes: this.notebook,
      sheets: this.seen,
      operatorName: session.name,
      now,
      later,
    });
    this.sound = new OwnSound({
      phone,
      devices: parts.soundDevices,
      earcons: this.earcons,
      memory: soundMemory(session.userId, localStorage),
    });
    this.voice = new VoiceWatch({ phone, live, now, later });
    this.headset = new HeadsetButtons({ headset: parts.headset, later, desk: this.#underButtons() });
    this.notes = new MyNotes({ device, operatorId: session.subjectId });
    this.tasks = new CallbackTasks({ device, newId });
    const operatorId = session.subjectId ?? '';
    this.telephone = new OwnTelephone({
      read: async () => (await parts.app.client('telephone', { operatorId })).telephone,
      keep: (telephone) => parts.app.client('keepTelephone', { operatorId, telephone }),
      numbers: () => this.#numbers,
      device: {
        recall: async () => (await device.readForm('own-telephone')) === true,
        remember: (rings) => device.keepForm('own-telephone', rings),
      },
    });
    this.preferences = new OwnPreferences({ device, operatorId: session.subjectId ?? '' });
    this.questions = new LiveQuestion({ device, newId });
    this.attention = parts.attention;
    addEventListener('offline', this.#networkLost);
    this.#renewal = setInterval(() => void parts.app.identity.renew(), RENEW_MS);
  }

  /** Notes that are not on the server: finished ones and those in the queue. */
  get unsent(): number {
    return this.notes.status.unsent + this.notebook.finished.length;
  }

  get numbers(): NumberWriter {
    return this.#numbers;
  }

  /** What a headset's buttons act on: they do what the keys do. */
  #underButtons(): ConstructorParameters<typeof HeadsetButtons>[0]['desk'] {
    const { desk, guard } = this;
    return {
      isOffered: () => desk.state === 'offered',
      isUp: () => desk.callerIsThere || desk.state === 'dialling',
      callerIsThere: () => desk.callerIsThere,
      isMuted: () => desk.muted,
      answer: () => desk.answer(),
      hangUp: () => desk.hangUp(),
      pressHangUp: () => guard.press(desk.callerIsThere, () => desk.hangUp()),
      releaseHangUp: () => guard.release(),
      toggleMute: () => desk.toggleMute(),
      toggleHold: () => desk.toggleHold(),
    };
  }

  /** Loads the numbering plans, then minds what is finished: also by a tab that was killed. */
  async start(): Promise<void> {
    const lines = await this.device.read((rows) => rows.all('line'));
    this.#numbers = await loadNumbers(lines[0]?.number ?? '+33199000000');
    this.notebook.start();
    await this.telephone.read();
  }

  async close(): Promise<void> {
    clearInterval(this.#renewal);
    removeEventListener('offline', this.#networkLost);
    this.voice.close();
    this.headset.close();
    this.sound.close();
    this.desk.close();
    this.notebook.close();
    this.notes.close();
    this.seen.close();
    this.tasks.close();
    this.preferences.close();
    this.questions.stop();
    this.attention.close();
    this.ticker.stop();
    this.phone.stop();
    this.live.close();
    await this.device.close();
  }
}

/** Opens the device's data of this user, then the line to the server. */
export async function openWorkplace(app: App, signIn: SignIn, session: Session): Promise<Workplace> {
  const device = await openDevice(app, signIn, session);
  const [phone, soundDevices, headset] = await Promise.all([app.openPhone(), app.openSoundDevices(), app.openHeadset()]);
  const attention = await openAttention(app, device);
  // Last: whatever it says first must be heard.
  const live = await openLive(app, signIn, { device, session, phone });
  return new Workplace({ session, device, live, phone, soundDevices, headset, attention, signIn, app });
}
