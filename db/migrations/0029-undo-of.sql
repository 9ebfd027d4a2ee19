-- "Has this stop been taken back?" is asked of undos in any state; with an index of the open ones only it read all actions.
drop index action_undo;
create index action_undo on action (cancels) where cancels is not null;
