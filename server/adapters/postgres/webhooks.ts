import type pg from 'pg';
import { webhookDeliverySchema, webhookEndpointSchema } from '#shared/delivery/webhook.ts';
import type { Webhooks } from '../../ports/store.ts';

const columns = `id, endpoint_id as "endpointId", account_id as "accountId", at, type, body, state, attempts,
  tried_at as "triedAt", status, problem`;

/** What accounts' own systems are told, within one transaction. */
export const webhooksOn = (client: pg.ClientBase): Webhooks => ({
  async endpoints(accountId) {
    const { rows } = await client.query<{ body: unknown }>({
      name: 'select-webhook-endpoints',
      text: 'select body from webhook_endpoint where account_id = $1 order by id',
      values: [accountId],
    });
    return rows.map(({ body }) => webhookEndpointSchema.parse(body));
  },
  async endpoint(id) {
    const { rows } = await client.query<{ body: unknown }>('select body from webhook_endpoint where id = $1 for update', [id]);
    return rows[0] === undefined ? null : webhookEndpointSchema.parse(rows[0].body);
  },
  async saveEndpoint(endpoint) {
    await client.query(
      `insert into webhook_endpoint (id, account_id, body) values ($1, $2, $3)
       on conflict (id) do update set body = excluded.body`,
      [endpoint.id, endpoint.accountId, JSON.stringify(endpoint)],
    );
  },
  async removeEndpoint(id) {
    await client.query('delete from webhook_endpoint where id = $1', [id]);
  },
  async deliveries(accountId, limit) {
    const { rows } = await client.query<DeliveryRow>(
      `select ${columns} from webhook_delivery where account_id = $1 order by at desc, id limit $2`,
      [accountId, limit],
    );
    return rows.map(toDelivery);
  },
  async delivery(id) {
    const { rows } = await client.query<DeliveryRow>(`select ${columns} from webhook_delivery where id = $1`, [id]);
    return rows[0] === undefined ? null : toDelivery(rows[0]);
  },
  async addDelivery({ id, endpointId, accountId, at, type, body, state, attempts, triedAt, status, problem }) {
    const { rowCount } = await client.query(
      `insert into webhook_delivery (id, endpoint_id, account_id, at, type, body, state, attempts, tried_at, status, problem)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing`,
      [id, endpointId, accountId, at, type, body, state, attempts, triedAt, status, problem],
    );
    return rowCount === 1;
  },
  async saveDelivery({ id, state, attempts, triedAt, status, problem }) {
    await client.query(
      'update webhook_delivery set state = $2, attempts = $3, tried_at = $4, status = $5, problem = $6 where id = $1',
      [id, state, attempts, triedAt, status, problem],
    );
  },
});

type DeliveryRow = { readonly at: Date; readonly triedAt: Date | null };

const toDelivery = (row: DeliveryRow) =>
  webhookDeliverySchema.parse({ ...row, at: row.at.toISOString(), triedAt: row.triedAt?.toISOString() ?? null });
