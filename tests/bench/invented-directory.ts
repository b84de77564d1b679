import type { Contact } from '#shared/calls/contact.ts';
import { createRandom, type Random } from '../simulation/random.ts';

const given =
  'Paul Hélène Jean Marie Luc Claire Nadia François Agnès Benoît Chloé Étienne Gaëlle Hugo Inès Jérôme Karim Léa Maëlle Noël Odile Pierre Quentin Rémi Sophie Théo Ulysse Véronique Xavier Yasmine Zoé Anna Bram Carla Daan Els Frank Greet Hans Ilse Joost Karin Leo Mieke Niels Olga Piet Ria Sjoerd Tineke Wim Sanne Peter Jan Koen Femke Lotte Maarten Nienke Ruben Thijs Amélie Bastien Camille Damien Élodie Fabien Georges Henri Isabelle Julien Laurent Mathilde Nicolas Océane Pascal Raphaël Sylvie Thomas Vincent'.split(
    ' ',
  );
const beginnings =
  'Ba Be Bo Bré Ca Char Cla Da De Du Fa Fer Fou Ga Gi Gué Ha Her Jac Ja La Le Lé Ma Mar Mou Na No Pa Pé Per Re Ri Rou Sa Se Si Ta Te Tho Van Ver Vi Wil'.split(
    ' ',
  );
const middles = 'l n r d m t ll nn rr s ss v b g nd nt rt lm rb ch ss rd ng'.split(' ');
const vowels = 'a e i o é è ou ai eau ie ij oe ui'.split(' ');
const ends = 'n t rd ut lle nne ra r mans sen stra ux ot ier on ski man s'.split(' ');
const trades = 'Garage Taxi Boulangerie Pharmacie Verhuur Bouw Transport Cabinet Atelier Bakkerij'.split(' ');
const titles = ['M. ', 'Mme ', 'Dr ', 'Me ', 'Mevr. ', 'Dhr. '];

/** People and firms that nobody is, as many as wanted, the same for the same seed. */
export function inventDirectory(count: number, seed: number): Contact[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const last = lastName(random);
    const title = random.chance(0.2) ? random.pick(titles) : '';
    return {
      id: `0190f000-0000-7000-8000-${String(i).padStart(12, '0')}`,
      accountId: '0190f000-0000-7000-8000-000000000001',
      name: `${title}${random.pick(given)} ${last}`,
      company: random.chance(0.3) ? `${random.pick(trades)} ${lastName(random)}` : '',
      numbers: [`+336${String(10_000_000 + ((i * 7919) % 90_000_000))}`],
      vip: random.chance(0.01),
      handling: '',
    };
  });
}

function lastName(random: Random): string {
  const inner = random.chance(0.5) ? random.pick(middles) + random.pick(vowels) : '';
  return random.pick(beginnings) + inner + random.pick(middles) + random.pick(vowels) + random.pick(ends);
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const accents: Readonly<Record<string, string>> = {
  a: 'â',
  e: 'ë',
  i: 'ï',
  o: 'ô',
  u: 'û',
  c: 'ç',
  é: 'e',
  è: 'é',
  ë: 'e',
  ï: 'i',
};

/** The name as somebody in a hurry types it: small letters, no title, and one slip in one of its words. */
export function misspell(name: string, random: Random): string {
  const words = name
    .replace(/^(M|Mme|Dr|Me|Mevr|Dhr)\.? /, '')
    .toLowerCase()
    .split(' ');
  const slipped = random.between(0, words.length - 1);
  return words.map((word, i) => (i === slipped ? slip(word, random) : word)).join(' ');
}

function slip(word: string, random: Random): string {
  const at = random.between(0, word.length - 1);
  const [before, letter, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
  switch (random.between(0, 5)) {
    case 0:
      return before + random.pick([...letters]) + letter + after; // one too much
    case 1:
      return word.length > 3 ? before + after : word; // one too few
    case 2:
      return before + random.pick([...letters]) + after; // another one
    case 3:
      return before + after.charAt(0) + letter + after.slice(1); // two exchanged
    case 4:
      return before + letter + letter + after; // doubled
    default:
      return before + (accents[letter] ?? letter) + after; // an accent more or less
  }
}
