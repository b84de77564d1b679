import puppeteer, { type Browser } from 'puppeteer-core';
import type { PushService } from './push-service.ts';

/** A real Firefox whose push service is this one and that grants notifications without asking. */
export function openFirefox(service: PushService): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'dom.push.enabled': true,
      'dom.push.connection.enabled': true,
      'dom.push.serverURL': service.socketUrl,
      'dom.push.testing.allowInsecureServerURL': true,
      'dom.push.testing.ignorePermission': true,
      'permissions.default.desktop-notification': 1,
      'dom.webnotifications.requireuserinteraction': false,
      'network.proxy.type': 0,
      'network.manage-offline-status': false,
      'network.connectivity-service.enabled': false,
      'marionette.prefs.recommended': false,
      'remote.prefs.recommended': false,
      'alerts.useSystemBackend': false,
    },
  });
}
