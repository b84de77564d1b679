import type { HidCollection, HidItem, HidReport } from './hid.ts';

/*
 * Which bits of which reports are a headset's buttons and lights: read from the device's own report descriptor, by the
 * HID Usage Tables (usb.org): telephony page 0x0B, LED page 0x08. No maker is known by name.
 */

export const telephonyPage = 0x0b;
const telephony = (usage: number): number => telephonyPage * 0x10000 + usage;
const led = (usage: number): number => 0x08 * 0x10000 + usage;

const buttonUsages = { hook: telephony(0x20), flash: telephony(0x21), mute: telephony(0x2f) } as const;
const lightUsages = { mute: led(0x09), offHook: led(0x17), ring: led(0x18) } as const;
export type ButtonName = keyof typeof buttonUsages;
type LightName = keyof typeof lightUsages;

/**
 * How an on/off control speaks (HID Usage Tables, 3.4.1.2): a `switch` says its state; a `push` button is 1 while it is
 * pushed; a `pulse` is 1 once for each push; `two` ways say 1 for on and −1 for off.
 */
type ControlKind = 'switch' | 'push' | 'pulse' | 'two';

/** A field of a report: `bit` from its beginning, without the byte of the report's id. */
type Field = { readonly reportId: number; readonly bit: number; readonly size: number };
export type Button = Field & {
  readonly name: ButtonName;
  readonly kind: ControlKind;
  /** Of an array: the value that stands for this button; null: the field is the button's own. */
  readonly selectedBy: number | null;
};
type Light = Field & { readonly name: LightName };
export type Controls = {
  readonly buttons: readonly Button[];
  readonly lights: readonly Light[];
  /** Length in bytes of the output reports that have lights, by report id. */
  readonly lengths: ReadonlyMap<number, number>;
};

/** The buttons and lights of a device; those of other collections (volume keys, the maker's own) are left alone. */
export function controlsOf(collections: readonly HidCollection[]): Controls {
  const inputs = reportsOf(collections, 'inputReports');
  const outputs = reportsOf(collections, 'outputReports');
  const lights = outputs.flatMap(lightsOf);
  const lit = outputs.filter(({ reportId }) => lights.some((light) => light.reportId === (reportId ?? 0)));
  return {
    buttons: inputs.flatMap(buttonsOf),
    lights,
    lengths: new Map(lit.map((report) => [report.reportId ?? 0, Math.ceil(bitsOf(report.items ?? []) / 8)])),
  };
}

/** A report of one id is one row of bits, whatever collections its items stand in. */
function reportsOf(collections: readonly HidCollection[], kind: 'inputReports' | 'outputReports'): HidReport[] {
  const ids = new Set(collections.flatMap((collection) => idsOf(collection, kind)));
  return [...ids].map((reportId) => ({ reportId, items: collections.flatMap((c) => itemsOf(c, kind, reportId)) }));
}

function idsOf(collection: HidCollection, kind: 'inputReports' | 'outputReports'): number[] {
  const own = (collection[kind] ?? []).map(({ reportId }) => reportId ?? 0);
  return [...own, ...(collection.children ?? []).flatMap((child) => idsOf(child, kind))];
}

/** A collection tells the items of those within it as its own, or leaves them to be told by them. */
function itemsOf(collection: HidCollection, kind: 'inputReports' | 'outputReports', reportId: number): readonly HidItem[] {
  const own = (collection[kind] ?? []).find((report) => (report.reportId ?? 0) === reportId)?.items ?? [];
  const within = (collection.children ?? []).flatMap((child) => itemsOf(child, kind, reportId));
  return bitsOf(own) >= bitsOf(within) ? own : [...own, ...within];
}

const sizeOf = (item: HidItem): number => item.reportSize ?? 0;
const countOf = (item: HidItem): number => item.reportCount ?? 0;
const bitsOf = (items: readonly HidItem[]): number => items.reduce((sum, item) => sum + sizeOf(item) * countOf(item), 0);

/** Each item with the bit at which it begins. */
function placed(items: readonly HidItem[]): { readonly item: HidItem; readonly bit: number }[] {
  return items.map((item, i) => ({ item, bit: bitsOf(items.slice(0, i)) }));
}

/** Usage of the item's field `i`; the last one holds for all further ones. */
function usageAt(item: HidItem, i: number): number | undefined {
  if (item.isRange) return Math.min((item.usageMinimum ?? 0) + i, item.usageMaximum ?? 0);
  return item.usages?.[i] ?? item.usages?.at(-1);
}

type Found = { readonly item: HidItem; readonly bit: number; readonly value: number | null };

/** Field and value of a usage within a report; in an array every field can hold it. */
function fieldsOf(report: HidReport, usage: number): Found[] {
  return placed(report.items ?? []).flatMap(({ item, bit }): Found[] => {
    if (item.isConstant) return [];
    const at = (i: number): number => bit + i * sizeOf(item);
    const fields = Array.from({ length: countOf(item) }, (_, i) => i);
    if (!item.isArray) {
      const first = fields.find((i) => usageAt(item, i) === usage);
      return first === undefined ? [] : [{ item, bit: at(first), value: null }];
    }
    const index = item.isRange ? usage - (item.usageMinimum ?? 0) : (item.usages ?? []).indexOf(usage);
    const isIn = item.isRange ? index >= 0 && usage <= (item.usageMaximum ?? 0) : index >= 0;
    return isIn ? fields.map((i) => ({ item, bit: at(i), value: index + (item.logicalMinimum ?? 0) })) : [];
  });
}

function buttonsOf(report: HidReport): Button[] {
  const names = Object.keys(buttonUsages) as ButtonName[];
  return names.flatMap((name) =>
    fieldsOf(report, buttonUsages[name]).map(({ item, bit, value }) => ({
      name,
      reportId: report.reportId ?? 0,
      bit,
      size: sizeOf(item),
      kind: value === null ? kindOf(name, item) : 'push',
      selectedBy: value,
    })),
  );
}

/** Telephony hooks that tell a state do so whatever they say of a preferred one; a flash is never a state. */
function kindOf(name: ButtonName, item: HidItem): ControlKind {
  if (item.isAbsolute === false) return (item.logicalMinimum ?? 0) < 0 ? 'two' : 'pulse';
  if (name === 'flash') return 'push';
  return name === 'hook' || item.hasPreferredState === false ? 'switch' : 'push';
}

function lightsOf(report: HidReport): Light[] {
  const names = Object.keys(lightUsages) as LightName[];
  return names.flatMap((name) =>
    fieldsOf(report, lightUsages[name])
      .filter(({ value }) => value === null)
      .map(({ item, bit }) => ({ name, reportId: report.reportId ?? 0, bit, size: sizeOf(item) })),
  );
}
