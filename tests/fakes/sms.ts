import { SendFailed, type SendSms, type SmsReceipts, type SmsStatus } from '../../server/ports.ts';

/** A gateway that keeps what it accepts. */
export function fakeSms() {
  const sent: { to: string; text: string; reference: string; id: string }[] = [];
  const refusals: SendFailed[] = [];
  const send: SendSms = async (sms) => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    const id = `sms-${sent.length + 1}`;
    sent.push({ ...sms, id });
    return { id };
  };
  return {
    sent,
    send,
    refuseNext: (problem: string, permanent: boolean) => refusals.push(new SendFailed(problem, { permanent })),
  };
}

/** Receipts in memory. */
export function fakeReceipts(): SmsReceipts {
  const deliveries = new Map<string, string>();
  const early = new Map<string, SmsStatus[]>();
  return {
    async remember(gatewayId, deliveryId) {
      deliveries.set(gatewayId, deliveryId);
      return early.get(gatewayId) ?? [];
    },
    async take(gatewayId, status) {
      early.set(gatewayId, [...(early.get(gatewayId) ?? []), status]);
      return deliveries.get(gatewayId) ?? null;
    },
  };
}
