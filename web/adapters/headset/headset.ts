import type { Headset, HeadsetLights, HeadsetPress, HeadsetState } from '../../ports/headset.ts';
import { type Controls, controlsOf, telephonyPage } from './controls.ts';
import type { Hid, HidDevice, HidInputEvent } from './hid.ts';
import { lightReports, nothingSaid, readReport, type Said } from './reports.ts';

const dark: HeadsetLights = { ring: false, offHook: false, mute: false };

/** A device in use. */
type InUse = { readonly device: HidDevice; readonly controls: Controls; said: Said; readonly receive: (event: Event) => void };

/** Headset buttons by WebHID; null where the browser has none. */
export function browserHeadset(): Headset | null {
  const { hid } = navigator as Navigator & { readonly hid?: Hid };
  return hid === undefined ? null : createHeadset(hid);
}

function createHeadset(hid: Hid): Headset {
  const stateListeners = new Set<(state: HeadsetState) => void>();
  const pressListeners = new Set<(press: HeadsetPress) => void>();
  let state: HeadsetState = { kind: 'none' };
  let used: InUse | null = null;
  let lit = dark;

  function change(to: HeadsetState): void {
    state = to;
    for (const listener of stateListeners) listener(state);
  }

  async function light(): Promise<void> {
    if (used === null) return;
    const { device, controls } = used;
    for (const { reportId, data } of lightReports(controls, lit)) await device.sendReport(reportId, data);
  }

  /** A light that cannot be set belongs to a device that is going: its end is told. */
  const relight = (): void => void light().catch(() => undefined);

  /** The first device with a hook switch or a mute button; others are left alone. */
  async function take(devices: readonly HidDevice[]): Promise<void> {
    if (used !== null) return;
    for (const device of devices) {
      const controls = controlsOf(device.collections);
      if (controls.buttons.length === 0) continue;
      const receive = (event: Event): void => receiveReport(event as HidInputEvent);
      used = { device, controls, said: nothingSaid, receive };
      try {
        if (!device.opened) await device.open();
      } catch {
        used = null; // another program has it: the next is tried, and it can be connected again
        continue;
      }
      device.addEventListener('inputreport', receive);
      change({ kind: 'connected', name: device.productName });
      relight();
      return;
    }
  }

  function receiveReport({ reportId, data }: HidInputEvent): void {
    if (used === null) return;
    const { presses, said } = readReport(used.controls, used.said, { reportId, data });
    used.said = said;
    for (const press of presses) for (const listener of pressListeners) listener(press);
  }

  const takeAllowed = (): void => void hid.getDevices().then(take);
  const gone = (event: Event): void => {
    if (used === null || (event as Event & { device: HidDevice }).device !== used.device) return;
    const { device, receive } = used;
    device.removeEventListener('inputreport', receive);
    used = null;
    change({ kind: 'lost', name: device.productName });
    takeAllowed();
  };
  hid.addEventListener('connect', takeAllowed);
  hid.addEventListener('disconnect', gone);
  takeAllowed();

  return {
    async connect() {
      await take(await hid.requestDevice({ filters: [{ usagePage: telephonyPage }] }));
    },
    onState(listener) {
      stateListeners.add(listener);
      listener(state);
      return () => stateListeners.delete(listener);
    },
    onPress(listener) {
      pressListeners.add(listener);
      return () => pressListeners.delete(listener);
    },
    light(lights) {
      lit = lights;
      relight();
    },
    close() {
      hid.removeEventListener('connect', takeAllowed);
      hid.removeEventListener('disconnect', gone);
      lit = dark;
      const last = used;
      used?.device.removeEventListener('inputreport', used.receive);
      void light()
        .catch(() => undefined) // already unplugged
        .then(() => last?.device.close());
      used = null;
    },
  };
}
