-- The job that keeps promises looks every two seconds: for cases of which nobody has been told yet, and at those of the last
-- day. Without these it read every open case of the register each time.
create index case_promise_not_told on case_promise (opened_at) where told_at is null and promised is not null;
create index case_promise_opened on case_promise (opened_at) where promised is not null;
