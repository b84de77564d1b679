import * as z from 'zod/mini';
import type { Language } from './account.ts';

/** The agreement as it is read before it is accepted; its version goes with whoever accepts it [P02]. */
export const agreementSchema = z.object({
  version: z.string(),
  clauses: z.array(z.object({ title: z.string(), text: z.string() })),
});
export type Agreement = z.infer<typeof agreementSchema>;

type Clauses = Agreement['clauses'];

/** A text that changes gets a new version: what was accepted is found by it. */
const version = '2026-11-30';

const fr: Clauses = [
  {
    title: 'Ce que nous faisons',
    text: 'Nous répondons aux appels qui arrivent sur le numéro que nous vous attribuons, avec votre formule d’accueil et selon vos consignes, pendant vos heures et celles de la permanence. La note de chaque appel vous est transmise aussitôt. Hors de ces heures, une messagerie répond.',
  },
  {
    title: 'Ce qui compte comme un appel',
    text: 'Compte un appel décroché par une télésecrétaire et accueilli en votre nom. Ne comptent pas : l’appelant qui raccroche avant, la messagerie, l’appel d’essai, l’erreur de numéro.',
  },
  {
    title: 'Prix',
    text: 'Le forfait et les options sont ceux que vous avez choisis, aux prix affichés. Le forfait suit le volume du mois, à la hausse comme à la baisse. Courriel, SMS, consultation et messagerie sont compris ; il n’y a ni frais d’ouverture ni frais cachés. Votre opérateur vous facture le renvoi de votre ligne vers notre numéro.',
  },
  {
    title: 'Durée',
    text: 'L’accord commence avec l’attribution du numéro. Il se résilie par écrit pour la fin de chaque mois, sans frais.',
  },
  {
    title: 'Une seule entreprise',
    text: 'Le service est pour l’entreprise nommée ci-dessus. Nous ne prenons pas d’appels au nom d’une autre société, même du même groupe : il lui faut son propre accord.',
  },
  {
    title: 'Le numéro',
    text: 'Le numéro reste à la permanence. Après la fin de l’accord il n’est donné à personne d’autre pendant 180 jours.',
  },
  {
    title: 'Données et secret',
    text: 'Les données de vos appelants sont à vous ; nous les traitons pour votre compte et pour ce service seulement. Nos télésecrétaires sont tenues au secret. Les conversations ne sont pas enregistrées.',
  },
];

const nl: Clauses = [
  {
    title: 'Wat wij doen',
    text: 'Wij beantwoorden de oproepen op het nummer dat wij u toewijzen, met uw begroeting en volgens uw instructies, binnen uw uren en die van de telefoonservice. De notitie van elk gesprek krijgt u meteen. Buiten die uren antwoordt een voicemail.',
  },
  {
    title: 'Wat als gesprek telt',
    text: 'Een gesprek telt als een telefoniste het opneemt en de beller in uw naam begroet. Niet: wie eerder ophangt, voicemail, een testgesprek, een verkeerd nummer.',
  },
  {
    title: 'Prijs',
    text: 'Abonnement en opties zijn die u gekozen hebt, tegen de getoonde prijzen. Het abonnement volgt het aantal gesprekken van de maand, omhoog en omlaag. E-mail, sms, ruggespraak en voicemail zijn inbegrepen; er zijn geen opstartkosten en geen verborgen kosten. Uw aanbieder rekent u het doorschakelen naar ons nummer.',
  },
  {
    title: 'Duur',
    text: 'De overeenkomst begint met het toewijzen van het nummer. Zij kan schriftelijk en zonder kosten tegen het eind van elke maand worden opgezegd.',
  },
  {
    title: 'Eén onderneming',
    text: 'De dienst is voor de hierboven genoemde onderneming. Wij nemen geen gesprekken aan namens een andere vennootschap, ook niet van dezelfde groep: die sluit een eigen overeenkomst.',
  },
  {
    title: 'Het nummer',
    text: 'Het nummer blijft van de telefoonservice. Na het einde van de overeenkomst krijgt 180 dagen lang niemand anders het.',
  },
  {
    title: 'Gegevens en geheimhouding',
    text: 'De gegevens van uw bellers zijn van u; wij verwerken ze in uw opdracht en alleen voor deze dienst. Onze telefonistes zijn tot geheimhouding verplicht. Gesprekken worden niet opgenomen.',
  },
];

const ja: Clauses = [
  {
    title: 'サービスの内容',
    text: '当社が割り当てる番号への着信に、貴社のご指定の第一声とご指示に従い、貴社および当社の受付時間内に応対します。各通話の内容は直ちにご報告します。時間外は留守番電話が応答します。',
  },
  {
    title: '件数の数え方',
    text: 'オペレーターが応答し、貴社名でご挨拶した通話を1件とします。応答前の切断、留守番電話、テストコール、間違い電話は数えません。',
  },
  {
    title: '料金',
    text: 'お選びのプランとオプションを、表示の料金でご提供します。プランは月ごとの件数に応じて上下します。メール、SMS、確認のお電話、留守番電話は料金に含まれ、初期費用や隠れた費用はありません。貴社の電話から当社番号への転送通話料は、ご契約の電話会社から請求されます。',
  },
  {
    title: '期間',
    text: '契約は番号の割り当てをもって始まります。書面により、毎月末をもって無料で解約できます。',
  },
  {
    title: '一契約一法人',
    text: '本サービスは上記の契約法人のためのものです。同一グループであっても、別法人の名義での応対はいたしません。別途ご契約が必要です。',
  },
  {
    title: '電話番号',
    text: '番号は当社に帰属します。契約終了後180日間は、他のお客様に割り当てません。',
  },
  {
    title: '情報の取り扱い',
    text: '発信者の情報は貴社のものであり、当社は貴社の委託により、本サービスのためにのみ取り扱います。オペレーターは守秘義務を負います。通話は録音しません。',
  },
];

const en: Clauses = [
  {
    title: 'What we do',
    text: 'We answer the calls that come to the number we give you, with your greeting and by your instructions, within your hours and those of the answering service. You get the note of each call at once. Outside of those hours a voicemail answers.',
  },
  {
    title: 'What counts as a call',
    text: 'A call counts when an operator has answered it and greeted the caller in your name. Not counted: who hangs up before, voicemail, a test call, a wrong number.',
  },
  {
    title: 'Price',
    text: 'Plan and options are those you have chosen, at the prices shown. The plan follows the month’s calls, up and down. Email, SMS, asking you during a call and voicemail are included; there is no set-up fee and nothing hidden. Your operator charges you for forwarding your line to our number.',
  },
  {
    title: 'Duration',
    text: 'The agreement begins when the number is given. It can be ended in writing for the end of any month, at no cost.',
  },
  {
    title: 'One firm',
    text: 'The service is for the firm named above. We take no calls in the name of another company, of the same group neither: it needs an agreement of its own.',
  },
  {
    title: 'The number',
    text: 'The number remains the answering service’s. After the end of the agreement nobody else gets it for 180 days.',
  },
  {
    title: 'Data and secrecy',
    text: 'The data of your callers are yours; we process them on your behalf and for this service only. Our operators are bound to secrecy. Conversations are not recorded.',
  },
];

const clauses: Readonly<Record<Language, Clauses>> = { fr, nl, ja, en };

/** The agreement that is offered now, in a client's language. */
export const agreementIn = (language: Language): Agreement => ({ version, clauses: clauses[language] });
