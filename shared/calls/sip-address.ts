/** An address of a SIP header, with what stands behind it. */
export type SipAddress = { readonly uri: string; readonly parameters: string };

/** The addresses of a header with several, separated by commas that stand in no name and in no address. */
export function addressesIn(header: string): SipAddress[] {
  const [whole = ''] = /^(?:[^"<>]|"(?:[^"\\]|\\.)*"|<[^>]*>)*/.exec(header) ?? [];
  const parts = whole.match(/(?:[^",<>]|"(?:[^"\\]|\\.)*"|<[^>]*>)+/g) ?? [];
  return parts.flatMap((part) => {
    const [, uri, parameters = ''] = /^(?:"(?:[^"\\]|\\.)*"|[^"<])*<([^>]*)>(.*)$/s.exec(part) ?? [];
    return uri === undefined ? [] : [{ uri, parameters }];
  });
}

/** A parameter's value, empty when it is not there; `text` begins with its semicolon. */
export const parameter = (text: string, name: string): string =>
  new RegExp(`;\\s*${name}\\s*=\\s*"?([^;"?&\\s]*)`, 'i').exec(text)?.[1] ?? '';

/** The number of `sip:+33199000101;npdi@host;user=phone` or `tel:+33199000101;phone-context=…`; empty for anonymous ones. */
export function userOf(uri: string): string {
  const [, user = ''] = /^(?:sips?:([^@]*)@.*|tel:(.*))$/is.exec(uri)?.filter((part) => part !== undefined) ?? [];
  const number = unescaped(user.replace(/[;:].*$/s, ''));
  return /\d/.test(number) ? number : '';
}

/** What `%3B` and the like stand for. */
export function unescaped(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, octet: string) => String.fromCharCode(Number.parseInt(octet, 16)));
}
