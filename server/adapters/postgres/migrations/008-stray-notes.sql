-- A note that nobody was allowed to lock waits for the supervisor's decision.
alter table history add column made_at timestamptz;
alter table history add column settled json;
drop index history_for_supervisor;
create index history_for_supervisor on history (id) where refused = 'for-supervisor' and settled is null;
