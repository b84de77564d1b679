import { openPostOffice, type ReceivedMail, type ReceivedSms } from '../e2e/post-office.ts';
import { openPushService, type PushRequest } from '../e2e/push-service.ts';

export const smsToken = 'token-of-the-cut-gateway';

/** When a process is killed: at an acceptance that `isIt`, before it is answered, or so many ms after the answer. */
export type Moment = {
  /** `nth` counts this process's acceptances from 1. */
  isIt(key: string, nth: number): boolean;
  /** Before the answer, once so many are accepted and held, or as many as come in half a second; or so long after it. */
  readonly when: { readonly held: number } | { readonly afterMs: number };
};

/** Mail server, gateway and push service: what each has accepted, by the key of its delivery. */
export async function openOutside(targetOf: (endpoint: string) => string) {
  const accepted = new Map<string, number>();
  const words = new Map<string, string>();
  /** Deliveries whose second acceptance said something else. */
  const changed: string[] = [];
  let ofProcess: string[] = [];
  let watched: { readonly moment: Moment; readonly onMoment: () => void } | null = null;
  let holding: string[] | null = null;
  let release: () => void = () => undefined;
  let released = Promise.resolve();

  async function take(key: string, said: string): Promise<void> {
    accepted.set(key, (accepted.get(key) ?? 0) + 1);
    if ((words.get(key) ?? said) !== said) changed.push(key);
    words.set(key, said);
    ofProcess.push(key);
    if (watched === null) return;
    const { moment, onMoment } = watched;
    if (holding === null && moment.isIt(key, ofProcess.length)) {
      if ('afterMs' in moment.when) {
        watched = null;
        setTimeout(onMoment, moment.when.afterMs);
        return;
      }
      holding = [];
      setTimeout(onMoment, longestHoldMs);
      released = new Promise((resolve) => {
        release = resolve;
      });
    }
    if (holding === null || !('held' in moment.when)) return;
    holding.push(key);
    if (holding.length === moment.when.held) onMoment();
    await released;
  }

  const post = await openPostOffice(smsToken, (received) =>
    isText(received)
      ? take(received.reference, `${received.to} ${received.text}`)
      : take(keyOfMail(received), `${received.recipients} ${received.subject} ${received.text}`),
  );
  const push = await openPushService((request) => take(keyOfPush(request, targetOf(request.endpoint)), request.endpoint));

  return {
    post,
    push,
    accepted,
    changed,
    /** Resolves at this moment of the process that begins now. */
    moment: (moment: Moment) =>
      new Promise<void>((resolve) => {
        ofProcess = [];
        watched = { moment, onMoment: resolve };
      }),
    /** The process is dead: whatever is held is answered into nothing. */
    over(): void {
      watched = null;
      holding = null;
      release();
    },
    /** Also what was on its way when the process died has been read. */
    isIdle: async () => (await post.isIdle()) && (await push.isIdle()),
    /** What the last process had handed over. */
    handedOver: () => [...new Set(ofProcess)],
    async close() {
      await Promise.all([post.close(), push.close()]);
    },
  };
}
export type Outside = Awaited<ReturnType<typeof openOutside>>;

const longestHoldMs = 500;

const isText = (received: ReceivedMail | ReceivedSms): received is ReceivedSms => 'reference' in received;

/** `<note.step.person.email@host>`. */
const keyOfMail = ({ messageId = '' }: ReceivedMail): string => messageId.slice(1).replace(/@.*$/, '').replaceAll('.', ':');

/** The topic is the note's id; steps of a ladder send no push here. */
function keyOfPush({ headers }: PushRequest, personId: string): string {
  const noteId = String(headers.topic).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return `${noteId}:1:${personId}:push`;
}
