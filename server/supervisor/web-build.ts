import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readText } from './json-file.ts';
import { projectRoot } from './places.ts';
import { Problem } from './problem.ts';
import { type Progress, withProgress } from './progress.ts';
import { runCommand } from './run-command.ts';

const sources = ['web', 'shared', 'public', 'project.inlang/settings.json', 'vite.config.ts', 'package-lock.json'];

/** Builds the pages when they are missing or older than what they are made of. */
export async function ensureWebBuild(logFile: string, progress: Progress): Promise<void> {
  const stamp = join(projectRoot, 'build/web.hash');
  const hash = hashOf(sources.map((name) => join(projectRoot, name)));
  if (readText(stamp) === hash && existsSync(join(projectRoot, 'build/web/index.html'))) return;
  progress('pages: building');
  rmSync(stamp, { force: true });
  rmSync(logFile, { force: true });
  const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
  const code = await withProgress(progress, 'pages', () =>
    runCommand([process.execPath, vite, 'build'], { cwd: projectRoot, logFile, env: { ...process.env, NO_COLOR: '1' } }),
  );
  if (code !== 0) throw new Problem(`the pages could not be built; the reason is in ${logFile}`);
  writeFileSync(stamp, hash);
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesBelow)) hash.update(`${relative(projectRoot, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesBelow(path: string): string[] {
  if (!existsSync(path) || path === join(projectRoot, 'web/paraglide')) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesBelow(join(path, name)));
}
