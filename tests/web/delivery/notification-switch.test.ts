import { expect, test } from 'vitest';
import { NotificationSwitch } from '../../../web/delivery/notification-switch.svelte.ts';

const aSwitch = (state: 'on' | 'off') =>
  new NotificationSwitch({ state: async () => state, allow: async () => 'on', stop: async () => undefined });

test('[P06] when the push service has given this device up, the portal offers to turn notifications on again', async () => {
  const notifications = aSwitch('on');
  await notifications.look();
  notifications.follow(false); // what the device knew before its first pull
  expect(notifications.state).toBe('on');
  notifications.follow(true);
  notifications.follow(false);
  expect(notifications.state).toBe('off');
  await notifications.allow();
  expect(notifications.state).toBe('on');
});

test('a device that takes none is not concerned by those of others', async () => {
  const notifications = aSwitch('off');
  await notifications.look();
  for (const isOn of [true, false, true]) notifications.follow(isOn);
  expect(notifications.state).toBe('off');
});
