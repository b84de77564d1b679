import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlannedDelivery, planDelivery } from '#shared/delivery/plan.ts';
import { aNote, anAccount, aPerson } from '../../fixtures/delivery.ts';

const person = aPerson({ channels: { email: true, sms: true, push: true } });
/** A word for each thing that a note says, which nothing else contains. */
const canary = {
  fromWhom: 'Kanariebellerina',
  company: 'Kanariebedrijf',
  number: '+33639987654',
  matter: 'Kanariezaak',
  answers: [{ id: 'plate', label: 'Kanarievraag', value: 'Kanarieantwoord' }],
  criteria: ['Kanariespoed'],
};
const recordingId = '01900000-0000-7000-8000-000000000051';

function messages(
  privacy: 'full' | 'who-called' | 'waiting',
  content: Parameters<typeof aNote>[0] = canary,
): PlannedDelivery['message'][] {
  const note = aNote(content, { kind: 'voicemail', voicemail: { recordingId, seconds: 4711 } });
  const facts = { at: note.lockedAt, publicUrl: 'https://notes.example.test', idOf: (key: string) => key };
  return planDelivery({ note, account: anAccount({ privacy }), roster: [person], instructions: [], ...facts }).map(
    (p) => p.message,
  );
}
const caller = [canary.fromWhom, canary.company, canary.number.slice(3)];
const matter = [canary.matter, 'Kanarievraag', 'Kanarieantwoord', 'Kanariespoed', recordingId, '4711'];

test.each([
  ['waiting', [], [...caller, ...matter]],
  ['who-called', caller, matter],
  ['full', [...caller, ...matter], []],
] as const)(
  'at the level "%s" everything that leaves, in every channel and field, says %j and never %j',
  (level, says, never) => {
    const [mail, sms, push] = messages(level);
    const left = JSON.stringify([mail, sms, push]);
    for (const word of says) expect(left).toContain(word);
    for (const word of never) expect(left).not.toContain(word);
  },
);

/** What is read by machines and lock screens on the way, besides the text itself. */
function envelope(message: PlannedDelivery['message']): unknown {
  switch (message.channel) {
    case 'email':
      return [message.subject, message.messageId, message.headers];
    case 'sms':
      return message.reference;
    case 'push':
      return [message.topic, JSON.parse(message.payload).notification.tag, JSON.parse(message.payload).notification.navigate];
  }
}

test.each(['full', 'who-called', 'waiting'] as const)(
  'at the level "%s" no subject, header, reference, topic, tag or link says who or what',
  (level) => {
    const envelopes = JSON.stringify(messages(level).map(envelope));
    for (const word of [...caller, ...matter]) expect(envelopes).not.toContain(word);
  },
);

test('at the level "waiting" two notes of one kind differ in nothing but their ids, whatever is written in them', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  const plain = JSON.stringify(messages('waiting'));
  fc.assert(
    fc.property(text, text, text, (fromWhom, company, matterText) => {
      expect(JSON.stringify(messages('waiting', { fromWhom, company, matter: matterText, number: null }))).toBe(plain);
    }),
  );
});
