import { expect, test } from 'vitest';
import { createAsteriskTelephony } from '../../server/adapters/asterisk/telephony.ts';
import type { TelephonyEvent } from '../../server/ports/telephony.ts';
import { dial } from '../e2e/telephone.ts';
import { heldBy } from '../faults/exchange.ts';
import { startAsterisk } from './asterisk-instance.ts';

test('music for a caller who has just gone leaves no bridge at the exchange', async () => {
  const asterisk = await startAsterisk({ rtpFirst: 23_800 });
  const telephony = createAsteriskTelephony({
    ariUrl: asterisk.ariUrl,
    operatorTransport: 'operators',
    nowMs: Date.now,
    log: () => undefined,
  });
  const events: TelephonyEvent[] = [];
  telephony.listen((event) => events.push(event));
  telephony.start();
  try {
    await expect.poll(() => events.map(({ t }) => t)).toContain('connected');
    const caller = await dial({ sipPort: asterisk.trunkPort, did: '+33199000101', from: '+33639980001', toneHz: 600 });
    await expect.poll(() => events.map(({ t }) => t), { timeout: 5_000 }).toContain('caller-arrived');
    const channelId = events.flatMap((event) => (event.t === 'caller-arrived' ? [event.channelId] : []))[0] ?? '';
    await telephony.perform({ do: 'answer', channelId });
    caller.hangUp();
    await expect.poll(() => events.map(({ t }) => t), { timeout: 5_000 }).toContain('caller-gone');
    await expect.poll(() => heldBy(asterisk.ariUrl)).toEqual([]);
    await telephony.perform({ do: 'music', channelId }).catch(() => undefined); // refused or not: nobody is there
    expect(await heldBy(asterisk.ariUrl)).toEqual([]);
    caller.close();
  } finally {
    telephony.stop();
    await asterisk.stop();
  }
}, 60_000);
