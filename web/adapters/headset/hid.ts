/*
 * What of WebHID (wicg.github.io/webhid) a headset needs; TypeScript's own library does not know it.
 */

export type HidItem = {
  readonly isAbsolute?: boolean;
  readonly isArray?: boolean;
  readonly isConstant?: boolean;
  readonly isRange?: boolean;
  readonly hasPreferredState?: boolean;
  readonly logicalMinimum?: number;
  readonly reportSize?: number;
  readonly reportCount?: number;
  /** Page and usage in one figure: `page << 16 | usage`. */
  readonly usages?: readonly number[];
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
};
export type HidReport = { readonly reportId?: number; readonly items?: readonly HidItem[] };
export type HidCollection = {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly children?: readonly HidCollection[];
  readonly inputReports?: readonly HidReport[];
  readonly outputReports?: readonly HidReport[];
};

export type HidInputEvent = Event & { readonly reportId: number; readonly data: DataView };
export type HidDevice = EventTarget & {
  readonly opened: boolean;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
};
export type Hid = EventTarget & {
  getDevices(): Promise<readonly HidDevice[]>;
  requestDevice(options: { readonly filters: readonly { readonly usagePage: number }[] }): Promise<readonly HidDevice[]>;
};
