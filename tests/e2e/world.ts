import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { Desk } from './desk.ts';
import { type Instance, startInstance } from './instance.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';
import { dial, type Telephone } from './telephone.ts';

export const lines = { martin: '+33199000101', deBoer: '+33199000102', yamada: '+33199000103', petit: '+33199000104' } as const;
export const smsToken = 'token-of-the-test-gateway';

/** One whole installation on real parts, with a post office and telephones around it. */
export type World = {
  readonly instance: Instance;
  readonly post: PostOffice;
  /** Dials a line from a telephone that plays a tone; hung up at the end of the test file. */
  call(did: string, options?: CallOptions): Promise<Telephone>;
  /** An operator signed in at the desk in a Chromium of his own. */
  desk(email: string, toneHz?: number): Promise<Desk>;
  /** The same with the page on the device: it opens without a network. */
  installedDesk(email: string, toneHz?: number): Promise<Desk>;
};

type CallOptions = {
  readonly from?: string;
  readonly toneHz?: number;
  /** The line that the client has forwarded, and why. */
  readonly diversion?: { readonly number: string; readonly reason: string };
};

type Options = {
  /** Where the rules' clock starts: Sunday noon by default, when the notary is closed. */
  demoNow: string;
  environment: Record<string, string>;
  /** Stories with the same options share an installation; one that changes the bureau itself names its own. */
  installation: string;
};

/** Lives `during` in a world of its own, and ends everything in it afterwards. */
export async function withWorld(options: Options, during: (world: World) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), `permanence-e2e-${options.installation}-`));
  const post = await openPostOffice(smsToken);
  const instance = await startInstance({
    dataDir,
    env: {
      DEMO: '1',
      DEMO_NOW: options.demoNow,
      SMTP_URL: post.smtpUrl,
      MAIL_FROM: 'notes@permanence.test',
      SMS_URL: post.smsUrl,
      SMS_TOKEN: smsToken,
      SMS_FROM: '+33199000100',
      ...options.environment,
    },
  });
  const open: { close(): unknown }[] = [];
  const kept = <T extends { close(): unknown }>(thing: T): T => {
    open.push(thing);
    return thing;
  };
  try {
    await during({
      instance,
      post,
      call: async (did, { from = '+33639980001', toneHz = 600, ...more } = {}) =>
        kept(await dial({ sipPort: instance.sipPort, did, from, toneHz, ...more })),
      desk: async (email, toneHz = 1000) => kept(await Desk.open(instance.url, email, toneHz)),
      installedDesk: async (email, toneHz = 1000) => kept(await Desk.openInstalled(instance.url, email, toneHz)),
    });
  } finally {
    for (const thing of open.reverse()) await thing.close();
    await instance.stop();
    await post.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

export const test = base.extend<object, { world: World } & Options>({
  demoNow: ['2026-11-22T11:00:00Z', { scope: 'worker', option: true }],
  environment: [{}, { scope: 'worker', option: true }],
  installation: ['shared', { scope: 'worker', option: true }],
  world: [
    async ({ demoNow, environment, installation }, use) => withWorld({ demoNow, environment, installation }, use),
    { scope: 'worker', timeout: 300_000 },
  ],
});
export { expect } from '@playwright/test';
