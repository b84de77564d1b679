import { expect, test } from 'vitest';
import { pushMessage } from '../../../web/service-worker/push-message.ts';

const notification = { title: 'Piet Vos', navigate: 'https://p.test/portal/notes/n', tag: 'n' };

test('a push brings its notification and the number for the icon', () => {
  expect(pushMessage(JSON.stringify({ web_push: 8030, notification, app_badge: 4 }))).toEqual({ ...notification, badge: 4 });
});

test('one of an earlier server leaves the icon as it is', () => {
  expect(pushMessage(JSON.stringify({ web_push: 8030, notification }))?.badge).toBeNull();
});

test.each(['', '{}', '[]', JSON.stringify({ web_push: 8030, notification, app_badge: -1 })])('%s is none of ours', (payload) => {
  expect(pushMessage(payload)).toBeNull();
});
