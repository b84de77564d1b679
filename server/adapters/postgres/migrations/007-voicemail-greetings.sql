-- What clients recorded for callers whom nobody answers; the account's row names the one that counts.
create table voicemail_greeting (
  id uuid primary key,
  account_id uuid not null,
  at timestamptz not null default now(),
  wav bytea not null
);
create index voicemail_greeting_by_account on voicemail_greeting (account_id);
