-- Texts that came back through the gateway, each once; note_id null: fits no note, the floor reads it.
create table sms_reply (
  id text primary key,
  at timestamptz not null,
  sender text not null,
  recipient text not null,
  body text not null,
  note_id uuid
);
create index sms_reply_unmatched on sms_reply (at desc) where note_id is null;
create index sms_sent_by_time on sms_sent (at);
