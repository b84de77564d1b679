import type { Session } from '#shared/api/sync.ts';
import type { SignIn } from '../accounts/sign-in.svelte.ts';
import type { Device } from '../ports/device.ts';
import type { LiveSocket } from '../ports/live.ts';
import type { PhoneBeside } from '../ports/phone.ts';
import type { Clock } from '../ports/time.ts';

type OpensDevices = { openDevice(session: Session, clock: Clock): Promise<Device> };
type OpensLines = {
  openLive(page: { readonly userId: string; readonly deviceId: string }, phone: Line['phone']): Promise<LiveSocket>;
};
type Line = { readonly device: Device; readonly session: Session; readonly phone: PhoneBeside | null };

/** Opens the user's data; each pull begins the lease anew, and a 401 closes the page. */
export async function openDevice(app: OpensDevices, signIn: SignIn, session: Session): Promise<Device> {
  const device = await app.openDevice(session, signIn.now);
  device.onStatus(({ lastPulledAt, state }) => {
    if (lastPulledAt !== null) signIn.renewed(lastPulledAt);
    if (state === 'signed-out') void signIn.expired();
  });
  return device;
}

/** Opens the line to the server; it closes for good when another tab took over, or when this user is no longer the signed-in one. */
export async function openLive(app: OpensLines, signIn: SignIn, { device, session, phone }: Line): Promise<LiveSocket> {
  const live = await app.openLive({ userId: session.userId, deviceId: device.deviceId }, phone);
  let isOver = false;
  live.onMessage((message) => {
    if (message.t === 'replaced') isOver = true;
  });
  live.onState((state) => {
    if (state === 'closed' && !isOver) void signIn.expired();
  });
  return {
    ...live,
    close() {
      isOver = true; // by ourselves: the sign-in stands
      live.close();
    },
  };
}
