import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readText } from './json-file.ts';
import { lock } from './lock.ts';
import { projectRoot } from './places.ts';
import { Problem } from './problem.ts';
import { type Progress, withProgress } from './progress.ts';
import { runCommand } from './run-command.ts';

const sources = ['web', 'shared', 'public', 'project.inlang/settings.json', 'vite.config.ts', 'package-lock.json'];

/** Builds the pages when they are missing or older than what they are made of. Two starts at once do it once. */
export async function ensureWebBuild(logFile: string, progress: Progress): Promise<void> {
  const stamp = join(projectRoot, 'build/web.hash');
  const hash = hashOf(sources.map((name) => join(projectRoot, name)));
  const isBuilt = () => readText(stamp) === hash && existsSync(join(projectRoot, 'build/web/index.html'));
  if (isBuilt()) return;
  mkdirSync(dirname(stamp), { recursive: true });
  const release = await lock(`${stamp}.lock`, isBuilt, () => progress('another start is building the pages: waiting for it'));
  if (release === null) return;
  try {
    rmSync(stamp, { force: true });
    await build(logFile, progress);
    writeFileSync(stamp, hash);
  } finally {
    release();
  }
}

async function build(logFile: string, progress: Progress): Promise<void> {
  progress('pages: building');
  rmSync(logFile, { force: true });
  const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
  const code = await withProgress(progress, 'pages', () =>
    runCommand([process.execPath, vite, 'build'], { cwd: projectRoot, logFile, env: { ...process.env, NO_COLOR: '1' } }),
  );
  if (code !== 0) throw new Problem(`the pages could not be built; the reason is in ${logFile}`);
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
