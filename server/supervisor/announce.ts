import { isLoopback } from '../config/values.ts';
import type { Settings } from '../config.ts';
import { demonstrationLines } from './demonstration.ts';

/** What is printed when everything runs. The last line is the mark that programs wait for. */
export function readyLines(settings: Settings, demo: boolean): readonly string[] {
  const { publicUrl, sip, dataDir } = settings;
  return [
    '',
    `  operators     ${publicUrl}/desk`,
    `  clients       ${publicUrl}/portal`,
    `  supervisors   ${publicUrl}/floor`,
    ...(demo ? [`  telephone     ${publicUrl}/booth   (calls the demonstration's numbers from the browser)`] : []),
    `  trunk         sip:${sip.listen.host}:${sip.listen.port}`,
    `  data          ${dataDir}`,
    '',
    ...(demo ? demonstrationLines : []),
    ...(needsHttps(publicUrl)
      ? ['', `PUBLIC_URL ${publicUrl} is neither https nor localhost: browsers will refuse the microphone there.`]
      : []),
    '',
    `ready ${publicUrl}`,
  ];
}

/** Browsers give microphone and service worker to secure pages only. */
function needsHttps(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol !== 'https:' && !isLoopback(hostname) && !hostname.endsWith('.localhost');
}
