import type { Account, Line } from '#shared/accounts/account.ts';
import { outboundRulesOf } from '#shared/accounts/outbound-rules.ts';
import { dialOut } from '#shared/calls/call-dialling.ts';
import type { CallbackTask } from '#shared/calls/callback-task.ts';
import { mayDial } from '#shared/calls/outbound-policy.ts';
import { whyUnreachable } from '#shared/operators/presence.ts';
import { settle } from './advance-call.ts';
import { type Floor, legsOf, toPage } from './floor-state.ts';
import { lineOf } from './receive-call.ts';

/** Calls whom a task is about, if the policy lets the operator; a refusal is told and logged, without the number. */
export async function callBack(floor: Floor, operatorId: string, taskId: string): Promise<void> {
  const { store, log } = floor.deps;
  const task = await store.get('task', taskId).catch((cause: unknown): undefined => {
    log('task.unreadable', { taskId, cause: String(cause) });
  });
  const refusal = task === undefined ? 'dial.no-task' : begin(floor, operatorId, task);
  if (refusal === null) return floor.tidy();
  log('dial.refused', { taskId, operatorId, reason: refusal });
  toPage(floor, operatorId, { t: 'refused', code: refusal, callId: null });
}

/** Null when it is being dialled; else why not. */
function begin(floor: Floor, operatorId: string, task: CallbackTask): string | null {
  const { clock, newId } = floor.deps;
  const operator = floor.operators.get(operatorId);
  const called = accountAndLine(floor, task.accountId);
  if (operator === undefined || called === null || !operator.operator.trainedFor.includes(task.accountId)) return 'dial.no-task';
  if (!floor.inCharge || operator.work.kind !== 'free' || whyUnreachable(operator, clock()) !== null) return 'dial.not-ready';
  const rules = outboundRulesOf(called.account);
  if (rules.calls === 'none') return 'dial.account-wants-none';
  if (rules.calls === 'callbacks' && task.origin === 'by-hand') return 'dial.only-callbacks';
  const decision = mayDial(task.number ?? '', legsOf(floor, task.accountId));
  if (decision.dial === 'no') return `dial.${decision.reason}`;
  const id = newId();
  const shown = rules.shownNumber ?? called.line.number;
  floor.deps.log('call.dialled', { callId: id, accountId: task.accountId, operatorId, taskId: task.id });
  settle(
    floor,
    dialOut({
      id,
      channelId: `out-${id}`,
      line: lineOf(called),
      operatorId,
      number: decision.number,
      outbound: { taskId: task.id, shown },
      at: clock(),
    }),
  );
  return null;
}

/** The account with the first of its lines; null when it has none. */
function accountAndLine(floor: Floor, accountId: string): { readonly account: Account; readonly line: Line } | null {
  const account = floor.deps.directory.account(accountId);
  const line = floor.deps.directory.lines().find((l) => l.accountId === accountId);
  return account === undefined || line === undefined ? null : { account, line };
}
