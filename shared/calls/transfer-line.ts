import type { Language } from '../accounts/account.ts';
import type { TransferOutcome } from './transfer-attempt.ts';

type Said = { readonly name: string; readonly time: string };

const lines: Readonly<Record<Language, Readonly<Record<TransferOutcome, (said: Said) => string>>>> = {
  fr: {
    connected: ({ name, time }) => `${time} : mis en relation avec ${name}.`,
    'no-answer': ({ name, time }) => `${time} : ${name} ne répond pas.`,
    busy: ({ name, time }) => `${time} : ${name}, ligne occupée.`,
    refused: ({ name, time }) => `${time} : ${name} ne peut pas prendre l’appel.`,
    'voicemail-reached': ({ name, time }) => `${time} : ${name}, répondeur.`,
    'forwarded-back-to-us': ({ name, time }) => `${time} : ${name}, ligne renvoyée vers notre standard.`,
    failed: ({ name, time }) => `${time} : ${name} n’a pas pu être joint.`,
  },
  nl: {
    connected: ({ name, time }) => `${time}: doorverbonden met ${name}.`,
    'no-answer': ({ name, time }) => `${time}: ${name} neemt niet op.`,
    busy: ({ name, time }) => `${time}: ${name} is in gesprek.`,
    refused: ({ name, time }) => `${time}: ${name} kan het gesprek niet aannemen.`,
    'voicemail-reached': ({ name, time }) => `${time}: ${name}, voicemail.`,
    'forwarded-back-to-us': ({ name, time }) => `${time}: ${name}, lijn naar ons doorgeschakeld.`,
    failed: ({ name, time }) => `${time}: ${name} was niet te bereiken.`,
  },
  en: {
    connected: ({ name, time }) => `${time}: put through to ${name}.`,
    'no-answer': ({ name, time }) => `${time}: ${name} does not answer.`,
    busy: ({ name, time }) => `${time}: ${name} is busy.`,
    refused: ({ name, time }) => `${time}: ${name} cannot take the call.`,
    'voicemail-reached': ({ name, time }) => `${time}: ${name}, voicemail.`,
    'forwarded-back-to-us': ({ name, time }) => `${time}: ${name}, line forwarded to us.`,
    failed: ({ name, time }) => `${time}: ${name} could not be reached.`,
  },
  ja: {
    connected: ({ name, time }) => `${time} ${name}様におつなぎしました。`,
    'no-answer': ({ name, time }) => `${time} ${name}様 応答なし。`,
    busy: ({ name, time }) => `${time} ${name}様 話し中。`,
    refused: ({ name, time }) => `${time} ${name}様 電話に出られません。`,
    'voicemail-reached': ({ name, time }) => `${time} ${name}様 留守番電話。`,
    'forwarded-back-to-us': ({ name, time }) => `${time} ${name}様の電話は当方へ転送されています。`,
    failed: ({ name, time }) => `${time} ${name}様に連絡がつきませんでした。`,
  },
};

/** What the note says of an attempt to put the caller through, for the client, in the account's language [P09]. */
export const transferLine = (outcome: TransferOutcome, language: Language, said: Said): string => lines[language][outcome](said);
