import type { DeviceMarker } from '../../web/ports/sync.ts';

/** A mark in memory. */
export function fakeMarker(before: ReturnType<DeviceMarker['read']> = null): DeviceMarker {
  let mark = before;
  return {
    read: () => mark,
    write(next) {
      mark = next;
    },
    forget() {
      mark = null;
    },
  };
}
