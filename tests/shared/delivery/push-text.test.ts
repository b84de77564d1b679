import { expect, test } from 'vitest';
import { disclose } from '#shared/delivery/privacy.ts';
import { withBadge, writePush } from '#shared/delivery/push-text.ts';
import { aNote, anAccount, aPerson } from '../../fixtures/delivery.ts';

const link = 'https://p.test/portal/notes/n';
const push = (content: Parameters<typeof aNote>[0] = {}) =>
  writePush(disclose(aNote(content), anAccount(), aPerson()), { personId: aPerson().id, link });

test('the payload is Declarative Web Push that opens the note', () => {
  expect(JSON.parse(push().payload)).toEqual({
    web_push: 8030,
    notification: {
      title: 'Transport Vos, Piet Vos',
      body: 'graag terugbellen · +33639980311 · De vrachtwagen staat stil op de A2.',
      navigate: link,
      tag: aNote().id,
      lang: 'nl',
    },
  });
});

test('topic and payload keep to the limits of push services', () => {
  const message = push({ matter: '山'.repeat(4000), urgent: true });
  expect(message.topic).toMatch(/^[A-Za-z0-9_-]{1,32}$/);
  expect(new TextEncoder().encode(message.payload).length).toBeLessThan(3000);
  expect(message.urgent).toBe(true);
});

test('the number for the icon stands beside the notification, as Declarative Web Push wants it, and changes nothing else', () => {
  const { payload } = push();
  expect(JSON.parse(withBadge(payload, 3))).toEqual({ ...JSON.parse(payload), app_badge: 3 });
});
