/** What a newcomer needs to try the demonstration bureau; the server loads the same names and numbers. */
export const demonstrationLines: readonly string[] = [
  'Password of all: demo-permanence',
  '  operators    lea@permanence.test (fr, en)   sofie@permanence.test (nl, en, fr)   kenji@permanence.test (ja, en)',
  '  supervisor   max@permanence.test',
  '  clients      claire.martin@example.test   jan.deboer@example.test   taro.yamada@example.test   luc.petit@example.test',
  'Numbers to dial:',
  '  +33199000101   Cabinet du Dr Martin   fr',
  '  +33199000102   Garage De Boer         nl',
  '  +33199000103   山田建設               ja',
  '  +33199000104   Notaire Petit          fr   Mon–Fri 9–12 and 14–18, voicemail outside',
];
