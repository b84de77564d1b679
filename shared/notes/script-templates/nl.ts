import { asked, ifTold, type ScriptTemplates } from './trades.ts';

/** Scripts for accounts whose callers speak Dutch. */
export const nl: ScriptTemplates = {
  doctor: {
    fields: [
      asked('patient', 'Patiënt (naam, voornaam)'),
      asked('birth-date', 'Geboortedatum'),
      ifTold('known', 'Al bekend in de praktijk', 'ja', 'nee'),
      ifTold('since', 'Sinds wanneer'),
    ],
    urgentWhen: [
      'Pijn op de borst of benauwdheid',
      'Bewusteloosheid, verlamming, verwarde spraak',
      'Koorts bij een baby jonger dan drie maanden',
      'Bloeding die niet stopt',
      'Gedachten aan zelfdoding',
    ],
    askUrgency: true,
    readBack: true,
  },
  lawyer: {
    fields: [
      asked('file', 'Dossier (naam of nummer)'),
      ifTold('opponent', 'Wederpartij'),
      ifTold('deadline', 'Zitting of termijn'),
    ],
    urgentWhen: ['Aanhouding of oproep van de politie', 'Zitting of termijn binnen 48 uur', 'Deurwaarder aan de deur'],
    askUrgency: true,
    readBack: true,
  },
  craftsman: {
    fields: [
      asked('address', 'Adres van het werk'),
      ifTold('access', 'Verdieping, code, toegang'),
      asked('work', 'Wat moet er gebeuren'),
      ifTold('when', 'Wanneer iemand thuis is'),
    ],
    urgentWhen: [
      'Lekkage van water of gas',
      'Volledig zonder stroom',
      'Buitengesloten of inbraak',
      'Geen verwarming in de winter',
    ],
    askUrgency: false,
    readBack: true,
  },
  'estate-agent': {
    fields: [
      asked('wish', 'Vraag', 'kopen', 'verkopen', 'huren', 'beheer'),
      ifTold('object', 'Referentie of adres van het pand'),
      ifTold('budget', 'Budget'),
      ifTold('visit', 'Wanneer een bezichtiging kan'),
    ],
    urgentWhen: ['Waterschade of andere schade in een pand in beheer', 'Bezichtiging of ondertekening vandaag'],
    askUrgency: false,
    readBack: true,
  },
  association: {
    fields: [ifTold('member', 'Lid', 'ja', 'nee'), asked('subject', 'Activiteit of dienst'), ifTold('place', 'Gemeente')],
    urgentWhen: ['Iemand in gevaar', 'Activiteit van vandaag afgelast of ongeval'],
    askUrgency: false,
    readBack: false,
  },
};
