import { type Mail, SendFailed, type SendMail } from '../../server/ports/delivery.ts';

/** A mail server that keeps what it accepts; what is in `refusals` is refused first, one a try. */
export function fakeMailer() {
  const sent: Mail[] = [];
  const refusals: SendFailed[] = [];
  const send: SendMail = async (mail) => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    sent.push(mail);
  };
  return {
    sent,
    send,
    refuseNext: (problem: string, permanent: boolean) => refusals.push(new SendFailed(problem, { permanent })),
  };
}
