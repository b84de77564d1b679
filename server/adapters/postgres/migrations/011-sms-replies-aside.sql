-- A text that fits no note, and to which somebody of the bureau has seen: who and when.
alter table sms_reply add column aside json;
drop index sms_reply_unmatched;
create index sms_reply_unmatched on sms_reply (at desc) where note_id is null and aside is null;
