import { expect, lines, test } from './world.ts';

test.describe.configure({ mode: 'serial' });

test('the network dies in mid-call: typing goes on, the note is locked and counted as unsent, and arrives exactly once', async ({
  world,
}) => {
  const sofie = await world.installedDesk('sofie@permanence.test', 1300);
  await sofie.ready();
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await caller.hears(1300);
  await sofie.writeNote({ forWhom: '1', fromWhom: 'Kees Prins', matter: 'Begonnen met net' });
  await sofie.context.setOffline(true);
  await sofie.writeNote({ matter: 'Begonnen met net, afgemaakt zonder.' });
  await sofie.press('Control+Enter');
  await sofie.unsent(1);
  await sofie.page.reload();
  await sofie.unsent(1);
  await sofie.context.setOffline(false);
  await sofie.unsent(0, 40_000);
  const isIt = (m: { text?: string | undefined }) => m.text?.includes('Begonnen met net, afgemaakt zonder.') === true;
  await world.post.mail('the mail to Jan', isIt, 30_000);
  expect(world.post.mails.filter(isIt)).toHaveLength(1);
  caller.hangUp();
  await sofie.close();
});

test('a killed tab loses at most the last keystroke', async ({ world }) => {
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const caller = await world.call(lines.deBoer, { from: '+31201234567', toneHz: 500 });
  await sofie.state('offered');
  await sofie.press('F2');
  await caller.hears(1300);
  await sofie.page.locator('[name=matter]').pressSequentially('Band lek op de A2', { delay: 20 });
  await sofie.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  const again = await sofie.context.newPage();
  await sofie.page.close();
  await again.goto(`${world.instance.url}/desk`);
  await expect(again.locator('[name=matter]')).toHaveValue(/^Band lek op de A2?$/, { timeout: 20_000 });
  caller.hangUp();
  await sofie.close();
});

test('the browser is asked to keep what is on the device, and the menu says what it has answered', async ({ world }) => {
  const sofie = await world.desk('sofie@permanence.test', 1300);
  await sofie.ready();
  const { page } = sofie;
  const answer = page.locator('[data-storage]');
  await page.click('details.menu summary');
  await expect(answer).toContainText('The browser may delete it');
  const protocol = await sofie.context.newCDPSession(page);
  const { browserContextId = '' } = (await protocol.send('Target.getTargetInfo')).targetInfo;
  const permission = { name: 'persistent-storage' };
  await protocol.send('Browser.setPermission', { permission, setting: 'granted', origin: world.instance.url, browserContextId });
  await page.addInitScript(tellWhenAsked);
  const told = page.waitForEvent('console', { predicate: (message) => message.text().startsWith('persist:') });
  await page.reload();
  expect((await told).text()).toBe('persist: true');
  await page.click('details.menu summary');
  await expect(answer).toContainText('The browser keeps it.');
  await sofie.close();
});

/** Runs in the page: says what the browser answers to who asks it to keep the data. */
function tellWhenAsked(): void {
  const { persist } = StorageManager.prototype;
  StorageManager.prototype.persist = async function () {
    const answer = await persist.call(this);
    console.info(`persist: ${answer}`);
    return answer;
  };
}
