import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumArguments, demoPassword, type PageScript } from './desk.ts';

/** A person of a client's roster on a telephone-sized screen. */
export class Portal {
  readonly page: Page;
  readonly browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.browser = browser;
    this.page = page;
  }

  static async open(url: string, email: string, ...scripts: readonly PageScript[]): Promise<Portal> {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB', hasTouch: true });
    for (const script of scripts) await context.addInitScript(script);
    const portal = new Portal(browser, await context.newPage());
    await portal.page.goto(`${url}/portal`);
    await portal.page.fill('[name=email]', email);
    await portal.page.fill('[name=password]', demoPassword);
    await portal.page.click('[data-act=sign-in]');
    return portal;
  }

  /** To a page by a tab, or by the account's list. */
  async go(path: string): Promise<void> {
    await this.page.locator('nav a').first().waitFor();
    const tab = this.page.locator(`nav a[href="${path}"]`);
    if ((await tab.count()) === 0) {
      await this.page.click('nav a[href="/portal/account"]');
      await this.page.click(`main a[href="${path}"]`);
    } else await tab.click();
  }

  async openFirstNote(): Promise<void> {
    await this.page.locator('[data-note]').first().click();
    await this.page.locator('[data-act=ack]').waitFor();
  }

  close = () => this.browser.close();
}
