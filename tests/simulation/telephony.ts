import { never } from '#shared/errors.ts';
import type { Telephony, TelephonyEffect, TelephonySurvey } from '../../server/ports/telephony.ts';
import { type Channel, type Exchange, isWith } from './exchange.ts';
import type { Ask } from './process.ts';

/** The port of the floor over the simulated exchange: each effect is some requests, and a kill may come between any two. */
export function createTelephony(exchange: Exchange, ask: Ask, owner: number): Omit<Telephony, 'listen'> {
  const { legs } = exchange;

  async function toMusic(channelId: string): Promise<void> {
    await ask(() => exchange.at(channelId, (c) => void Object.assign(c, { playing: null })));
    await ask(() => undefined); // the bridge, with its music
    await ask(() => exchange.at(channelId, (c) => void Object.assign(c, { bridge: 'wait', music: true })));
  }

  const mark = (channelId: string, marks: Partial<Channel['marks']>): Promise<void> =>
    ask(() => exchange.at(channelId, (c) => void Object.assign(c.marks, marks)));

  function letGo(channelId: string): void {
    exchange.dialled.end(channelId);
    exchange.at(channelId, (c) => exchange.end(c, 'hung-up'));
  }

  function requireChannel(channelId: string): void {
    if (exchange.channels.get(channelId)?.inApplication !== true) throw new Error('no such channel');
  }

  function toJoined(channelId: string): void {
    requireChannel(channelId);
    exchange.at(channelId, (c) => void Object.assign(c, { bridge: 'joined', music: false, playing: null }));
  }

  /** The bridge of a leg outlives the leg: a caller moved there meanwhile is alone. */
  function toLeg(channelId: string, operatorId: string): void {
    if (!legs.hasBridge(operatorId)) throw new Error('no such bridge');
    requireChannel(channelId);
    exchange.at(channelId, (c) => void Object.assign(c, { bridge: { operatorId }, music: false }));
  }

  async function bring(operatorId: string): Promise<void> {
    if (legs.has(operatorId)) return;
    const isRegistered = await ask(() => legs.isRegistered(operatorId));
    if (isRegistered) await ask(() => legs.bring(operatorId));
    else await ask(() => exchange.say({ t: 'phone-unknown', operatorId }));
  }

  async function perform(effect: TelephonyEffect): Promise<void> {
    switch (effect.do) {
      case 'mark':
        return mark(effect.channelId, { call: effect.callId });
      case 'ring':
      case 'digits':
        return ask(() => undefined);
      case 'answer':
        return ask(() => exchange.at(effect.channelId, (c) => void Object.assign(c, { answered: true })));
      case 'music':
        await toMusic(effect.channelId);
        return mark(effect.channelId, { operator: '', held: false, busy: false });
      case 'hold':
        await toMusic(effect.channelId);
        return mark(effect.channelId, { operator: effect.operatorId, held: true, busy: false });
      case 'connect':
        await ask(() => exchange.at(effect.channelId, (c) => void Object.assign(c, { playing: null })));
        await ask(() => toLeg(effect.channelId, effect.operatorId));
        return mark(effect.channelId, { operator: effect.operatorId, held: false, busy: false });
      case 'play':
        await mark(effect.channelId, { operator: '', held: false, busy: true });
        return ask(() => exchange.at(effect.channelId, (c) => exchange.play(c, effect.prompt, owner)));
      case 'record':
        return ask(() => exchange.at(effect.channelId, (c) => exchange.record(c, effect.name, effect.maxSeconds)));
      case 'hang-up':
        return ask(() => letGo(effect.channelId));
      case 'unattended':
        return ask(() => exchange.at(effect.channelId, exchange.toDialplan));
      case 'bring-leg':
        return bring(effect.operatorId);
      case 'drop-leg':
        return ask(() => legs.end(effect.operatorId));
      case 'echo':
        return ask(() => undefined);
      case 'ring-telephone':
        return ask(() => exchange.telephones.ring(effect));
      case 'ask-telephone':
        return ask(() => undefined);
      case 'take-telephone':
        return ask(() => exchange.telephones.take(effect.operatorId, effect.telephone));
      case 'end-telephone':
        return ask(() => exchange.telephones.end(effect.telephone));
      case 'dial-out':
        return ask(() => exchange.dialled.dial(effect));
      case 'dial-third':
        return ask(() => exchange.thirds.dial(effect.third, effect.shown));
      case 'consult':
        return ask(() => exchange.thirds.consult(effect.third, effect.operatorId));
      case 'join':
        await ask(() => exchange.thirds.join(effect.third, effect.channelId));
        await ask(() => toJoined(effect.channelId));
        return mark(effect.channelId, { operator: '', held: false, busy: false });
      case 'end-third':
        return ask(() => exchange.thirds.end(effect.third));
      case 'ringback':
        return ask(() => undefined);
      case 'dial-person':
      case 'listen':
      case 'listen-no-more':
        throw new Error('nobody is alarmed or listened to in these days');
      default:
        return never(effect);
    }
  }

  /** Not one moment: the channels first, then the marks of each, then who is still there. */
  async function survey(): Promise<TelephonySurvey> {
    const { seen, ringing } = await ask(() => ({
      seen: [...exchange.channels.values()].filter((c) => c.inApplication).map((c) => ({ ...c })),
      ringing: exchange.dialled.ringing(),
    }));
    const callers = [];
    for (const channel of seen) callers.push(await ask(() => describe(channel)));
    const stillThere = await ask(() => new Set(exchange.channels.keys()));
    const recordings = exchange.recordings.names();
    const thirds = exchange.thirds.all();
    legs.lookAnew();
    exchange.telephones.endAll();
    for (const channelId of ringing) letGo(channelId);
    return {
      callers: callers.filter((c) => stillThere.has(c.channelId)),
      thirds,
      persons: [],
      legs: legs.all(),
      startedAgoMs: exchange.nowMs() - exchange.startedMs(),
      recordings,
    };
  }

  function describe(seen: Channel): TelephonySurvey['callers'][number] {
    const marks = exchange.channels.get(seen.id)?.marks ?? noMarks;
    return {
      channelId: seen.id,
      callId: marks.call === '' ? null : marks.call,
      dialled: seen.dialled,
      caller: { number: seen.number, standing: 'shown' },
      diversion: null,
      ageMs: exchange.nowMs() - seen.arrivedMs,
      place: placeOf(seen, marks),
      operatorId: marks.operator === '' ? null : marks.operator,
    };
  }

  return { perform, survey, phone: async (operatorId) => ({ user: operatorId, secret: operatorId }) };
}

const noMarks: Channel['marks'] = { call: '', operator: '', held: false, busy: false };

function placeOf(seen: Channel, marks: Channel['marks']): TelephonySurvey['callers'][number]['place'] {
  if (seen.recording !== null) return 'recording';
  if (marks.operator !== '' && isWith(seen, marks.operator)) return 'with-operator';
  if (seen.bridge === 'joined') return 'joined';
  if (seen.bridge === 'wait') return marks.held ? 'held' : 'waiting';
  if (!seen.answered) return 'ringing';
  return marks.busy ? 'spoken-to' : 'nowhere';
}
