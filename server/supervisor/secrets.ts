import { randomBytes } from 'node:crypto';
import { isRecord, readJson, writeJson } from './json-file.ts';

const names = ['ariPassword', 'guardianPassword', 'amiPassword', 'janusToken', 'janusAdmin'] as const;

/** Passwords between the parts of one instance; made once, kept in its data folder. */
export type Secrets = Readonly<Record<(typeof names)[number], string>>;

/** The secrets of this data folder. */
export function openSecrets(file: string): Secrets {
  const content = readJson(file);
  const kept = isRecord(content) ? content : {};
  const value = (name: (typeof names)[number]): string => {
    const old = kept[name];
    return typeof old === 'string' ? old : randomBytes(24).toString('hex');
  };
  const secrets: Secrets = {
    ariPassword: value('ariPassword'),
    guardianPassword: value('guardianPassword'),
    amiPassword: value('amiPassword'),
    janusToken: value('janusToken'),
    janusAdmin: value('janusAdmin'),
  };
  writeJson(file, secrets);
  return secrets;
}
