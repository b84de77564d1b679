import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumArguments } from './desk.ts';
import type { PostOffice } from './post-office.ts';

const joinerPassword = 'un-mot-de-passe-long';

export type Firm = { readonly firm: string; readonly person: string; readonly email: string };

/** Somebody who becomes a client, on a telephone-sized screen in France. */
export class Joiner {
  readonly page: Page;
  readonly browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.browser = browser;
    this.page = page;
  }

  /** At `/join`, or by the link of a mail. */
  static async open(address: string, locale = 'fr-FR', timezoneId = 'Europe/Paris'): Promise<Joiner> {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale, timezoneId, hasTouch: true });
    const joiner = new Joiner(browser, await context.newPage());
    await joiner.page.goto(address);
    return joiner;
  }

  step = (step: string) => this.page.locator(`[data-join=${step}]`).waitFor();
  next = () => this.page.click('[data-act=next]');

  async firm({ firm }: Pick<Firm, 'firm'>, office = '01 99 00 55 00'): Promise<void> {
    await this.step('firm');
    await this.page.check('[name=trade][value=craftsman]');
    await this.page.fill('[name=firm]', firm);
    await this.page.fill('[name=office]', office);
    await this.next();
  }

  async person({ person, email }: Firm, mobile = '06 39 98 55 00'): Promise<void> {
    await this.step('person');
    await this.page.fill('[name=person]', person);
    await this.page.fill('[name=email]', email);
    await this.page.fill('[name=mobile]', mobile);
    await this.next();
  }

  async plan(): Promise<void> {
    await this.step('plan');
    await this.page.check('[name=plan][value=calls-50]');
    await this.next();
  }

  async agree(): Promise<void> {
    await this.step('agreement');
    await this.page.check('[name=accepted]');
    await this.next();
  }

  /** The whole form, to the mail with its code. */
  async apply(firm: Firm): Promise<void> {
    await this.firm(firm);
    await this.person(firm);
    await this.step('answering');
    await this.page.check('[name=hours-kind][value=always]');
    await this.next();
    await this.plan();
    await this.agree();
    await this.step('code');
  }

  async confirm(post: PostOffice, { email }: Firm): Promise<void> {
    const mail = await post.mail('the code', (m) => m.recipients.includes(email) && codeOf(m) !== undefined);
    await this.page.fill('[name=code]', codeOf(mail) ?? '');
    await this.next();
    await this.step('password');
  }

  async complete(): Promise<void> {
    await this.page.fill('[name=password]', joinerPassword);
    await this.next();
    await this.step('done');
  }

  /** The number on the last page, in E.164. */
  number = async (): Promise<string> => (await this.page.locator('[data-number]').getAttribute('data-number')) ?? '';

  close = () => this.browser.close();
}

/** The six digits in the subject, wherever the language has them. */
const codeOf = ({ subject }: { readonly subject?: string | undefined }): string | undefined =>
  /(?<!\d)\d{6}(?!\d)/.exec(subject ?? '')?.[0];
