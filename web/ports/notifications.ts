export type NotificationState = 'unsupported' | 'needs-install' | 'denied' | 'off' | 'on';

/** Notifications on this device; needs the service worker. */
export type Notifications = {
  /** Tells the server again about a subscription that this browser has. */
  state(): Promise<NotificationState>;
  /** Asks the person and subscribes; to be called from a click. Rejects when the push service or the server cannot be reached. */
  allow(): Promise<NotificationState>;
  /** Before sign-out: this device takes none any more. */
  stop(): Promise<void>;
};
