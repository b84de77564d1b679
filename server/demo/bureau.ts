import type { Account, Language } from '#shared/accounts/account.ts';
import type { Contact } from '#shared/calls/contact.ts';
import { noScript, type Script } from '#shared/notes/script.ts';

/** Password of every user of the demonstration bureau; never loaded on a host that others reach. */
export const demoPassword = 'demo-permanence';

type DemoPerson = { readonly name: string; readonly role: string; readonly mobile: string; readonly email: string };
type DemoContact = Pick<Contact, 'name' | 'company' | 'vip' | 'handling'> & { readonly number: string };
type DemoInstruction = { readonly text: string; readonly say?: string };

export type DemoAccount = Pick<Account, 'name' | 'language' | 'timeZone' | 'trade' | 'privacy' | 'greeting' | 'openingHours'> & {
  readonly line: string;
  /** Clients themselves call the bureau here. */
  readonly isHotline?: true;
  readonly people: readonly DemoPerson[];
  /** Nothing in it must be answered: whoever tries the demonstration writes as he likes. */
  readonly script?: Script;
  readonly standing: readonly DemoInstruction[];
  /** Holds from the day the demonstration is loaded for one year. */
  readonly temporary: readonly DemoInstruction[];
  readonly contacts: readonly DemoContact[];
};

export type DemoOperator = { readonly name: string; readonly email: string; readonly languages: readonly Language[] };

export const demoOperators: readonly DemoOperator[] = [
  { name: 'Léa', email: 'lea@permanence.test', languages: ['fr', 'en'] },
  { name: 'Sofie', email: 'sofie@permanence.test', languages: ['nl', 'en', 'fr'] },
  { name: 'Kenji', email: 'kenji@permanence.test', languages: ['ja', 'en'] },
];

export const demoSupervisor = { name: 'Max', email: 'max@permanence.test' } as const;

/** Numbers for who becomes a client of the demonstration, from the range reserved for fiction. */
export const demoNumbers = { from: '+33199000110', to: '+33199000119' } as const;

const caller = (name: string, number: string, company = '', vip = false, handling = ''): DemoContact => ({
  name,
  number,
  company,
  vip,
  handling,
});

/** Dozens of contacts with numbers from a range reserved for fiction: `prefix` and three digits. */
const directory = (prefix: string, names: readonly string[], companies: readonly string[]): DemoContact[] =>
  names.map((name, i) => caller(name, `${prefix}${String(i + 100).padStart(3, '0')}`, companies[i % companies.length] ?? ''));

const weekdays = [1, 2, 3, 4, 5];
const ifTold = (id: string, label: string) => ({ id, label, required: false, choices: [] });

export const demoAccounts: readonly DemoAccount[] = [
  {
    name: 'Cabinet du Dr Martin',
    language: 'fr',
    timeZone: 'Europe/Paris',
    trade: 'medical',
    privacy: 'waiting',
    greeting: 'Cabinet du docteur Martin,\nbonjour. {operator} à l’appareil.',
    openingHours: { kind: 'always' },
    line: '+33199000101',
    people: [
      { name: 'Claire Martin', role: 'médecin', mobile: '+33639980101', email: 'claire.martin@example.test' },
      { name: 'Nadia Benali', role: 'secrétaire', mobile: '+33639980102', email: 'nadia.benali@example.test' },
    ],
    script: {
      ...noScript,
      fields: [ifTold('birth-date', 'Date de naissance'), ifTold('physician', 'Médecin traitant')],
      urgentWhen: ['Douleur à la poitrine', 'Gêne pour respirer', 'Fièvre d’un nourrisson', 'Chute avec perte de connaissance'],
      blocks: [
        { short: 'rdv', text: 'Demande un rendez-vous : |' },
        { short: 'ord', text: 'Renouvellement d’ordonnance : |, à retirer au cabinet.' },
      ],
    },
    standing: [
      { text: 'Ordonnances à renouveler : message pour Nadia, nom du médicament épelé.' },
      { text: 'Ni résultat ni avis par téléphone.' },
      { text: 'Visites : demande avant 10 h, noter l’étage et le code.' },
      { text: 'Nouveau patient : 40 min, demander le médecin traitant.' },
      {
        text: 'Urgent si : douleur à la poitrine, gêne pour respirer, fièvre d’un nourrisson, chute avec perte de connaissance. Dire d’appeler le 15.',
      },
    ],
    temporary: [{ text: 'Docteur en visite à domicile l’après-midi.', say: 'Le docteur vous rappelle en fin de journée.' }],
    contacts: [
      caller('Paul Durand', '+33639980001', '', true, 'Le passer en direct si le docteur est au cabinet.'),
      caller('Hélène Lefèvre', '+33639980002'),
      ...directory(
        '+33639981',
        [
          'Pharmacie des Halles',
          'Labo Biosud',
          'Dr Sauvage',
          'Mme Nguyen',
          'M. Okafor',
          'Mme Roux',
          'M. Bertin',
          'Mme Caron',
          'M. Delmas',
          'Mme Ferrand',
          'M. Gaillard',
          'Mme Hamel',
          'M. Imbert',
          'Mme Jacquet',
          'M. Klein',
          'Mme Lacombe',
          'M. Marchand',
          'Mme Noël',
          'M. Olivier',
          'Mme Perrin',
          'M. Quentin',
          'Mme Rivière',
          'M. Simonet',
          'Mme Tessier',
        ],
        ['', '', 'Pharmacie', ''],
      ),
    ],
  },
  {
    name: 'Garage De Boer',
    language: 'nl',
    timeZone: 'Europe/Amsterdam',
    trade: 'craft',
    privacy: 'full',
    greeting: 'Garage De Boer, goedendag.\nU spreekt met {operator}.',
    openingHours: { kind: 'always' },
    line: '+33199000102',
    people: [
      { name: 'Jan de Boer', role: 'eigenaar', mobile: '+33639980111', email: 'jan.deboer@example.test' },
      { name: 'Sanne Visser', role: 'werkplaats', mobile: '+33639980112', email: 'sanne.visser@example.test' },
    ],
    script: {
      ...noScript,
      fields: [ifTold('plate', 'Kenteken'), ifTold('mileage', 'Kilometerstand')],
      urgentWhen: ['Pech onderweg'],
      blocks: [{ short: 'apk', text: 'Wil een APK-keuring: |' }],
    },
    standing: [
      { text: 'Vraag altijd het kenteken en de kilometerstand.' },
      { text: 'Pech onderweg is spoed: plaats, wegnummer, hectometerpaal.' },
      { text: 'Geen prijzen noemen. Jan belt terug met een offerte.' },
    ],
    temporary: [],
    contacts: [
      caller('Peter Bakker', '+33639982001', 'Bakker Transport', true, 'Vaste klant, wagenpark van twaalf busjes.'),
      ...directory(
        '+33639982',
        [
          'Anna Smit',
          'Bram Jansen',
          'Carla Mulder',
          'Daan Meijer',
          'Els de Groot',
          'Frank Bos',
          'Greet Vos',
          'Hans Peters',
          'Ilse Hendriks',
          'Joost van Dijk',
          'Karin Dekker',
          'Leo Brouwer',
          'Mieke de Wit',
          'Niels Dijkstra',
          'Olga Smits',
          'Piet de Graaf',
          'Ria van der Meer',
          'Sjoerd Kok',
          'Tineke Jacobs',
          'Wim de Haan',
        ],
        ['', 'Taxi Centraal', '', 'Verhuur Oost'],
      ),
    ],
  },
  {
    name: '山田建設',
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    trade: 'craft',
    privacy: 'full',
    greeting: 'お電話ありがとうございます。\n山田建設、{operator}でございます。',
    openingHours: { kind: 'always' },
    line: '+33199000103',
    people: [
      { name: '山田太郎', role: '社長', mobile: '+33639980121', email: 'taro.yamada@example.test' },
      { name: '佐藤花子', role: '総務', mobile: '+33639980122', email: 'hanako.sato@example.test' },
    ],
    standing: [
      { text: '会社名とお名前、折り返し先の番号を必ず伺う。' },
      { text: '現場の事故・水漏れは至急。住所と状況を伺う。' },
      { text: '営業のお電話はお断りせず、通常どおり報告する。' },
    ],
    temporary: [],
    contacts: [
      caller('鈴木一郎', '+33639983001', '鈴木工務店', true, '大切なお取引先。'),
      ...directory(
        '+33639983',
        [
          '高橋健',
          '田中美咲',
          '伊藤誠',
          '渡辺直子',
          '中村翔',
          '小林由美',
          '加藤大輔',
          '吉田恵',
          '山本剛',
          '佐々木愛',
          '松本浩',
          '井上彩',
          '木村拓',
          '林真由',
          '清水亮',
          '山口綾',
          '森健太',
          '池田舞',
          '橋本学',
          '阿部純',
        ],
        ['', '東和設備', '', '港電工'],
      ),
    ],
  },
  {
    name: 'Notaire Petit',
    language: 'fr',
    timeZone: 'Europe/Paris',
    trade: 'legal',
    privacy: 'who-called',
    greeting: 'Étude de maître Petit,\nbonjour. {operator} à votre écoute.',
    openingHours: {
      kind: 'weekly',
      periods: weekdays.flatMap((day) => [
        { day, from: '09:00', to: '12:00' },
        { day, from: '14:00', to: '18:00' },
      ]),
      closedOn: [],
    },
    line: '+33199000104',
    people: [{ name: 'Luc Petit', role: 'notaire', mobile: '+33639980131', email: 'luc.petit@example.test' }],
    standing: [
      { text: 'Demander le nom du dossier et la date de l’acte.' },
      { text: 'Ne jamais confirmer qu’une personne est cliente de l’étude.' },
      { text: 'Vente qui se signe aujourd’hui ou demain : urgent.' },
    ],
    temporary: [],
    contacts: directory(
      '+33639984',
      [
        'Étude Caron',
        'Mme Aubert',
        'M. Blanchet',
        'Mme Colin',
        'M. Dupuy',
        'Mme Étienne',
        'M. Fabre',
        'Mme Guérin',
        'M. Hubert',
        'Mme Joly',
        'M. Lemoine',
        'Mme Mercier',
        'M. Poirier',
        'Mme Renaud',
        'M. Schmitt',
        'Mme Vidal',
        'Agence du Port',
        'Banque du Midi',
        'Cadastre',
        'Mairie annexe',
      ],
      ['', '', 'Agence'],
    ),
  },
  {
    name: 'Permanence',
    language: 'fr',
    timeZone: 'Europe/Paris',
    trade: 'general',
    privacy: 'full',
    greeting: 'Permanence, bonjour.\n{operator} à l’appareil.',
    openingHours: { kind: 'always' },
    line: '+33199000100',
    isHotline: true,
    people: [{ name: 'Max', role: 'superviseur', mobile: '+33639980141', email: 'bureau@example.test' }],
    standing: [{ text: 'Un client non reconnu : demander de quel compte il s’agit, prendre un message, ne rien lire.' }],
    temporary: [],
    contacts: [],
  },
];
