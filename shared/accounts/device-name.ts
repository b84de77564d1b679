/** In which browser on which system somebody signed in; null: not recognised. */
export type DeviceName = { readonly browser: string | null; readonly system: string | null };

/** Of several that fit, the first: browsers name those that they resemble. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** The words for a `User-Agent` header. */
export const deviceName = (agent: string): DeviceName => ({ browser: first(browsers, agent), system: first(systems, agent) });

/** The browsers that take their notifications from a push service; null: another service. */
export function browserOfPush(endpoint: string): string | null {
  const host = /^https:\/\/([^/:]+)/.exec(endpoint)?.[1] ?? '';
  return services.find(([domain]) => host === domain || host.endsWith(`.${domain}`))?.[1] ?? null;
}

const services: readonly (readonly [string, string])[] = [
  ['googleapis.com', 'Chrome'],
  ['mozilla.com', 'Firefox'],
  ['push.apple.com', 'Safari'],
  ['notify.windows.com', 'Edge'],
];

const first = (known: readonly (readonly [RegExp, string])[], agent: string): string | null =>
  known.find(([pattern]) => pattern.test(agent))?.[1] ?? null;
