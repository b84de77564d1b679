import { join } from 'node:path';
import type { Env } from '../config/values.ts';
import type { Settings } from '../config.ts';
import { Child, type ChildPlan, endProcess } from './child.ts';
import { Guardian } from './guardian.ts';
import { askHealth, type Health } from './heartbeat.ts';
import { writeJson } from './json-file.ts';
import { openInnerPorts, refuseBusyPorts } from './network-ports.ts';
import type { Places } from './places.ts';
import { healthUrl, type InstanceParts, preparePlans, serverPlan } from './plans.ts';
import { ensureCluster } from './postgres.ts';
import type { Progress } from './progress.ts';
import { provision } from './provision.ts';
import { childNames, type Recorded, survivors } from './recorded.ts';
import { openSecrets } from './secrets.ts';

/** A running instance: all its children, kept alive. */
export class Instance {
  readonly #settings: Settings;
  readonly #places: Places;
  readonly #progress: Progress;
  #children: Child[] = [];
  #guardian: Guardian | null = null;

  constructor(settings: Settings, places: Places, progress: Progress) {
    this.#settings = settings;
    this.#places = places;
    this.#progress = progress;
  }

  /** Provisions, adopts what an earlier supervisor left, starts the rest; resolves when the server answers. */
  async open(env: Env): Promise<Health> {
    const left = survivors(this.#places.childrenFile, this.#places.dataDir);
    const alive = { asterisk: left.asterisk !== undefined, janus: left.janus !== undefined, server: left.server !== undefined };
    await refuseBusyPorts(this.#settings, alive);
    const tree = await provision({ settings: this.#settings, places: this.#places, env, more: [] }, this.#progress);
    if (this.#settings.databaseUrl === null) await ensureCluster(this.#places);
    const ports = await openInnerPorts(this.#places.run, alive);
    const secrets = openSecrets(this.#places.secretsFile);
    const parts = { settings: this.#settings, places: this.#places, env, tree, ports, secrets };
    const plans = [...(await preparePlans(parts)), serverPlan(parts)];
    await this.#endUnwanted(left, plans);
    this.#children = plans.map((plan) => new Child(plan, () => this.#record()));
    const server = this.#children.filter(({ name }) => name === 'server');
    await Promise.all(this.#children.filter((child) => !server.includes(child)).map((child) => this.#openChild(child, left)));
    this.#guardian = this.#startGuardian(parts);
    await Promise.all(server.map((child) => this.#openChild(child, left)));
    return this.#firstHealth();
  }

  /** Calls in progress, as far as the server answers. */
  async calls(): Promise<number> {
    return (await askHealth(healthUrl(this.#settings), 1000))?.calls ?? 0;
  }

  /** A new server under the running calls. */
  async replaceServer(): Promise<void> {
    await Promise.all(this.#children.filter(({ name }) => name === 'server').map((child) => child.replace()));
  }

  /** Ends every child: the server first, the database last. */
  async end(): Promise<void> {
    this.#guardian?.end();
    for (const names of [['server'], ['asterisk', 'janus'], ['postgres']]) {
      await Promise.all(this.#children.filter(({ name }) => names.includes(name)).map((child) => child.end()));
    }
  }

  async #openChild(child: Child, left: Recorded['children']): Promise<void> {
    const how = await child.open(left[child.name]);
    this.#progress(`${child.name}: ${how} (process ${child.status.pid ?? '–'})`);
  }

  async #endUnwanted(left: Recorded['children'], plans: readonly ChildPlan[]): Promise<void> {
    const unwanted = childNames.filter((name) => plans.every((plan) => plan.name !== name));
    await Promise.all(unwanted.flatMap((name) => (left[name] ? [endProcess(left[name], 'SIGTERM')] : [])));
  }

  #startGuardian({ settings, places, ports, secrets }: InstanceParts): Guardian {
    const own = settings.ariUrl === null ? null : new URL(settings.ariUrl);
    const guardian = new Guardian({
      ariUrl: own?.origin ?? `http://127.0.0.1:${ports.ari}`,
      user: own === null ? 'permanence-guardian' : decodeURIComponent(own.username),
      password: own === null ? secrets.guardianPassword : decodeURIComponent(own.password),
      music: join(places.asterisk, 'moh/music'),
      serverAnswers: async () => (await askHealth(healthUrl(settings), 500)) !== null,
      say: this.#progress,
    });
    void guardian.watch();
    return guardian;
  }

  async #firstHealth(): Promise<Health> {
    const health = await askHealth(healthUrl(this.#settings), 2_000);
    return health ?? { calls: 0, demo: null };
  }

  /** Children for the next supervisor, and their states for `/readyz`. */
  #record(): void {
    const children = this.#children.flatMap((child) => (child.recorded === null ? [] : [[child.name, child.recorded]]));
    writeJson(this.#places.childrenFile, { dataDir: this.#places.dataDir, children: Object.fromEntries(children) });
    const states = this.#children.map((child) => [child.name, child.status]);
    writeJson(this.#places.statusFile, { children: Object.fromEntries(states) });
  }
}
