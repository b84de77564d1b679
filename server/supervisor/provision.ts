import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { needsLoopbackLibrary } from '../adapters/janus/configuration.ts';
import type { Env } from '../config/values.ts';
import type { Settings } from '../config.ts';
import { compiler, type DebianPackage, ensurePackages, mmdebstrap } from './debian-packages.ts';
import { cacheFolder, type Places } from './places.ts';
import type { Progress } from './progress.ts';
import { ensureTree, type Tree, treeFolder } from './telephony-tree.ts';
import { ensureWebBuild } from './web-build.ts';

/** Gets what this machine and clone lack: Debian packages, the telephony tree, the pages. Null: no tree needed. */
export async function provision(
  ask: { readonly settings: Settings; readonly places: Places; readonly env: Env; readonly more: readonly DebianPackage[] },
  progress: Progress,
): Promise<Tree | null> {
  const { settings, places, env } = ask;
  const cache = cacheFolder(env);
  const ownTelephony = settings.ariUrl === null || settings.janusUrl === null;
  const packages = [
    ...(ownTelephony && !existsSync(treeFolder(cache)) ? [mmdebstrap] : []),
    ...(settings.janusUrl === null && needsLoopbackLibrary(settings.media.ip) ? compiler : []),
    ...ask.more,
  ];
  await ensurePackages(packages, join(places.log, 'apt.log'), progress);
  const [tree] = await Promise.all([
    ownTelephony ? ensureTree(cache, progress) : null,
    ensureWebBuild(join(places.log, 'web-build.log'), progress),
  ]);
  return tree;
}
