import { openPushService, type PushService } from './push-service.ts';
import { test as inWorld } from './world.ts';

/** The installation trusts the certificate of this push service, as it trusts those of the big ones. */
export const test = inWorld.extend<object, { pushService: PushService }>({
  pushService: [
    // biome-ignore lint/correctness/noEmptyPattern: a fixture without others
    async ({}, use) => {
      const service = await openPushService();
      await use(service);
      await service.close();
    },
    { scope: 'worker' },
  ],
  environment: [async ({ pushService }, use) => use({ NODE_EXTRA_CA_CERTS: pushService.certificateFile }), { scope: 'worker' }],
});
