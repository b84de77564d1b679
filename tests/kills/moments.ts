import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { api } from '../../shared/api.ts';
import type { Desk } from '../e2e/desk.ts';
import type { Random } from '../simulation/random.ts';

/** One note and the moment of its life at which its browser dies. */
export type Plan = {
  readonly moment: Moment;
  readonly matter: string;
  /** Without a server from the first key to the restart. */
  readonly offline: boolean;
  /** Between two keys. */
  readonly keyMs: number;
  /** From the step that names the moment to the kill. */
  readonly afterMs: number;
};

type Course = {
  /** The longest from the step to the kill, ms. */
  readonly within: number;
  /** Does the step, or begins it. */
  readonly step: (desk: Desk, plan: Plan) => Promise<unknown>;
};

/** From the end of the 8 s in which a note can be taken back. */
const beforeLockMs = 7_850;

const courses = {
  /** Between two keys, or while one is being kept. */
  typing: { within: 1_500, step: async (desk, plan) => void dyingUnder(type(desk, plan)) },
  /** Around Ctrl+Enter. */
  finishing: {
    within: 80,
    async step(desk, plan) {
      await type(desk, plan);
      dyingUnder(desk.press('Control+Enter'));
    },
  },
  /** While the note can be taken back. */
  waiting: { within: 7_500, step: finish },
  /** Around its being taken back. */
  undone: {
    within: 80,
    async step(desk, plan) {
      await finish(desk, plan);
      dyingUnder(desk.press('Alt+z'));
    },
  },
  /** When the note is locked and queued by itself. */
  locking: {
    within: 300,
    async step(desk, plan) {
      await finish(desk, plan);
      await pause(beforeLockMs);
    },
  },
  /** While the server takes the note, or answers: an urgent one is locked at once. */
  pushing: {
    within: 40,
    async step(desk, plan) {
      await type(desk, plan);
      await desk.press('Alt+u');
      const pushed = desk.page.waitForRequest((request) => request.url().endsWith(api.push.path));
      dyingUnder(desk.press('Control+Enter'));
      await pushed;
    },
  },
  /** While the browser that comes after the killed one opens its desk. */
  starting: { within: 1_000, step: finish },
  /** In mid-note or until the note is queued; the browser loses its databases over it. */
  losing: {
    within: 10_000,
    async step(desk, plan) {
      await type(desk, plan);
      await untilApart(desk, plan.matter);
      if (plan.keyMs % 2 === 0) return;
      await finish(desk, { ...plan, matter: '' });
      await untilApart(desk, '"finished"');
    },
  },
} as const satisfies Readonly<Record<string, Course>>;
export type Moment = keyof typeof courses;
export const moments = Object.keys(courses).filter((name): name is Moment => name in courses);

type Drawn = { readonly n: number; readonly seed: number; readonly only: Moment | undefined };

/** Every moment in turn, or one; three in ten notes are lived without a server, which only a push needs. */
export function drawPlan(random: Random, { n, seed, only }: Drawn): Plan {
  const moment = only ?? moments[(n + seed) % moments.length] ?? 'typing';
  const words = Array.from({ length: random.between(2, 9) }, () => random.pick(vocabulary)).join(' ');
  return {
    moment,
    matter: `Appel ${n} de ${seed} : ${words}.`,
    offline: moment !== 'pushing' && random.chance(0.3),
    keyMs: random.between(0, 25),
    afterMs: random.between(0, courses[moment].within),
  };
}

const vocabulary =
  'demande rappeler acte vente signature dossier notaire rendez-vous urgent copie maison lundi accès ÿ « »'.split(' ');

/** Writes the note of the plan; resolves at the moment when its browser is to die. */
export async function liveUntil(desk: Desk, plan: Plan): Promise<void> {
  await desk.writeNote({ forWhom: '1', fromWhom: 'Paul Durand', number: '06 39 98 00 01', matter: '' });
  await desk.page.locator('form.note [data-kept=kept]').waitFor();
  await courses[plan.moment].step(desk, plan);
  await pause(plan.afterMs);
}

const type = ({ page }: Desk, { matter, keyMs }: Plan): Promise<void> =>
  page.locator('[name=matter]').pressSequentially(matter, { delay: keyMs });

async function finish(desk: Desk, plan: Plan): Promise<void> {
  await type(desk, plan);
  await desk.press('Control+Enter');
  await desk.page.locator('form.note').waitFor({ state: 'detached' });
}

/** What is kept apart from the databases is written a moment later; that kill is not what is tried here. */
const untilApart = ({ page }: Desk, text: string): Promise<void> =>
  expect.poll(() => page.evaluate(keptApart), { timeout: 20_000 }).toContain(text);

/** Every text that this page's browser keeps apart from its databases. */
async function keptApart(): Promise<string> {
  const texts: string[] = [];
  for await (const folder of (await navigator.storage.getDirectory()).values()) {
    if (!(folder instanceof FileSystemDirectoryHandle)) continue;
    for await (const file of folder.values()) {
      if (!(file instanceof FileSystemFileHandle)) continue;
      const text = file.getFile().then((found) => found.text());
      texts.push(await text.catch(() => '')); // it has just been replaced
    }
  }
  return texts.join('\n');
}

/** What the kill may cut off. */
function dyingUnder(action: Promise<unknown>): void {
  action.catch(() => undefined);
}
