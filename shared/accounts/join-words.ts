import type { Language } from './account.ts';
import type { ForwardingMode } from './forwarding-table.ts';

/** The words of the mails to who becomes a client. */
export type JoinWords = {
  readonly codeSubject: (code: string) => string;
  readonly codeLead: string;
  readonly code: string;
  readonly codeTail: string;
  readonly goOn: string;
  readonly knownSubject: string;
  readonly known: string;
  readonly signIn: string;
  readonly welcomeSubject: (name: string) => string;
  readonly welcome: (name: string) => string;
  readonly number: string;
  readonly lines: Readonly<Record<'mobile' | 'analogue', string>>;
  readonly modes: Readonly<Record<ForwardingMode, string>>;
  /** Tells the network where to, before it is switched on. */
  readonly register: (code: string) => string;
  /** What “…” in a code means. */
  readonly voice: string;
  readonly onOff: (code: { readonly mode: string; readonly on: string; readonly off: string }) => string;
  readonly ownLine: string;
  readonly testCall: string;
  readonly signInWith: (email: string) => string;
};

const fr: JoinWords = {
  codeSubject: (code) => `${code} est votre code`,
  codeLead: 'Pour confirmer votre adresse, tapez ce code dans la page, ou ouvrez le lien.',
  code: 'Code',
  codeTail:
    'Le code vaut 24 heures, et seul celui du dernier message compte. Le lien ramène à votre demande, sur n’importe quel appareil, pendant 30 jours. Vous n’avez rien demandé ? Alors ne faites rien.',
  goOn: 'Continuer la demande',
  knownSubject: 'Vous avez déjà un accès',
  known:
    'Quelqu’un a rempli notre formulaire avec cette adresse, qui ouvre déjà un compte chez nous. Si c’était vous : connectez-vous, ou recommencez avec une autre adresse pour un autre compte.',
  signIn: 'Ouvrir l’espace client',
  welcomeSubject: (name) => `Votre numéro de permanence pour ${name}`,
  welcome: (name) => `Nous répondons désormais au nom de ${name}.`,
  number: 'Votre numéro',
  lines: { mobile: 'Renvoyer un mobile', analogue: 'Renvoyer une ligne fixe' },
  modes: { always: 'Toujours', busy: 'Si occupé', 'no-answer': 'Sans réponse', unreachable: 'Hors réseau' },
  register: (code) => `Une fois, d’abord : ${code}`,
  voice: '… : attendez la voix.',
  onOff: ({ mode, on, off }) => `${mode} : ${on}, arrêt : ${off}`,
  ownLine:
    'Si votre opérateur refuse un code de ligne fixe, demandez-lui le sien ; l’espace client en sait plus. Vous pouvez aussi publier le numéro tel quel.',
  testCall: 'Appelez-le et dites « essai » : la télésecrétaire vous explique la suite, et l’appel n’est pas compté.',
  signInWith: (email) => `Connexion : ${email} et le mot de passe que vous avez choisi.`,
};

const nl: JoinWords = {
  codeSubject: (code) => `${code} is uw code`,
  codeLead: 'Typ deze code in de pagina om uw adres te bevestigen, of open de link.',
  code: 'Code',
  codeTail:
    'De code geldt 24 uur, en alleen die van het laatste bericht telt. De link brengt u 30 dagen lang op elk apparaat terug naar uw aanvraag. Niets aangevraagd? Doe dan niets.',
  goOn: 'Verder met de aanvraag',
  knownSubject: 'U hebt al toegang',
  known:
    'Iemand heeft ons formulier ingevuld met dit adres, dat bij ons al een account opent. Was u het: meld u aan, of begin opnieuw met een ander adres voor een ander account.',
  signIn: 'Klantomgeving openen',
  welcomeSubject: (name) => `Uw doorschakelnummer voor ${name}`,
  welcome: (name) => `Wij nemen vanaf nu op namens ${name}.`,
  number: 'Uw nummer',
  lines: { mobile: 'Mobiel doorschakelen', analogue: 'Vaste lijn doorschakelen' },
  modes: { always: 'Altijd', busy: 'Bij bezet', 'no-answer': 'Bij geen antwoord', unreachable: 'Buiten bereik' },
  register: (code) => `Eén keer, eerst: ${code}`,
  voice: '…: wacht op de stem.',
  onOff: ({ mode, on, off }) => `${mode}: ${on}, uit: ${off}`,
  ownLine:
    'Weigert uw aanbieder een code van de vaste lijn, vraag hem dan de zijne; in de klantomgeving staat meer. U kunt het nummer ook zelf bekendmaken.',
  testCall: 'Bel het en zeg “test”: de telefoniste legt uit hoe het verdergaat, en het gesprek telt niet.',
  signInWith: (email) => `Aanmelden: ${email} en het wachtwoord dat u gekozen hebt.`,
};

const ja: JoinWords = {
  codeSubject: (code) => `確認コード ${code}`,
  codeLead: 'メールアドレスの確認のため、次のコードを画面に入力するか、リンクを開いてください。',
  code: '確認コード',
  codeTail:
    'コードの有効期間は24時間で、最後に届いたものだけが有効です。リンクからは30日間、どの端末でもお申し込みの続きを開けます。お心当たりのない場合は、何もなさらないでください。',
  goOn: 'お申し込みを続ける',
  knownSubject: 'すでにご利用いただけます',
  known:
    'このメールアドレスでお申し込みがありましたが、すでに当社のアカウントにご登録済みです。ご本人の場合はサインインしていただくか、別のアカウントには別のアドレスでお申し込みください。',
  signIn: 'お客様ページを開く',
  welcomeSubject: (name) => `${name} 転送先番号のお知らせ`,
  welcome: (name) => `${name}様のお電話の応対を開始しました。`,
  number: '転送先番号',
  lines: { mobile: '携帯電話の転送', analogue: '固定電話の転送' },
  modes: { always: '常に', busy: '話し中のとき', 'no-answer': '応答がないとき', unreachable: '圏外のとき' },
  register: (code) => `最初に一度だけ：${code}`,
  voice: '…は音声ガイダンスを待ちます。',
  onOff: ({ mode, on, off }) => `${mode}：${on}　解除：${off}`,
  ownLine:
    '固定電話の転送方法は、ご契約の電話会社にお尋ねください。詳しくはお客様ページをご覧ください。この番号をそのまま公開することもできます。',
  testCall: 'この番号にかけて「テスト」とお伝えください。オペレーターが次の手順をご案内します。件数には数えません。',
  signInWith: (email) => `サインイン：${email}と、お決めになったパスワード`,
};

const en: JoinWords = {
  codeSubject: (code) => `${code} is your code`,
  codeLead: 'Type this code into the page to confirm your address, or open the link.',
  code: 'Code',
  codeTail:
    'The code counts for 24 hours, and only that of the latest mail. The link leads back to your application for 30 days, on any device. You have asked for nothing? Then do nothing.',
  goOn: 'Go on with the application',
  knownSubject: 'You already have access',
  known:
    'Somebody filled in our form with this address, which already opens an account here. If it was you: sign in, or begin again with another address for another account.',
  signIn: 'Open the client’s app',
  welcomeSubject: (name) => `Your number with us for ${name}`,
  welcome: (name) => `From now on we answer in the name of ${name}.`,
  number: 'Your number',
  lines: { mobile: 'Forward a mobile', analogue: 'Forward a fixed line' },
  modes: { always: 'Always', busy: 'When busy', 'no-answer': 'Without answer', unreachable: 'Out of reach' },
  register: (code) => `Once, first: ${code}`,
  voice: '…: wait for the voice.',
  onOff: ({ mode, on, off }) => `${mode}: ${on}, off: ${off}`,
  ownLine:
    'If your operator refuses a code of a fixed line, ask for theirs; the app tells more. You can also publish the number as it is.',
  testCall: 'Call it and say “test”: the operator explains what comes next, and the call is not counted.',
  signInWith: (email) => `Sign in with ${email} and the password that you have chosen.`,
};

export const joinWords: Readonly<Record<Language, JoinWords>> = { fr, nl, ja, en };
