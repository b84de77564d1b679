import { type Instance, type InstanceOptions, startInstance } from '../e2e/instance.ts';

/** Noon of a weekday: every line of the demonstration is open. */
const demoNow = '2026-11-19T11:00:00Z';

/** An installation with the demonstration bureau for as long as `use` takes, or until this process is told to end. */
export async function withInstallation<T>(env: InstanceOptions['env'], use: (instance: Instance) => Promise<T>): Promise<T> {
  const instance = await startInstance({ env: { DEMO: '1', DEMO_NOW: demoNow, ...env } });
  const end = () => void instance.stop().finally(() => process.exit(1));
  process.once('SIGTERM', end).once('SIGINT', end);
  try {
    return await use(instance);
  } finally {
    process.off('SIGTERM', end).off('SIGINT', end);
    await instance.stop();
  }
}
