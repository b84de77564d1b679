import type { ReturnReason } from '#shared/calls/transfer-attempt.ts';
import type { LiveCall, ToServer } from '#shared/live.ts';

type Transfer = Extract<ToServer, { t: 'transfer' }>;

export type ThirdPartyDeps = {
  /** The operator's call now. */
  readonly call: () => LiveCall | null;
  readonly send: (message: ToServer) => void;
  /** The server is told how far the note is, which goes along with a caller. */
  readonly tellDraft: (callId: string) => void;
  /** Another attempt begins: what the server refused before is over. */
  readonly onCall: () => void;
};

/** Somebody whom the operator asks while the caller hears music [P08, P09]. */
export class ThirdParty {
  readonly #deps: ThirdPartyDeps;

  constructor(deps: ThirdPartyDeps) {
    this.#deps = deps;
  }

  /** The caller is there, and nobody is being asked. */
  get mayTransfer(): boolean {
    const call = this.#deps.call();
    if (call?.state === 'consulting') return call.transfer?.party === 'over';
    return call?.state === 'talking' || call?.state === 'held';
  }

  /** The third party has answered, and the operator is alone with him. */
  get mayConfer(): boolean {
    const call = this.#deps.call();
    return call?.state === 'consulting' && call.transfer?.party === 'talking';
  }

  /** Caller and third party can go on without the operator. */
  get mayJoin(): boolean {
    return this.mayConfer || this.#deps.call()?.state === 'conference';
  }

  /** Calls a third party: the caller hears music. Unannounced, whoever answers has the caller at once. */
  transfer(to: Transfer['to'], announced = true): void {
    const call = this.#deps.call();
    if (call === null || !this.mayTransfer) return;
    this.#deps.onCall();
    this.#deps.send({ t: 'transfer', callId: call.callId, to, announced });
  }

  /** A colleague shall go on with the caller. */
  handOver(to: string): void {
    const call = this.#deps.call();
    if (call?.state !== 'talking' && call?.state !== 'held') return;
    this.#deps.onCall();
    this.#deps.tellDraft(call.callId);
    this.#deps.send({ t: 'hand-over', callId: call.callId, to });
  }

  join(): void {
    const call = this.#deps.call();
    if (call && this.mayJoin) this.#deps.send({ t: 'join', callId: call.callId });
  }

  /** All three together. */
  confer(): void {
    const call = this.#deps.call();
    if (call && this.mayConfer) this.#deps.send({ t: 'conference', callId: call.callId });
  }

  /** Back to the caller alone; `reason` when the operator knows better than the exchange. */
  comeBack(reason: ReturnReason | null): void {
    const call = this.#deps.call();
    if (call?.state === 'consulting' || call?.state === 'conference')
      this.#deps.send({ t: 'return', callId: call.callId, reason });
  }
}
