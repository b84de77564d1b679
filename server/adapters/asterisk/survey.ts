import type { TelephonySurvey } from '../../ports/telephony.ts';
import type { AriRequest } from './ari.ts';
import {
  type AriBridge,
  type AriChannel,
  bridgesSchema,
  channelsSchema,
  infoSchema,
  storedRecordingsSchema,
} from './ari-messages.ts';
import {
  enc,
  getMark,
  isDialledChannel,
  isPersonChannel,
  isSnoopChannel,
  joinBridge,
  legBridge,
  marks,
  originOf,
  telephoneOfChannel,
  thirdOfChannel,
  unlessGone,
  waitBridge,
} from './commands.ts';
import type { FoundLeg } from './legs.ts';

type Caller = TelephonySurvey['callers'][number];

type Surveyed = TelephonySurvey & {
  readonly foundLegs: readonly FoundLeg[];
  /** Channels too much, and bridges whose caller hung up while nobody listened. */
  readonly surplus: { readonly channels: readonly string[]; readonly bridges: readonly string[] };
};

/** Everything that Asterisk holds of ours, read anew: events may be missing. */
export async function survey(request: AriRequest, application: string, nowMs: number): Promise<Surveyed> {
  const [startedAt, channels, bridges] = await Promise.all([
    request('GET', '/asterisk/info', { only: 'status' }).then((body) => Date.parse(infoSchema.parse(body).status.startup_time)),
    channelsNow(request),
    request('GET', '/bridges').then((body) => bridgesSchema.parse(body)),
  ]);
  const ours = channels.filter((c) => c.dialplan.app_name === 'Stasis' && c.dialplan.app_data.startsWith(`${application},`));
  const callers: Caller[] = [];
  for (const channel of ours.filter((c) => roleOf(c) === 'caller'))
    callers.push(await asCaller(request, channel, bridges, nowMs));
  // who went while his marks were read seems to have none
  const stillThere = new Set((await channelsNow(request)).map((c) => c.id));
  const recordings = storedRecordingsSchema.parse(await request('GET', '/recordings/stored'));
  const { found, surplus } = legsIn(ours, bridges);
  const ringing = channels.filter((c) => isRung(c) && !ours.includes(c)).map((c) => c.id);
  return {
    callers: callers.filter((c) => stillThere.has(c.channelId)),
    legs: found.map(({ operatorId, line }) => ({ operatorId, line })),
    persons: channels.map(({ id }) => id).filter(isPersonChannel),
    thirds: channels.flatMap((channel) => asThird(channel, bridges)),
    startedAgoMs: nowMs - startedAt,
    recordings: recordings.map((r) => r.name),
    foundLegs: found,
    // whoever listens is brought anew if he still wants to
    surplus: {
      channels: [...surplus, ...ringing, ...channels.map(({ id }) => id).filter(isSnoopChannel)],
      bridges: leftBridges(bridges, channels),
    },
  };
}

const channelsNow = async (request: AriRequest): Promise<AriChannel[]> => channelsSchema.parse(await request('GET', '/channels'));

/** Called by us, and nobody has answered yet. */
const isRung = ({ id }: AriChannel): boolean => isDialledChannel(id) || telephoneOfChannel(id) !== null;

/**
 * `permanence,inbound,<number dialled>`, `permanence,outbound,<number of the line>,<number called>`, `permanence,leg,<operator>`,
 * `permanence,telephone,<operator>`, `permanence,echo,<operator>`.
 */
function roleOf(channel: AriChannel): 'caller' | 'leg' | 'telephone' | 'echo' | 'other' {
  const role = channel.dialplan.app_data.split(',')[1];
  if (role === 'inbound' || role === 'outbound') return 'caller';
  return role === 'leg' || role === 'telephone' || role === 'echo' ? role : 'other';
}

/** Of a call that the bureau made: the number called, which we know better than its network. */
function whomWeCalled(channel: AriChannel): Partial<Pick<Caller, 'caller'>> {
  const [, role, , number] = channel.dialplan.app_data.split(',');
  return role === 'outbound' && number !== undefined ? { caller: { number, standing: 'shown' } } : {};
}

async function asCaller(request: AriRequest, channel: AriChannel, bridges: readonly AriBridge[], nowMs: number): Promise<Caller> {
  const mark = (name: string) => getMark(request, channel.id, name);
  const [callId, operatorId, busy, held, recording] = await Promise.all([
    mark(marks.call),
    mark(marks.operator),
    mark(marks.busy),
    mark(marks.held),
    mark(marks.recording),
  ]);
  const bridge = bridges.find((b) => b.channels.includes(channel.id))?.id ?? null;
  const isRecording = recording !== '' && (await unlessGone(request('GET', `/recordings/live/${enc(recording)}`)));
  return {
    channelId: channel.id,
    callId: callId === '' ? null : callId,
    dialled: channel.dialplan.app_data.split(',')[2] ?? '',
    ...originOf(channel),
    ...whomWeCalled(channel),
    ageMs: Math.max(0, nowMs - Date.parse(channel.creationtime)),
    place: placeOf({
      answered: channel.state === 'Up',
      bridge,
      operatorId,
      busy: busy !== '',
      held: held === '1',
      isRecording,
      channel,
    }),
    operatorId: operatorId === '' ? null : operatorId,
  };
}

function placeOf(seen: {
  readonly answered: boolean;
  readonly bridge: string | null;
  readonly operatorId: string;
  readonly busy: boolean;
  readonly held: boolean;
  readonly isRecording: boolean;
  readonly channel: AriChannel;
}): Caller['place'] {
  if (seen.isRecording) return 'recording';
  if (seen.operatorId !== '' && seen.bridge === legBridge(seen.operatorId)) return 'with-operator';
  if (seen.bridge === joinBridge(seen.channel.id)) return 'joined';
  if (seen.bridge === waitBridge(seen.channel.id)) return seen.held ? 'held' : 'waiting';
  if (!seen.answered) return 'ringing';
  return seen.busy ? 'spoken-to' : 'nowhere';
}

/** Not in our application before he answers: known by his name. */
function asThird(channel: AriChannel, bridges: readonly AriBridge[]): TelephonySurvey['thirds'][number][] {
  const third = thirdOfChannel(channel.id);
  if (third === null) return [];
  const bridge = bridges.find((b) => b.channels.includes(channel.id))?.id;
  if (bridge !== undefined) return [{ ...third, place: bridge.startsWith(joinBridge('')) ? 'joined' : 'with-operator' }];
  return [{ ...third, place: channel.state === 'Up' ? 'answered' : 'ringing' }];
}

function leftBridges(bridges: readonly AriBridge[], channels: readonly AriChannel[]): string[] {
  const used = new Set(channels.flatMap((c) => [waitBridge(c.id), joinBridge(c.id)]));
  const ofCallers = ({ id }: AriBridge) => id.startsWith(waitBridge('')) || id.startsWith(joinBridge(''));
  return bridges.filter((bridge) => ofCallers(bridge) && !used.has(bridge.id)).map(({ id }) => id);
}

/** One leg per operator, the one on its bridge first; what is too much is ended, and so are telephones where no key was pressed. */
function legsIn(ours: readonly AriChannel[], bridges: readonly AriBridge[]): { found: FoundLeg[]; surplus: string[] } {
  const found = new Map<string, FoundLeg>();
  const surplus = ours.filter((c) => roleOf(c) === 'echo').map((c) => c.id);
  for (const channel of ours) {
    const role = roleOf(channel);
    if (role !== 'leg' && role !== 'telephone') continue;
    const operatorId = channel.dialplan.app_data.split(',')[2] ?? '';
    const bridge = bridges.find((b) => b.id === legBridge(operatorId));
    const isOn = bridge?.channels.includes(channel.id) ?? false;
    const isGuest = (id: string): boolean => id !== channel.id && !surplus.includes(id) && !isSnoopChannel(id);
    if (role === 'telephone' && !isOn) {
      surplus.push(channel.id);
      continue;
    }
    const leg: FoundLeg = {
      operatorId,
      channelId: channel.id,
      line: role === 'leg' ? 'page' : 'telephone',
      state: isOn ? 'on-bridge' : 'off-bridge',
      guests: isOn ? (bridge?.channels.filter(isGuest) ?? []) : [],
    };
    const other = found.get(operatorId);
    if (other === undefined || (other.state === 'off-bridge' && isOn)) found.set(operatorId, leg);
    if (other !== undefined) surplus.push(found.get(operatorId) === leg ? other.channelId : leg.channelId);
  }
  return { found: [...found.values()], surplus };
}
