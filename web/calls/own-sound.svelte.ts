import {
  findDevice,
  type PresentDevices,
  type RememberedDevice,
  rememberDevice,
  type SoundChoice,
  type SoundDevice,
  type SoundPart,
  type SoundUse,
  standardSound,
  useOf,
} from '#shared/operators/sound-devices.ts';
import type { Phone } from '../ports/phone.ts';
import type { SoundDevices } from '../ports/sound.ts';
import type { Earcons } from '../ui/earcons.ts';
import type { SoundMemory } from './sound-memory.ts';

type SpokenPart = Exclude<SoundPart, 'ringer'>;

/** A device that is silent although it is wanted, and what can be used instead. */
export type LostDevice = { readonly part: SpokenPart; readonly label: string; readonly others: readonly SoundDevice[] };

export type OwnSoundDeps = {
  readonly phone: Pick<Phone, 'sound' | 'onState'>;
  readonly devices: SoundDevices;
  readonly earcons: Pick<Earcons, 'route' | 'play'>;
  readonly memory: SoundMemory;
};

/** The operator's microphone, voice output and ringer, while devices come and go. */
export class OwnSound {
  #choice = $state.raw<SoundChoice>(standardSound);
  #present = $state.raw<PresentDevices | null>(null);
  #pinned = $state.raw<RememberedDevice | null>(null);
  #standIns = $state.raw<Partial<Record<SpokenPart, RememberedDevice | undefined>>>({});
  #refused = $state.raw<readonly SpokenPart[]>([]);
  readonly #deps: OwnSoundDeps;
  readonly #stops: (() => void)[];
  /** The newest listing counts, whichever comes last. */
  #looks = 0;
  #legUp = false;

  constructor(deps: OwnSoundDeps) {
    this.#deps = deps;
    this.#choice = deps.memory.read() ?? standardSound;
    this.#stops = [
      deps.devices.onChange(() => void this.look()),
      // Names are told once the microphone is allowed; from the leg on a voice can come at any moment.
      deps.phone.onState((state) => {
        this.#legUp = state === 'leg-up';
        void this.look();
      }),
    ];
  }

  get choice(): SoundChoice {
    return this.#choice;
  }
  get choosesOutput(): boolean {
    return this.#deps.devices.choosesOutput;
  }
  /** Whether the browser names its devices. */
  get isNamed(): boolean {
    return this.#present !== null;
  }

  present(part: SoundPart): readonly SoundDevice[] {
    return (part === 'microphone' ? this.#present?.inputs : this.#present?.outputs) ?? [];
  }

  /** The chosen device if it is there; undefined while it is gone, null: what the system uses. */
  chosen(part: SoundPart): SoundDevice | null | undefined {
    const wanted = this.#choice[part];
    return wanted === null ? null : (findDevice(wanted, this.present(part)) ?? undefined);
  }

  /** What is wanted and silent. */
  get lost(): readonly LostDevice[] {
    return (['voice', 'microphone'] as const).flatMap((part) => {
      const use = this.#use(part);
      if (use.kind !== 'gone' && !this.#refused.includes(part)) return [];
      const label = use.kind === 'gone' ? use.label : (this.#choice[part]?.label ?? this.#pinned?.label ?? '');
      const others = this.present(part).filter((device) => use.kind !== 'device' || device.id !== use.id);
      return [{ part, label, others }];
    });
  }

  /** Null: what the system uses. */
  choose(part: SoundPart, device: SoundDevice | null): void {
    this.#standIns = { ...this.#standIns, [part]: undefined };
    this.#keep({ ...this.#choice, [part]: device && rememberDevice(device, this.present(part)) });
  }

  setVolume(part: keyof SoundChoice['volume'], volume: number): void {
    this.#keep({ ...this.#choice, volume: { ...this.#choice.volume, [part]: volume } });
  }

  setEar(ear: SoundChoice['ear']): void {
    this.#keep({ ...this.#choice, ear });
  }

  /** In the place of a lost device, until it is back. */
  standIn(part: SpokenPart, device: SoundDevice): void {
    this.#standIns = { ...this.#standIns, [part]: rememberDevice(device, this.present(part)) };
    void this.#apply();
  }

  /** A sound where it would be heard. */
  test(part: 'voice' | 'ringer'): void {
    this.#deps.earcons.play(part === 'ringer' ? 'ring' : 'tone');
  }

  /** Lists the devices anew and follows what has changed. */
  async look(): Promise<void> {
    this.#looks += 1;
    const look = this.#looks;
    const present = await this.#deps.devices.present();
    if (look !== this.#looks) return;
    this.#present = present;
    this.#pin();
    this.#forgetStandIns();
    await this.#apply();
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #keep(choice: SoundChoice): void {
    this.#choice = choice;
    this.#deps.memory.write(choice);
    void this.#apply();
  }

  /** With a leg up the system's own output is held on to, wherever the system turns afterwards. */
  #pin(): void {
    const standard = this.#present?.standardOutput;
    if (!this.#legUp) this.#pinned = null;
    else if (standard) this.#pinned ??= rememberDevice(standard, this.present('voice'));
  }

  #forgetStandIns(): void {
    const isBack = (part: SpokenPart): boolean => {
      const wanted = this.#wanted(part);
      return wanted === null || findDevice(wanted, this.present(part)) !== null;
    };
    if (this.#standIns.voice && isBack('voice')) this.#standIns = { ...this.#standIns, voice: undefined };
    if (this.#standIns.microphone && isBack('microphone')) this.#standIns = { ...this.#standIns, microphone: undefined };
  }

  #wanted(part: SpokenPart): RememberedDevice | null {
    return this.#choice[part] ?? (part === 'voice' ? this.#pinned : null);
  }

  #use(part: SoundPart): SoundUse {
    if (this.#present === null || (part !== 'microphone' && !this.choosesOutput)) return { kind: 'system' };
    return useOf({
      part,
      chosen: this.#choice[part],
      pinned: part === 'voice' ? this.#pinned : null,
      standIn: part === 'ringer' ? null : (this.#standIns[part] ?? null),
      present: this.present(part),
    });
  }

  async #apply(): Promise<void> {
    const { ear, volume } = this.#choice;
    const voice = this.#use('voice');
    const sinkId = (use: SoundUse): string => (use.kind === 'device' ? use.id : '');
    this.#deps.earcons.route({
      ringer: { sinkId: sinkId(this.#use('ringer')), volume: volume.ringer },
      ear: { sinkId: sinkId(voice), volume: volume.voice },
    });
    this.#refused = await this.#deps.phone.sound({ microphone: this.#use('microphone'), voice, volume: volume.voice, ear });
  }
}
