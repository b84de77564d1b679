import type { Device } from '../ports/device.ts';
import type { App } from '../start.ts';
import type { Attention } from '../sync/attention.svelte.ts';
import { later } from '../ui/later.ts';

/** What the server refused, read with the rules of the device's data: loaded with those data, not with the page of sign-in. */
export async function openAttention(app: Pick<App, 'language'>, device: Device): Promise<Attention> {
  const [{ Attention }, { settingWordsIn }] = await Promise.all([
    import('../sync/attention.svelte.ts'),
    import('../sync/attention-words.ts'),
  ]);
  return new Attention({ device, later, words: (timeZone) => settingWordsIn(app.language.current, timeZone) });
}
