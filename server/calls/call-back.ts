import { type OutboundRules, outboundRulesOf } from '#shared/accounts/outbound-rules.ts';
import { dialOut } from '#shared/calls/call-dialling.ts';
import type { CallbackTask } from '#shared/calls/callback-task.ts';
import { legId } from '#shared/calls/leg-cost.ts';
import { whyUnreachable } from '#shared/operators/presence.ts';
import { accountAndLine } from './account-and-line.ts';
import { settle } from './advance-call.ts';
import { type Floor, toPage } from './floor-state.ts';
import { lineOf } from './receive-call.ts';
import { giveBack, judge, reserveLeg } from './reserve-leg.ts';

/** Calls whom a task is about, if the policy lets the operator; a refusal is told and logged, without the number. */
export async function callBack(floor: Floor, operatorId: string, taskId: string): Promise<void> {
  const { store, log } = floor.deps;
  const task = await store.get('task', taskId).catch((cause: unknown): undefined => {
    log('task.unreadable', { taskId, cause: String(cause) });
  });
  const refusal = task === undefined ? 'dial.no-task' : await begin(floor, operatorId, task);
  if (refusal === null) return floor.tidy();
  log('dial.refused', { taskId, operatorId, reason: refusal });
  toPage(floor, operatorId, { t: 'refused', code: refusal, callId: null });
}

/** Null when it is being dialled; else why not. */
async function begin(floor: Floor, operatorId: string, task: CallbackTask): Promise<string | null> {
  const called = accountAndLine(floor, task.accountId);
  if (called === null || !floor.operators.get(operatorId)?.operator.trainedFor.includes(task.accountId)) return 'dial.no-task';
  if (!isFree(floor, operatorId)) return 'dial.not-ready';
  const rules = outboundRulesOf(called.account);
  const not = whyNotForAccount(task, rules.calls);
  if (not !== null) return not;
  const wanted = { account: called.account, operatorId, home: called.line.number, number: task.number ?? '' };
  const decision = judge(floor, wanted);
  if (decision.dial === 'no') return `dial.${decision.reason}`;
  const id = floor.deps.newId();
  const reason = await reserveLeg(floor, legId(id, 0), wanted, decision.price);
  if (reason !== null) return `dial.${reason}`;
  if (!isFree(floor, operatorId)) {
    giveBack(floor, legId(id, 0));
    return 'dial.not-ready';
  }
  const shown = task.alert === undefined ? (rules.shownNumber ?? called.line.number) : called.line.number;
  const outbound = { taskId: task.id, shown, price: decision.price };
  floor.deps.log('call.dialled', { callId: id, accountId: task.accountId, operatorId, taskId: task.id });
  const at = floor.deps.clock();
  const line = lineOf(called);
  settle(floor, dialOut({ id, channelId: `out-${id}`, line, operatorId, number: decision.number, outbound, at }));
  return null;
}

/** What the client wants its callers to be called for; its own people are called about urgent notes whatever that is. */
function whyNotForAccount({ alert, origin }: CallbackTask, calls: OutboundRules['calls']): string | null {
  if (alert !== undefined) return null;
  if (calls === 'none') return 'dial.account-wants-none';
  return calls === 'callbacks' && origin === 'by-hand' ? 'dial.only-callbacks' : null;
}

/** Does nothing else, and can hear and be heard; while the limits were looked up a call may have come. */
function isFree(floor: Floor, operatorId: string): boolean {
  const operator = floor.operators.get(operatorId);
  if (!floor.inCharge || operator === undefined) return false;
  return operator.work.kind === 'free' && whyUnreachable(operator, floor.deps.clock()) === null;
}
