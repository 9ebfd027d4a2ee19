-- When a partner is owed more than it can take at once, what is proved goes first: the stops of level 1, 2 and 3, each with what
-- takes it back; then what a bare claim may do, and the questions that would prove it, because anybody can make thousands of those;
-- then records; messages last. A new kind is put in by replacing the function. src/modules/response/order-of-the-ladder.test.ts compares it
-- with the ladder.
create function action_step(kind text) returns smallint language sql immutable parallel safe as $$
  select (case
    when kind in ('suspend-line', 'restore-line', 'block-handset', 'unblock-handset', 'find-handset', 'step-up-account',
      'end-step-up', 'start-locating', 'stop-locating', 'distrust-handset', 'trust-handset', 'end-mail-sessions',
      'hold-withdrawals', 'release-withdrawals') then 1
    when kind in ('freeze-account', 'unfreeze-account', 'suspend-digital-identity', 'restore-digital-identity') then 2
    when kind in ('list-stolen', 'unlist-stolen', 'wipe-handset', 'stop-wipe') then 3
    when kind in ('lock-screen', 'unlock-screen', 'hold-line-changes', 'release-line-changes', 'match-identity') then 4
    when kind like 'send-%' then 6
    else 5
  end)::smallint
$$;

alter table action add column step smallint not null generated always as (action_step(kind)) stored;

drop index action_owed;
create index action_owed on action (partner, step, due) where state = 'owed';
