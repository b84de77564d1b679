import { never } from '#shared/errors.ts';
import type { HeadsetLights, HeadsetPress } from '../../ports/headset.ts';
import type { Button, ButtonName, Controls } from './controls.ts';

/** What each button said last, by its place in the mapping: a report repeats what has not changed. */
export type Said = ReadonlyMap<Button, number>;
export const nothingSaid: Said = new Map();

type Change = { readonly button: Button; readonly before: number; readonly now: number };

/** What a report of the device means, given what it said before. */
export function readReport(
  { buttons }: Controls,
  said: Said,
  report: { readonly reportId: number; readonly data: DataView },
): { readonly presses: readonly HeadsetPress[]; readonly said: Said } {
  const changes = buttons
    .filter(({ reportId }) => reportId === report.reportId)
    .map((button): Change => ({ button, before: said.get(button) ?? 0, now: fieldValue(button, report.data) }));
  return {
    presses: changes.flatMap(pressOf),
    said: new Map([...said, ...changes.map(({ button, now }): [Button, number] => [button, now])]),
  };
}

/** The output reports that light what is true; a device gets all of its lights at once, since a report is one. */
export function lightReports(
  { lights, lengths }: Controls,
  on: HeadsetLights,
): { reportId: number; data: Uint8Array<ArrayBuffer> }[] {
  return [...lengths].map(([reportId, length]) => {
    const data = new Uint8Array(length);
    for (const light of lights) {
      if (light.reportId === reportId && on[light.name])
        data[light.bit >> 3] = (data[light.bit >> 3] ?? 0) | (1 << (light.bit & 7));
    }
    return { reportId, data };
  });
}

/** A handset is off the hook when its switch is on. */
const switched: Readonly<Record<ButtonName, (on: boolean) => HeadsetPress[]>> = {
  hook: (on) => [on ? 'hook-off' : 'hook-on'],
  mute: (on) => [on ? 'mute-on' : 'mute-off'],
  flash: (on) => (on ? ['flash-press'] : []),
};

function pressOf({ button: { name, kind }, before, now }: Change): HeadsetPress[] {
  switch (kind) {
    case 'two':
      return now === 0 ? [] : switched[name](now > 0);
    case 'pulse':
      return now === 0 ? [] : [name === 'hook' ? 'hook-turn' : `${name}-press`];
    case 'switch':
      return before === now ? [] : switched[name](now > 0);
    case 'push':
      if (before === now) return [];
      return now > 0 ? [`${name}-press`] : name === 'hook' ? ['hook-release'] : [];
    default:
      return never(kind);
  }
}

/** 1 or 0; of two ways also −1. */
function fieldValue(button: Button, data: DataView): number {
  const raw = bitsAt(data, button.bit, button.size);
  if (button.selectedBy !== null) return raw === button.selectedBy ? 1 : 0;
  return button.kind === 'two' && raw >= 2 ** (button.size - 1) ? -1 : Math.sign(raw);
}

/** Little-endian, as HID counts; a field beyond a report that is too short is 0. */
function bitsAt(data: DataView, bit: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i += 1) {
    const at = bit + i;
    if (at >> 3 < data.byteLength && (data.getUint8(at >> 3) >> (at & 7)) & 1) value += 2 ** i;
  }
  return value;
}
