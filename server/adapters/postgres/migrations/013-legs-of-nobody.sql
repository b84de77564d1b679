-- Legs that no operator asked for: the bureau calls a number for a caller by itself.
alter table outbound_leg alter column operator_id drop not null;
