import type { Account, Line } from '#shared/accounts/account.ts';
import { outboundRulesOf } from '#shared/accounts/outbound-rules.ts';
import { dialOut } from '#shared/calls/call-dialling.ts';
import type { CallbackTask } from '#shared/calls/callback-task.ts';
import { legId } from '#shared/calls/leg-cost.ts';
import { whyUnreachable } from '#shared/operators/presence.ts';
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
  if (rules.calls === 'none') return 'dial.account-wants-none';
  if (rules.calls === 'callbacks' && task.origin === 'by-hand') return 'dial.only-callbacks';
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
  const outbound = { taskId: task.id, shown: rules.shownNumber ?? called.line.number, price: decision.price };
  floor.deps.log('call.dialled', { callId: id, accountId: task.accountId, operatorId, taskId: task.id });
  const at = floor.deps.clock();
  const line = lineOf(called);
  settle(floor, dialOut({ id, channelId: `out-${id}`, line, operatorId, number: decision.number, outbound, at }));
  return null;
}

/** Does nothing else, and can hear and be heard; while the limits were looked up a call may have come. */
function isFree(floor: Floor, operatorId: string): boolean {
  const operator = floor.operators.get(operatorId);
  if (!floor.inCharge || operator === undefined) return false;
  return operator.work.kind === 'free' && whyUnreachable(operator, floor.deps.clock()) === null;
}

/** The account with the first of its lines; null when it has none. */
function accountAndLine(floor: Floor, accountId: string): { readonly account: Account; readonly line: Line } | null {
  const account = floor.deps.directory.account(accountId);
  const line = floor.deps.directory.lines().find((l) => l.accountId === accountId);
  return account === undefined || line === undefined ? null : { account, line };
}
