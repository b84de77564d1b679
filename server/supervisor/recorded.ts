import { isRecord, readJson } from './json-file.ts';
import { lives, type ProcessIdentity } from './process-table.ts';

export const childNames = ['postgres', 'asterisk', 'janus', 'server'] as const;
export type ChildName = (typeof childNames)[number];

/** A child as an earlier supervisor wrote it down. */
export type RecordedChild = ProcessIdentity & {
  /** Hash of everything it was started with: a child of other settings is not adopted. */
  readonly fingerprint: string;
};

/** The children file: which processes belong to which data folder. */
export type Recorded = { readonly dataDir: string; readonly children: Readonly<Partial<Record<ChildName, RecordedChild>>> };

/** Children of a killed supervisor that still live: same pid, start time, command and data folder. */
export function survivors(childrenFile: string, dataDir: string): Recorded['children'] {
  const content = readJson(childrenFile);
  if (!isRecord(content) || content.dataDir !== dataDir || !isRecord(content.children)) return {};
  const { children } = content;
  const found = childNames.flatMap((name) => {
    const child = readRecordedChild(children[name]);
    return child !== null && lives(child) ? [[name, child] as const] : [];
  });
  return Object.fromEntries(found);
}

/** A process as it stands in a file; null when something is missing. */
export function readIdentity(value: Readonly<Record<string, unknown>>): ProcessIdentity | null {
  const { pid, startTime, command } = value;
  if (typeof pid !== 'number' || typeof startTime !== 'string' || !Array.isArray(command)) return null;
  return command.every((word) => typeof word === 'string') ? { pid, startTime, command } : null;
}

function readRecordedChild(value: unknown): RecordedChild | null {
  if (!isRecord(value) || typeof value.fingerprint !== 'string') return null;
  const identity = readIdentity(value);
  return identity === null ? null : { ...identity, fingerprint: value.fingerprint };
}
