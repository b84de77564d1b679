import { asked, ifTold, type ScriptTemplates } from './trades.ts';

/** Scripts for accounts whose callers speak Japanese. */
export const ja: ScriptTemplates = {
  doctor: {
    fields: [
      asked('patient', '患者様のお名前'),
      asked('birth-date', '生年月日'),
      ifTold('known', '受診歴', 'あり', 'なし'),
      ifTold('since', 'いつから'),
    ],
    urgentWhen: [
      '胸の痛み、または息苦しさ',
      '意識がない、麻痺、ろれつが回らない',
      '生後3か月未満の発熱',
      '止まらない出血',
      '死にたいという訴え',
    ],
    askUrgency: true,
    readBack: true,
  },
  lawyer: {
    fields: [asked('file', '事件名または番号'), ifTold('opponent', '相手方'), ifTold('deadline', '期日・期限')],
    urgentWhen: ['逮捕、または警察からの呼び出し', '48時間以内の期日・期限', '執行官が来ている'],
    askUrgency: true,
    readBack: true,
  },
  craftsman: {
    fields: [
      asked('address', '現場の住所'),
      ifTold('access', '階数・入り方'),
      asked('work', 'ご依頼の内容'),
      ifTold('when', 'ご都合のよい日時'),
    ],
    urgentWhen: ['水漏れ・ガス漏れ', '全面的な停電', '閉め出し・侵入の被害', '現場の事故'],
    askUrgency: false,
    readBack: true,
  },
  'estate-agent': {
    fields: [
      asked('wish', 'ご用件の種類', '購入', '売却', '賃貸', '管理'),
      ifTold('object', '物件番号または住所'),
      ifTold('budget', 'ご予算'),
      ifTold('visit', '内見のご希望日時'),
    ],
    urgentWhen: ['管理物件の水漏れ・事故', '本日の内見・契約'],
    askUrgency: false,
    readBack: true,
  },
  association: {
    fields: [
      ifTold('member', '会員', 'はい', 'いいえ'),
      asked('subject', '活動・サービス'),
      ifTold('place', 'お住まいの市区町村'),
    ],
    urgentWhen: ['人の身に危険がある', '本日の活動の中止・事故'],
    askUrgency: false,
    readBack: false,
  },
};
