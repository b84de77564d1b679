import { describe, expect, test } from 'vitest';
import { findMirror } from '../../../server/supervisor/apt-sources.ts';

const deb822 = `# made by the installer
Types: deb
URIs: http://security.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/other.gpg

Types: deb deb-src
# a comment inside
URIs: http://mirror.example/debian/
Suites: bookworm
 bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian.gpg
`;

describe('the Debian mirror of this machine is found', () => {
  test.each([
    [
      'in a deb822 file',
      { 'debian.sources': deb822 },
      { url: 'http://mirror.example/debian', keyring: '/usr/share/keyrings/debian.gpg' },
    ],
    [
      'in a one-line file with options',
      { 'sources.list': 'deb [arch=amd64 signed-by=/k.gpg] https://m.example/debian bookworm main # mirror' },
      { url: 'https://m.example/debian', keyring: '/k.gpg' },
    ],
    [
      'in a one-line file without options',
      { 'sources.list': '# deb http://old.example bookworm main\ndeb http://m.example/debian bookworm main contrib\n' },
      { url: 'http://m.example/debian', keyring: '/usr/share/keyrings/debian-archive-keyring.gpg' },
    ],
    [
      "behind other vendors' sources",
      { 'a.list': 'deb https://vendor.example/apt stable main', 'debian.sources': deb822 },
      { url: 'http://mirror.example/debian', keyring: '/usr/share/keyrings/debian.gpg' },
    ],
  ])('%s', (_, files, mirror) => {
    expect(findMirror(files, 'bookworm')).toEqual(mirror);
  });
});

test('no mirror of this release, none at all', () => {
  expect(findMirror({ 'a.sources': deb822.replace('Types: deb deb-src', 'Types: deb\nEnabled: no') }, 'bookworm')).toBeNull();
  expect(findMirror({}, 'bookworm')).toBeNull();
});
