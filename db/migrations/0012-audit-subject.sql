-- One UUID in 128 has eleven decimal digits in a row and was taken for a number, so that nobody could ever report or
-- look at that case. Numbers are still refused wherever they stand outside a whole UUID.
alter table audit drop constraint audit_subject_check, add constraint audit_subject_check check (
  length(subject) <= 200
  and regexp_replace(subject, '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '', 'gi') !~ '[0-9]{11}|[[:space:]@]'
);
