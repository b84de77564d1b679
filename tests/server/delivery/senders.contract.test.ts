import { mailerContract } from '../../contracts/mailer.contract.ts';
import { postOutsideContract } from '../../contracts/post-outside.contract.ts';
import { pushContract } from '../../contracts/push.contract.ts';
import { smsContract } from '../../contracts/sms.contract.ts';
import { fakeMailer } from '../../fakes/mailer.ts';
import { fakeOutside } from '../../fakes/outside.ts';
import { fakePush } from '../../fakes/push.ts';
import { fakeSms } from '../../fakes/sms.ts';

const nothing = async () => undefined;

mailerContract('fake', async () => {
  const mailer = fakeMailer();
  return {
    send: mailer.send,
    arrived: async () =>
      mailer.sent.map(({ to, subject, messageId, attachments }) => ({ to, subject, messageId, attached: attachments.length })),
    refuseNext: (how) => void mailer.refuseNext('refused', how === 'for-good'),
    close: nothing,
  };
});

smsContract('fake', async () => {
  const sms = fakeSms();
  return {
    send: sms.send,
    arrived: () => sms.sent,
    refuseNext: (how) => void sms.refuseNext('refused', how === 'for-good'),
    close: nothing,
  };
});

pushContract('fake', async () => {
  const push = fakePush();
  let devices = 0;
  return {
    send: push.send,
    newTarget: () => ({ endpoint: `https://push.example.test/${++devices}`, p256dh: 'p', auth: 'a' }),
    answer: ({ endpoint }, how) => void (how === 'gone' ? push.gone(endpoint) : push.away(endpoint)),
    arrivedAt: ({ endpoint }) => push.sent.filter((sent) => sent.endpoint === endpoint).length,
    close: nothing,
  };
});

postOutsideContract('fake', async () => {
  const outside = fakeOutside();
  return {
    post: outside.post,
    address(answer) {
      const url = `https://crm.example.test/${typeof answer === 'object' ? 'wait' : answer}`;
      if (answer === 'away') outside.fail(url, 'unreachable');
      else if (answer === 'out-of-reach') outside.fail(url, 'refused');
      else if (typeof answer === 'object') outside.answer(url, answer.status, answer.retryAfterSeconds * 1000);
      else outside.answer(url, answer);
      return url;
    },
    arrivedAt: (url) => outside.posted.filter((one) => one.url === url),
    close: nothing,
  };
});
