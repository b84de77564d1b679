import { judgeAbsence } from '../../server/supervisor/judge-absence.ts';
import type { Course } from './course.ts';
import { type Channel, type Exchange, isWith } from './exchange.ts';

const beatEveryMs = 500;
const legBridge = (operatorId: string) => `leg-${operatorId}`;

/** The supervisor's guardian with its real judgement, over the simulated exchange. */
export function createGuardian(course: Course, exchange: Exchange, serverAnswers: () => boolean): void {
  const { time } = course;
  let answeredMs = time.nowMs();
  let aloneSince: Readonly<Record<string, number>> = {};

  function bridges() {
    const waiting = [...exchange.channels.values()].filter((c) => c.bridge === 'wait');
    const withCallers = new Set(
      [...exchange.channels.values()].flatMap((c) => (typeof c.bridge === 'object' ? [c.bridge.operatorId] : [])),
    );
    const joined = [...exchange.channels.values()].filter((c) => c.bridge === 'joined');
    const third = (c: Channel) => (exchange.thirds.isWith(c.id) ? [`third party of ${c.id}`] : []);
    return [
      ...joined.map((c) => ({ id: `join-${c.id}`, hasMusic: false, channels: [c.id, ...third(c)] })),
      ...waiting.map((c) => ({ id: `wait-${c.id}`, hasMusic: true, channels: [c.id] })),
      ...[...withCallers].map((operatorId) => ({ id: legBridge(operatorId), hasMusic: false, channels: membersOf(operatorId) })),
    ];
  }

  const membersOf = (operatorId: string): string[] => [
    ...[...exchange.channels.values()].filter((c) => isWith(c, operatorId)).map((c) => c.id),
    ...(exchange.legs.has(operatorId) ? [`channel of ${legBridge(operatorId)}`] : []),
    ...(exchange.thirds.isOnLeg(operatorId) ? [`third party on ${legBridge(operatorId)}`] : []),
  ];

  function care(): void {
    const judgement = judgeAbsence({
      channels: [...exchange.channels.values()].map((c) => ({
        id: c.id,
        role: 'caller',
        busy: c.playing !== null || c.recording !== null,
        answered: c.answered,
        inApplication: c.inApplication,
      })),
      bridges: bridges(),
      silentForMs: time.nowMs() - answeredMs,
      aloneSince,
      now: time.nowMs(),
      playing: [...exchange.guarded],
    });
    ({ aloneSince } = judgement);
    for (const id of judgement.quiet) exchange.guarded.delete(id);
    for (const id of judgement.music) exchange.guarded.add(id);
    for (const id of judgement.shelter) exchange.at(id, (c) => void Object.assign(c, { bridge: 'wait', music: true }));
    for (const id of judgement.unattended) exchange.at(id, exchange.toDialplan);
    for (const channel of exchange.channels.values()) exchange.changed(channel);
  }

  function beat(): void {
    if (serverAnswers()) answeredMs = time.nowMs();
    if (exchange.isUp() && (answeredMs !== time.nowMs() || exchange.guarded.size > 0)) care();
    time.afterQuietly(beatEveryMs, beat);
  }
  time.afterQuietly(beatEveryMs, beat);
}
