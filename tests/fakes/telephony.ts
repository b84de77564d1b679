import type {
  RecordingFiles,
  TelephoneOffer,
  Telephony,
  TelephonyEffect,
  TelephonyEvent,
  TelephonySurvey,
  ThirdParty,
} from '../../server/ports/telephony.ts';
import type { Listening } from '../../shared/calls/listened.ts';

type Caller = TelephonySurvey['callers'][number];
type Placed = { -readonly [K in keyof Caller]: Caller[K] };

const nameOf = ({ callId, offer }: TelephoneOffer): string => `${callId}.${offer}`;
const key = (third: ThirdParty): string => `${third.callId}.${third.attempt}`;

/** A telephone exchange in memory: what was asked of it stands in `asked`; refusals can be planned. */
export function createFakeTelephony(nowMs: () => number = () => 0) {
  let startedAtMs = nowMs();
  let listener: (event: TelephonyEvent) => void = () => undefined;
  const asked: TelephonyEffect[] = [];
  const callers = new Map<string, Placed>();
  const legs = new Map<string, 'page' | 'telephone'>();
  /** Legs that no sound comes from. */
  const unheard = new Set<string>();
  /** Operators' own telephones that ring or were answered. */
  const telephones = new Map<string, Extract<TelephonyEffect, { do: 'ring-telephone' }>>();
  const thirds = new Map<string, TelephonySurvey['thirds'][number]>();
  /** Telephones that ring because the bureau calls them. */
  const dialled = new Map<string, Extract<TelephonyEffect, { do: 'dial-out' }>>();
  /** Persons whom the exchange calls by itself: the number that is rung, or was. */
  const persons = new Map<string, Extract<TelephonyEffect, { do: 'dial-person' }>>();
  const files = new Map<string, Uint8Array>();
  /** Who listens to whose leg, and how. */
  const listeners = new Map<string, { readonly operatorId: string; readonly how: Listening }>();
  const refusals = new Set<string>();
  let phones = 0;
  let rings = false;
  const emit = (event: TelephonyEvent): void => listener(event);

  function place(channelId: string, where: Caller['place'], operatorId: string | null = null): void {
    const caller = callers.get(channelId);
    if (caller === undefined) return;
    caller.place = where;
    caller.operatorId = operatorId;
  }

  function placeThird(third: ThirdParty, where: TelephonySurvey['thirds'][number]['place']): void {
    if (!thirds.has(key(third))) throw new Error('no such third party');
    thirds.set(key(third), { ...third, place: where });
  }

  function telephoneOf(operatorId: string): TelephoneOffer {
    const ringing = [...telephones.values()].find((each) => each.operatorId === operatorId);
    if (ringing === undefined) throw new Error('his telephone does not ring');
    return ringing.telephone;
  }

  function letGo(channelId: string): void {
    if (dialled.delete(channelId)) emit({ t: 'dialled-gone', channelId, outcome: 'failed' });
  }

  function stopsListening(supervisorId: string): void {
    if (listeners.delete(supervisorId)) emit({ t: 'listening-ended', supervisorId });
  }

  function obey(effect: TelephonyEffect): void {
    switch (effect.do) {
      case 'mark': {
        const caller = callers.get(effect.channelId);
        if (caller !== undefined) caller.callId = effect.callId;
        break;
      }
      case 'music':
        place(effect.channelId, 'waiting');
        break;
      case 'hold':
        place(effect.channelId, 'held', effect.operatorId);
        break;
      case 'connect':
        if (!legs.has(effect.operatorId)) throw new Error('no such leg');
        place(effect.channelId, 'with-operator', effect.operatorId);
        rings = false;
        break;
      case 'dial-out':
        dialled.set(effect.channelId, effect);
        queueMicrotask(() => emit({ t: 'dialled-rings', channelId: effect.channelId }));
        break;
      case 'dial-person':
        persons.set(effect.channelId, effect);
        break;
      case 'ringback':
        rings = effect.on;
        break;
      case 'dial-third':
        thirds.set(key(effect.third), { ...effect.third, place: 'ringing' });
        break;
      case 'consult':
        placeThird(effect.third, 'with-operator');
        rings = false;
        break;
      case 'join':
        placeThird(effect.third, 'joined');
        place(effect.channelId, 'joined');
        break;
      case 'end-third':
        thirds.delete(key(effect.third));
        break;
      case 'ring-telephone':
        telephones.set(nameOf(effect.telephone), effect);
        break;
      case 'take-telephone':
        if (!telephones.delete(nameOf(effect.telephone))) throw new Error('no such telephone');
        legs.set(effect.operatorId, 'telephone');
        break;
      case 'end-telephone':
        telephones.delete(nameOf(effect.telephone));
        break;
      case 'play':
        place(effect.channelId, 'spoken-to');
        break;
      case 'record':
        place(effect.channelId, 'recording');
        break;
      case 'hang-up':
      case 'unattended':
        if (callers.delete(effect.channelId)) emit({ t: 'caller-gone', channelId: effect.channelId });
        dialled.delete(effect.channelId);
        if (persons.delete(effect.channelId)) emit({ t: 'dialled-gone', channelId: effect.channelId, outcome: 'refused' });
        break;
      case 'bring-leg':
        legs.set(effect.operatorId, 'page');
        emit({ t: 'leg', operatorId: effect.operatorId, state: 'alive' });
        break;
      case 'listen':
        if (!legs.has(effect.operatorId) || !legs.has(effect.supervisorId)) throw new Error('no such leg');
        listeners.set(effect.supervisorId, { operatorId: effect.operatorId, how: effect.how });
        break;
      case 'listen-no-more':
        listeners.delete(effect.supervisorId);
        break;
      case 'drop-leg':
        for (const [supervisorId, { operatorId }] of listeners)
          if (operatorId === effect.operatorId) stopsListening(supervisorId);
        if (legs.delete(effect.operatorId)) emit({ t: 'leg', operatorId: effect.operatorId, state: 'gone' });
        break;
      default:
    }
  }

  const telephony: Telephony = {
    listen: (to) => {
      listener = to;
    },
    async perform(effect) {
      asked.push(effect);
      if (refusals.has(effect.do)) throw new Error(`refused: ${effect.do}`);
      obey(effect);
    },
    survey: async () => {
      for (const channelId of dialled.keys()) letGo(channelId);
      telephones.clear();
      listeners.clear();
      for (const operatorId of legs.keys()) if (!unheard.has(operatorId)) emit({ t: 'leg', operatorId, state: 'alive' });
      return {
        callers: [...callers.values()].map((c) => ({ ...c })),
        thirds: [...thirds.values()],
        legs: [...legs].map(([operatorId, line]) => ({ operatorId, line })),
        persons: [...persons.keys()],
        startedAgoMs: nowMs() - startedAtMs,
        recordings: [...files.keys()],
      };
    },
    async phone(operatorId) {
      phones += 1;
      return { user: `op${operatorId}.${phones}`, secret: `secret${phones}` };
    },
  };
  const recordings: RecordingFiles = {
    async load(name) {
      const file = files.get(name);
      if (file === undefined) throw new Error('no such recording');
      return file;
    },
    discard: async (name) => void files.delete(name),
  };

  return {
    telephony,
    recordings,
    listeners,
    thirds,
    thirdAnswers(third: ThirdParty) {
      placeThird(third, 'answered');
      emit({ t: 'third-answered', ...third });
    },
    thirdGoes(third: ThirdParty, outcome: Extract<TelephonyEvent, { t: 'third-gone' }>['outcome']) {
      if (thirds.delete(key(third))) emit({ t: 'third-gone', ...third, outcome });
    },
    /** The operators' own telephones that ring or were answered, and the number that each was called at. */
    telephones,
    /** Somebody, or a voicemail box, answers the operator's own telephone. */
    telephoneAnswers(operatorId: string): void {
      emit({ t: 'telephone-answered', ...telephoneOf(operatorId) });
    },
    telephonePresses(operatorId: string, digit: string): void {
      emit({ t: 'telephone-digit', ...telephoneOf(operatorId), digit });
    },
    /** Busy, refused, put down before the key was pressed. */
    telephoneGoes(operatorId: string): void {
      const offer = telephoneOf(operatorId);
      telephones.delete(nameOf(offer));
      emit({ t: 'telephone-gone', ...offer });
    },
    dialled,
    /** Whom the bureau calls takes the call; from now on he is a caller like any other. */
    dialledAnswers(channelId: string) {
      if (persons.has(channelId)) {
        emit({ t: 'dialled-answered', channelId });
        emit({ t: 'talk', channelId, state: 'began' });
        return emit({ t: 'talk', channelId, state: 'ended' });
      }
      const call = dialled.get(channelId);
      if (call === undefined) throw new Error('nobody is called there');
      dialled.delete(channelId);
      const { callId, line, number } = call;
      const heard = { diversion: null, ageMs: 0, place: 'nowhere', operatorId: null } as const;
      callers.set(channelId, { channelId, callId, dialled: line, caller: { number, standing: 'shown' }, ...heard });
      emit({ t: 'dialled-answered', channelId });
    },
    persons,
    dialledGoes(channelId: string, outcome: Extract<TelephonyEvent, { t: 'dialled-gone' }>['outcome']) {
      if (dialled.delete(channelId) || callers.delete(channelId) || persons.delete(channelId))
        emit({ t: 'dialled-gone', channelId, outcome });
    },
    /** Whether the operator who dialled last hears the ringing tone. */
    hearsRinging: () => rings,
    asked,
    files,
    legs,
    unheard,
    callers,
    refuse: (what: TelephonyEffect['do']) => refusals.add(what),
    obeyAgain: () => refusals.clear(),
    connect: () => emit({ t: 'connected' }),
    lose: () => emit({ t: 'lost' }),
    /** The exchange falls with everything it held, and comes back. */
    fall() {
      callers.clear();
      dialled.clear();
      persons.clear();
      thirds.clear();
      legs.clear();
      telephones.clear();
      startedAtMs = nowMs();
      emit({ t: 'lost' });
      emit({ t: 'connected' });
    },
    emit,
    arrive(channelId: string, dialled: string, caller = '+33639980001') {
      callers.set(channelId, {
        channelId,
        callId: null,
        dialled,
        caller: { number: caller, standing: 'shown' },
        diversion: null,
        ageMs: 0,
        place: 'ringing',
        operatorId: null,
      });
      emit({ t: 'caller-arrived', channelId, dialled, caller: { number: caller, standing: 'shown' }, diversion: null });
    },
    callerHangsUp(channelId: string) {
      if (callers.delete(channelId)) emit({ t: 'caller-gone', channelId });
    },
    /** The recording ends; its sound lasts this many seconds. */
    recorded(channelId: string, seconds: number) {
      const effect = asked.findLast((e) => e.do === 'record' && e.channelId === channelId);
      if (effect?.do !== 'record') throw new Error('nobody records');
      files.set(effect.name, new Uint8Array(44 + seconds * 16_000));
      emit({ t: 'recorded', name: effect.name, seconds });
    },
    /** What was asked for one caller, as words. */
    done: (channelId: string): string[] => asked.filter((e) => 'channelId' in e && e.channelId === channelId).map((e) => e.do),
  };
}
