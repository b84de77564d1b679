import { asked, ifTold, type ScriptTemplates } from './trades.ts';

/** Scripts for accounts whose callers speak French. */
export const fr: ScriptTemplates = {
  doctor: {
    fields: [
      asked('patient', 'Patient (nom, prénom)'),
      asked('birth-date', 'Date de naissance'),
      ifTold('known', 'Déjà suivi au cabinet', 'oui', 'non'),
      ifTold('since', 'Depuis quand'),
    ],
    urgentWhen: [
      'Douleur dans la poitrine ou gêne pour respirer',
      'Perte de connaissance, paralysie, trouble de la parole',
      'Fièvre d’un nourrisson de moins de trois mois',
      'Saignement qui ne s’arrête pas',
      'Idées de suicide',
    ],
    askUrgency: true,
    readBack: true,
  },
  lawyer: {
    fields: [
      asked('file', 'Dossier (nom ou numéro)'),
      ifTold('opponent', 'Partie adverse'),
      ifTold('deadline', 'Audience ou délai'),
    ],
    urgentWhen: ['Garde à vue ou convocation de police', 'Audience ou délai dans les 48 heures', 'Huissier sur place'],
    askUrgency: true,
    readBack: true,
  },
  craftsman: {
    fields: [
      asked('address', 'Adresse du chantier'),
      ifTold('access', 'Étage, code, accès'),
      asked('work', 'Nature des travaux'),
      ifTold('when', 'Disponibilités'),
    ],
    urgentWhen: [
      'Fuite d’eau ou de gaz',
      'Panne électrique complète',
      'Porte bloquée ou effraction',
      'Plus de chauffage en hiver',
    ],
    askUrgency: false,
    readBack: true,
  },
  'estate-agent': {
    fields: [
      asked('wish', 'Demande', 'achat', 'vente', 'location', 'gestion'),
      ifTold('object', 'Référence ou adresse du bien'),
      ifTold('budget', 'Budget'),
      ifTold('visit', 'Disponibilités pour une visite'),
    ],
    urgentWhen: ['Dégât des eaux ou sinistre dans un bien géré', 'Visite ou signature aujourd’hui'],
    askUrgency: false,
    readBack: true,
  },
  association: {
    fields: [ifTold('member', 'Adhérent', 'oui', 'non'), asked('subject', 'Activité ou service'), ifTold('place', 'Commune')],
    urgentWhen: ['Personne en danger', 'Activité du jour annulée ou accident'],
    askUrgency: false,
    readBack: false,
  },
};
