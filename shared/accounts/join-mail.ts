import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Row, writeBody } from '../delivery/mail-text.ts';
import { words } from '../delivery/words.ts';
import type { Language } from './account.ts';
import type { Application } from './application.ts';
import { countryOfLine, type ForwardingGuide, forwardingGuides } from './forwarding-codes.ts';
import type { ForwardingMode } from './forwarding-table.ts';
import { type JoinWords, joinWords } from './join-words.ts';

type WrittenMail = { readonly subject: string; readonly text: string; readonly html: string };

/** The mail that proves an address: a code to type, or the link, which also leads back to the form from any browser. */
export function codeMail(language: Language, given: { readonly code: string; readonly link: string }): WrittenMail {
  const w = joinWords[language];
  return {
    subject: w.codeSubject(given.code),
    ...body(language, {
      lead: [w.codeLead],
      rows: [{ label: w.code, value: given.code }],
      tail: [w.codeTail],
      link: { word: w.goOn, address: given.link },
    }),
  };
}

/** The mail to an address that signs in already: only its owner learns that. */
export function knownMail(language: Language, link: string): WrittenMail {
  const w = joinWords[language];
  return {
    subject: w.knownSubject,
    ...body(language, { lead: [w.known], rows: [], tail: [], link: { word: w.signIn, address: link } }),
  };
}

/** The confirmation with the number and how to forward to it [P02, S01]. */
export function welcomeMail(
  { form, number }: { readonly form: Application['form']; readonly number: string },
  link: string,
): WrittenMail {
  const w = joinWords[form.language];
  return {
    subject: w.welcomeSubject(form.name),
    ...body(form.language, {
      lead: [w.welcome(form.name)],
      rows: [{ label: w.number, value: international(number) }, ...forwardingRows(form.officeNumber, number, w)],
      tail: [w.ownLine, w.testCall, w.signInWith(form.person.email)],
      link: { word: w.signIn, address: link },
    }),
  };
}

const body = (lang: Language, parts: Omit<Parameters<typeof writeBody>[0], 'between' | 'lang'>) =>
  writeBody({ ...parts, between: words[lang].between, lang });

const modes: readonly ForwardingMode[] = ['always', 'busy', 'no-answer'];

/** The codes of a mobile, and those of a fixed line where the client's telephone is, each on and off. */
function forwardingRows(officeNumber: string, number: string, w: JoinWords): Row[] {
  const country = countryOfLine(officeNumber) ?? '';
  const numbers = { international: number, national: parsePhoneNumberFromString(number)?.formatNational() ?? number };
  return (['mobile', 'analogue'] as const).flatMap((line) => {
    const guide = forwardingGuides({ line, country }, numbers)[0];
    return guide === undefined ? [] : [{ label: labelOf(guide, w.lines[line]), value: codesOf(guide, w).join('\n') }];
  });
}

const labelOf = ({ network }: ForwardingGuide, line: string): string => (network === null ? line : `${line} (${network})`);

function codesOf({ register, codes }: ForwardingGuide, w: JoinWords): string[] {
  const told = codes
    .filter(({ mode }) => modes.includes(mode))
    .map(({ mode, on, off }) => w.onOff({ mode: w.modes[mode], on, off }));
  return register === null ? told : [w.register(register), ...told, w.voice];
}

const international = (number: string): string => parsePhoneNumberFromString(number)?.formatInternational() ?? number;
