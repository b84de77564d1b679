import { asked, ifTold, type ScriptTemplates } from './trades.ts';

/** Scripts for accounts whose callers speak English. */
export const en: ScriptTemplates = {
  doctor: {
    fields: [
      asked('patient', 'Patient (surname, first name)'),
      asked('birth-date', 'Date of birth'),
      ifTold('known', 'Patient of the practice', 'yes', 'no'),
      ifTold('since', 'Since when'),
    ],
    urgentWhen: [
      'Pain in the chest or trouble breathing',
      'Unconscious, paralysed, or slurred speech',
      'Fever in a baby under three months',
      'Bleeding that does not stop',
      'Thoughts of suicide',
    ],
    askUrgency: true,
    readBack: true,
  },
  lawyer: {
    fields: [
      asked('file', 'Case (name or number)'),
      ifTold('opponent', 'Other party'),
      ifTold('deadline', 'Hearing or deadline'),
    ],
    urgentWhen: ['Arrest or summons by the police', 'Hearing or deadline within 48 hours', 'Bailiff at the door'],
    askUrgency: true,
    readBack: true,
  },
  craftsman: {
    fields: [
      asked('address', 'Address of the work'),
      ifTold('access', 'Floor, code, access'),
      asked('work', 'What is to be done'),
      ifTold('when', 'When somebody is there'),
    ],
    urgentWhen: ['Water or gas leak', 'No power at all', 'Locked out or burglary', 'No heating in winter'],
    askUrgency: false,
    readBack: true,
  },
  'estate-agent': {
    fields: [
      asked('wish', 'Request', 'buying', 'selling', 'renting', 'management'),
      ifTold('object', 'Reference or address of the property'),
      ifTold('budget', 'Budget'),
      ifTold('visit', 'When a viewing is possible'),
    ],
    urgentWhen: ['Water or other damage in a managed property', 'Viewing or signing today'],
    askUrgency: false,
    readBack: true,
  },
  association: {
    fields: [ifTold('member', 'Member', 'yes', 'no'), asked('subject', 'Activity or service'), ifTold('place', 'Town')],
    urgentWhen: ['Somebody in danger', 'Activity of today called off, or an accident'],
    askUrgency: false,
    readBack: false,
  },
};
