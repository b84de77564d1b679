import { type Country, isCountry } from './application.ts';

/** The time zone of a country's capital. */
export const zoneOfCountry: Readonly<Record<Country, string>> = {
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  CH: 'Europe/Zurich',
  DE: 'Europe/Berlin',
  ES: 'Europe/Madrid',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  IE: 'Europe/Dublin',
  IT: 'Europe/Rome',
  JP: 'Asia/Tokyo',
  LU: 'Europe/Luxembourg',
  NL: 'Europe/Amsterdam',
};

/** Where a browser probably stands: its clock's country, else the first country that its languages name, else France. */
export function proposedCountry(browser: { readonly timeZone: string; readonly languages: readonly string[] }): Country {
  const byClock = Object.entries(zoneOfCountry).find(([, zone]) => zone === browser.timeZone)?.[0];
  const named = browser.languages.map((tag) => /-([A-Z]{2})\b/.exec(tag)?.[1] ?? '');
  return [byClock ?? '', ...named].find(isCountry) ?? 'FR';
}
