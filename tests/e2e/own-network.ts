import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Lives a story in a network and among processes of its own: browsers elsewhere on this machine see no network change, and
 * whatever the story leaves behind ends with it, also when the test is killed. Resolves with what it printed.
 */
export async function inOwnNetwork(
  story: string,
  args: readonly string[] = [],
  show: (text: string) => void = () => undefined,
): Promise<string> {
  const asUser = process.getuid?.() === 0 ? [] : ['--map-current-user', '--keep-caps'];
  const apart = ['unshare', ...asUser, '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...apart, process.execPath, story, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const hear = (chunk: Buffer): void => {
    printed += chunk.toString();
    show(chunk.toString());
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${story} ended with ${code}:\n${printed}`);
  return printed;
}
