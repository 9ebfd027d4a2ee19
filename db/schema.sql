-- Made by npm run schema from the migrations. Read it, do not edit it.

create table public.access_try (
  code text not null,
  tries integer not null,
  until timestamp(3) with time zone not null
);

create table public.action (
  id uuid not null,
  position bigint generated always as identity not null,
  stream text not null,
  version integer not null,
  tenant text not null,
  partner text not null,
  kind text not null,
  target text not null,
  input jsonb not null,
  due timestamp(3) with time zone default clock_timestamp() not null,
  until timestamp(3) with time zone,
  standing boolean default false not null,
  cancels uuid,
  state text default 'owed'::text not null,
  claimed_by text,
  held boolean default false not null,
  signalled boolean default false not null,
  attempts integer default 0 not null,
  strikes integer default 0 not null,
  trying_since timestamp(3) with time zone,
  facts integer default 0 not null,
  last_error text,
  answered_at timestamp(3) with time zone,
  taken boolean default false not null,
  step smallint default action_step(kind) not null
) with (autovacuum_vacuum_cost_delay=0, autovacuum_vacuum_scale_factor=0.02, fillfactor=80);

create table public.audit (
  id bigint generated always as identity not null,
  at timestamp(3) with time zone default clock_timestamp() not null,
  tenant text not null,
  actor text not null,
  purpose text not null,
  act text not null,
  record text not null,
  subject text not null,
  owner text not null,
  request text not null
);

create table public.buyer_check (
  id bigint generated always as identity not null,
  answer text not null,
  cases uuid[] not null
);

create table public.campaign (
  campaign uuid not null,
  tenant text not null,
  code text not null,
  place text not null,
  kit text not null,
  languages text[] not null,
  starts date not null,
  ends date not null,
  planned_at timestamp(3) with time zone not null
);

create table public.campaign_visit (
  code text not null,
  day date not null,
  visits integer not null
);

create table public.case_appeal (
  appeal uuid not null,
  case_id uuid not null,
  claim text not null,
  line text not null,
  made_at timestamp(3) with time zone not null,
  decided_at timestamp(3) with time zone,
  granted boolean,
  reason text
);

create table public.case_claim (
  claim text not null,
  case_id uuid not null,
  made_at timestamp(3) with time zone not null,
  due timestamp(3) with time zone not null,
  answered_at timestamp(3) with time zone,
  outcome text
);

create table public.case_conflict (
  case_id uuid not null,
  conflict text not null,
  found_at timestamp(3) with time zone not null,
  settled_at timestamp(3) with time zone,
  stands boolean,
  reason text,
  signs text[] default '{}'::text[] not null
);

create table public.case_promise (
  case_id uuid not null,
  owner text not null,
  opened_at timestamp(3) with time zone not null,
  told_at timestamp(3) with time zone,
  promised timestamp(3) with time zone
);

create table public.case_proof (
  proof uuid not null,
  case_id uuid not null,
  paper text not null,
  document text not null,
  offered_at timestamp(3) with time zone not null,
  judged_at timestamp(3) with time zone,
  counts boolean,
  reason text
);

create table public.case_sighting (
  sighting uuid not null,
  case_id uuid not null,
  how text not null,
  country text not null,
  at timestamp(3) with time zone not null,
  seen_by text not null,
  noted_at timestamp(3) with time zone not null
);

create table public.case_unit (
  organisation text not null,
  name text not null,
  contact text not null,
  hours text not null
);

create table public.checkup_reminder (
  line text not null,
  handset uuid not null,
  next_at timestamp(3) with time zone not null
);

create table public.command_key (
  caller text not null,
  key text not null,
  command text not null,
  input_hash bytea not null,
  result jsonb not null,
  at timestamp(3) with time zone default clock_timestamp() not null
);

create table public.complaint_desk (
  place integer not null,
  about text not null,
  name text not null,
  contact text not null
);

create table public.contact_of_case (
  contact text not null,
  case_id uuid not null
);

create table public.covert_plan (
  plan uuid not null,
  tenant text not null,
  made_at timestamp(3) with time zone not null,
  begins timestamp(3) with time zone not null,
  ends timestamp(3) with time zone not null,
  stops integer[] not null,
  sealed text not null
);

create table public.covert_unit (
  plan uuid not null,
  unit integer not null,
  sealed text not null,
  until timestamp(3) with time zone not null
);

create table public.deprivation (
  lsoa text not null,
  decile smallint not null
);

create table public.desk_case (
  case_id uuid not null,
  owner text not null,
  proved boolean not null,
  officer text
);

create table public.desk_deviation (
  item text not null,
  due timestamp(3) with time zone not null,
  case_id uuid,
  owner text not null,
  sort text not null,
  missed_at timestamp(3) with time zone not null,
  reason text
);

create table public.desk_done (
  item text not null,
  due timestamp(3) with time zone not null,
  owner text not null,
  sort text not null,
  since timestamp(3) with time zone not null,
  done_at timestamp(3) with time zone not null,
  missed boolean not null
);

create table public.desk_item (
  item text not null,
  case_id uuid,
  owner text not null,
  sort text not null,
  since timestamp(3) with time zone not null,
  due timestamp(3) with time zone not null,
  warn_at timestamp(3) with time zone,
  miss_at timestamp(3) with time zone
);

create table public.duty (
  officer text not null,
  tenant text not null,
  role text not null,
  shift uuid not null,
  began_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  covert boolean not null,
  call_sign text,
  subscription text,
  easting integer,
  northing integer,
  accuracy_metres integer,
  place text,
  positioned_at timestamp(3) with time zone,
  fresh_until timestamp(3) with time zone,
  plan uuid,
  unit smallint,
  sealed text,
  heard jsonb default '[]'::jsonb not null,
  taken jsonb default '[]'::jsonb not null
);

create table public.enrolment (
  line text not null,
  handset uuid not null,
  owner text not null,
  imeis text[] not null,
  maker text,
  banks text[] not null,
  contacts text[] not null,
  trusted text[] not null,
  may_locate boolean not null,
  at timestamp(3) with time zone not null,
  imeis_proved text[] default '{}'::text[] not null,
  mail text[] default '{}'::text[] not null,
  exchanges text[] default '{}'::text[] not null,
  identities text[] default '{}'::text[] not null
);

create table public.enrolment_asked (
  handset uuid not null,
  asked text not null,
  line text not null,
  until timestamp(3) with time zone not null
);

create table public.event (
  id bigint generated always as identity not null,
  stream text not null,
  version integer not null,
  type text not null,
  type_version smallint not null,
  tenant text not null,
  actor text not null,
  cause text not null,
  at timestamp(3) with time zone default clock_timestamp() not null,
  data jsonb not null,
  owes jsonb
);

create table public.exhibit (
  exhibit uuid not null,
  tenant text not null,
  label text,
  imei_keys text[] not null,
  power text not null,
  officer text not null,
  tray uuid,
  case_id uuid,
  held_by text not null,
  seized_at timestamp(3) with time zone not null,
  returned_at timestamp(3) with time zone
);

create table public.finder_card (
  card text not null,
  line text not null,
  handset uuid not null
);

create table public.geofence (
  fence uuid not null,
  tenant text not null,
  plan uuid,
  shape jsonb not null,
  west integer not null,
  south integer not null,
  east integer not null,
  north integer not null,
  starts timestamp(3) with time zone not null,
  until timestamp(3) with time zone not null,
  retired timestamp(3) with time zone,
  zones uuid,
  borough text,
  first_squares smallint
);

create table public.handset_allowance (
  organisation text not null,
  per_minute integer not null,
  per_day integer not null
);

create table public.handset_asked (
  organisation text not null,
  day date not null,
  handsets bigint not null
);

create table public.handset_owner (
  handset uuid not null,
  place integer not null,
  owner text not null,
  channel text not null,
  tenant text not null,
  at timestamp(3) with time zone not null
);

create table public.head (
  size bigint not null,
  root bytea not null,
  note text not null,
  at timestamp(3) with time zone default clock_timestamp() not null
);

create table public.honey_number (
  imei_key text not null,
  asked integer default 0 not null,
  asked_at timestamp(3) with time zone
);

create table public.identity_try (
  subject text not null,
  tries integer not null,
  since timestamp(3) with time zone not null
);

create table public.imei_claim (
  imei_key text not null,
  claim text not null,
  sold boolean default false not null
);

create table public.imei_handset (
  imei_key text not null,
  handset uuid not null
);

create table public.imei_owner (
  imei_key text not null,
  claimant text not null,
  handset uuid,
  proved boolean not null,
  at timestamp(3) with time zone not null
);

create table public.imei_review (
  stream text not null,
  review_by timestamp(3) with time zone not null
);

create table public.imei_status (
  imei_key text not null,
  status text not null,
  case_id uuid,
  until timestamp(3) with time zone
);

create table public.indicator (
  mark text not null,
  sort text not null,
  case_id uuid not null,
  first_at timestamp(3) with time zone not null
);

create table public.indicator_sender (
  mark text not null,
  sender text not null,
  by text not null,
  at timestamp(3) with time zone not null
);

create table public.indicator_told (
  mark text not null,
  sort text not null,
  told uuid not null,
  by text not null,
  at timestamp(3) with time zone not null
);

create table public.line_network (
  line text not null,
  network text not null
);

create table public.list_appeal (
  appeal uuid not null,
  owner text not null,
  keepers text[] not null,
  claim text not null,
  handset text not null,
  line text not null,
  made_at timestamp(3) with time zone not null,
  decided_at timestamp(3) with time zone,
  granted boolean,
  reason text
);

create table public.list_change (
  no bigint not null,
  imei_key bigint not null,
  holds text not null,
  seq bigint not null
);

create table public.list_exception (
  no bigint not null,
  operator text,
  source text not null,
  about text not null,
  says text not null,
  seq bigint not null
);

create table public.list_follower (
  operator text not null,
  node text not null,
  confirmed bigint not null,
  at timestamp(3) with time zone not null,
  agreed_at timestamp(3) with time zone,
  differs integer
);

create table public.list_import (
  id bigint generated always as identity not null,
  sha256 text not null,
  line bigint default 0 not null,
  taken bigint default 0 not null,
  rejected bigint default 0 not null
);

create table public.list_import_row (
  import bigint not null,
  line bigint not null,
  imei_key bigint not null,
  status text,
  until timestamp(3) with time zone
);

create table public.list_piece (
  last bigint not null,
  first bigint not null,
  seq bigint not null,
  hash bytea not null
);

create table public.listing (
  imei_key bigint not null,
  source text not null,
  status text not null,
  until timestamp(3) with time zone,
  at timestamp(3) with time zone not null
);

create table public.listing_doubt (
  source text not null,
  conflict text not null
);

create table public.listing_held_back (
  source text not null,
  imei_key bigint not null,
  until timestamp(3) with time zone
);

create table public.look_doubt (
  staff text not null,
  case_id uuid not null,
  why text not null,
  employer text not null,
  looks integer not null,
  doubted_at timestamp(3) with time zone not null,
  explained_at timestamp(3) with time zone,
  finding text
);

create table public.look_watch (
  singleton boolean default true not null,
  seen bigint not null
);

create table public.measured_case (
  case_id uuid not null,
  tenant text not null,
  force text,
  reported_at timestamp(3) with time zone not null,
  recovered_at timestamp(3) with time zone,
  returned_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  harmed_at timestamp(3) with time zone,
  joined boolean default false not null
);

create table public.measured_feeling (
  case_id uuid not null,
  step text not null,
  at timestamp(3) with time zone not null,
  safe boolean not null,
  mattered boolean not null
);

create table public.measured_message (
  case_id uuid not null,
  at timestamp(3) with time zone not null,
  next timestamp(3) with time zone
);

create table public.measured_stop (
  case_id uuid not null,
  partner text not null,
  kind text not null,
  owed_at timestamp(3) with time zone,
  confirmed_at timestamp(3) with time zone
);

create table public.message_awaited (
  action uuid not null,
  case_id uuid not null,
  kind text not null,
  due timestamp(3) with time zone not null
);

create table public.message_failed (
  action uuid not null,
  case_id uuid not null,
  channel text not null,
  how text not null,
  at timestamp(3) with time zone not null
);

create table public.migration (
  number integer not null,
  name text not null,
  hash text not null,
  at timestamp(3) with time zone default clock_timestamp() not null
);

create table public.model_said (
  tac text not null,
  line text not null,
  model text not null,
  at timestamp(3) with time zone not null
);

create table public.officer_alert (
  alert uuid not null,
  officer text not null,
  shift uuid not null,
  turn smallint not null,
  force text not null,
  case_id uuid not null,
  method text not null,
  verified boolean not null,
  source text not null,
  direction text,
  place text not null,
  description text,
  reported_at timestamp(3) with time zone not null,
  alerted_at timestamp(3) with time zone not null,
  until timestamp(3) with time zone not null,
  answer text,
  answered_at timestamp(3) with time zone,
  ended boolean default false not null,
  danger boolean default false not null
);

create table public.open_case (
  subject text not null,
  case_id uuid not null,
  until timestamp(3) with time zone,
  lent_by uuid
);

create table public.organisation (
  slug text not null,
  name text not null,
  sort text not null,
  demo boolean default false not null,
  at timestamp(3) with time zone default clock_timestamp() not null
);

create table public.organisation_borough (
  organisation text not null,
  borough text not null
);

create table public.owed (
  event_id bigint not null
) with (autovacuum_vacuum_cost_delay=0, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000);

create table public.partner (
  slug text not null,
  connector text not null,
  config jsonb not null,
  timeout_ms integer default 5000 not null,
  concurrency integer default 8 not null,
  paused boolean default false not null,
  simulated boolean default false not null
);

create table public.partner_assertion (
  jti_hash bytea not null,
  expires_at timestamp(3) with time zone not null
);

create table public.partner_client (
  client_id text not null,
  organisation text not null,
  secret_hash text,
  created_at timestamp(3) with time zone default clock_timestamp() not null,
  expires_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone
);

create table public.partner_key (
  partner text not null,
  kid text not null,
  public_key text not null,
  valid_from timestamp(3) with time zone default clock_timestamp() not null,
  valid_until timestamp(3) with time zone
);

create table public.party_version (
  version bigint not null
);

create table public.passkey (
  passkey uuid not null,
  credential text not null,
  bound boolean not null,
  counter bigint not null,
  subscription text,
  at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone
);

create table public.passkey_phone (
  passkey uuid not null,
  secret text not null,
  handset uuid not null,
  line text not null,
  means text not null,
  at timestamp(3) with time zone not null
);

create table public.patrol_visit (
  id uuid not null,
  tenant text not null,
  fence uuid not null,
  seconds integer not null,
  covert boolean not null,
  until date not null
);

create table public.patrol_walk (
  shift uuid not null,
  tenant text not null,
  covert boolean not null,
  at timestamp(3) with time zone not null,
  state jsonb not null
);

create table public.pattern_finding (
  finding uuid not null,
  pattern text not null,
  starts timestamp(3) with time zone not null,
  ends timestamp(3) with time zone not null,
  thefts integer not null,
  expected_tenths integer not null,
  chance_one_in integer not null,
  found_at timestamp(3) with time zone not null,
  answer text,
  reason text,
  answered_at timestamp(3) with time zone,
  answered_by text
);

create table public.pattern_look (
  demo boolean not null,
  pattern text not null,
  until timestamp(3) with time zone not null
);

create table public.pattern_place (
  finding uuid not null,
  demo boolean not null,
  pattern text not null,
  method text,
  eastings integer[] not null,
  northings integer[] not null,
  until timestamp(3) with time zone not null,
  follows uuid
);

create table public.published_reading (
  singleton boolean default true not null,
  number bigint not null
);

create table public.reaction_retry (
  reaction text not null,
  event_id bigint not null,
  tries integer not null,
  due timestamp(3) with time zone not null
);

create table public.receipt (
  action uuid not null,
  partner text not null,
  jws text not null,
  kid text not null,
  outcome text not null,
  at timestamp(3) with time zone not null,
  received_at timestamp(3) with time zone default clock_timestamp() not null
);

create table public.reported_stolen (
  imei_key text not null
);

create table public.restore_state (
  singleton boolean default true not null,
  began_at timestamp(3) with time zone not null,
  finished_at timestamp(3) with time zone
);

create table public.rise_look (
  demo boolean not null,
  change bigint not null
);

create table public.sealed (
  seq bigint not null,
  event_id bigint not null,
  leaf bytea not null
);

create table public.shift_plan (
  plan uuid not null,
  tenant text not null,
  made_at timestamp(3) with time zone not null,
  begins timestamp(3) with time zone not null,
  ends timestamp(3) with time zone not null,
  body jsonb not null
);

create table public.shift_unit (
  plan uuid not null,
  unit smallint not null,
  call_sign text not null,
  until timestamp(3) with time zone not null
);

create table public.sighting_reading (
  partner text not null,
  ref text not null,
  sighting uuid not null,
  batch uuid not null,
  imei_key text not null,
  how text not null,
  country text not null,
  at timestamp(3) with time zone not null,
  received_at timestamp(3) with time zone default clock_timestamp() not null
);

create table public.square_visit (
  id uuid not null,
  tenant text not null,
  easting integer not null,
  northing integer not null,
  entered timestamp(3) with time zone not null,
  seconds integer not null
);

create table public.staff (
  id text not null,
  subject_hash bytea not null,
  first_seen_at timestamp(3) with time zone default clock_timestamp() not null
);

create table public.staff_own (
  staff text not null,
  line text not null
);

create table public.staff_session (
  id_hash bytea not null,
  staff text not null,
  organisation text not null,
  roles text[] not null,
  purpose text,
  created_at timestamp(3) with time zone not null,
  seen_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone
);

create table public.stop_answer (
  plan uuid not null,
  unit smallint not null,
  stop smallint not null,
  answer text not null,
  at timestamp(3) with time zone not null
);

create table public.stop_secret (
  secret text not null,
  line text not null,
  handset uuid not null,
  kind text not null,
  at timestamp(3) with time zone not null,
  until timestamp(3) with time zone
);

create table public.street_crime (
  id text not null,
  month text not null,
  force text not null,
  crime_type text not null,
  longitude text not null,
  latitude text not null,
  location text not null,
  lsoa_code text not null,
  outcome text not null
);

create table public.street_works (
  works uuid not null,
  tenant text not null,
  kind text not null,
  eastings integer[] not null,
  northings integer[] not null,
  done_on date not null
);

create table public.tac (
  tac text not null,
  manufacturer text not null,
  model text not null
);

create table public.task (
  task uuid not null,
  kind text not null,
  source text not null,
  finding uuid,
  dealer text,
  counted integer not null,
  usual_tenths integer not null,
  stake_tenths integer not null,
  raised_at timestamp(3) with time zone not null,
  until timestamp(3) with time zone not null,
  team text,
  taken_by text,
  officer text,
  taken_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  result text,
  reason text
);

create table public.task_place (
  task uuid not null,
  demo boolean not null,
  source text not null,
  easting integer,
  northing integer
);

create table public.theft_case (
  case_id uuid not null,
  tenant text not null,
  force text,
  channel text not null,
  method text not null,
  means text not null,
  level smallint not null,
  until timestamp(3) with time zone,
  safe_mode boolean not null,
  line text,
  place text,
  handset uuid,
  imei_keys text[] not null,
  conflicts text[] not null,
  ended text,
  opened_at timestamp(3) with time zone not null
);

create table public.theft_cell (
  id uuid not null,
  tenant text not null,
  easting integer not null,
  northing integer not null,
  accuracy_metres integer not null,
  at timestamp(3) with time zone not null,
  method text not null,
  source text not null,
  proved boolean not null,
  gone boolean default false not null,
  change bigint not null,
  force text,
  happened timestamp(3) with time zone,
  hour_told timestamp(3) with time zone,
  identified boolean default false not null,
  vehicle text
);

create table public.theft_forecast (
  month text not null,
  reading bigint not null,
  made_at timestamp(3) with time zone not null,
  seconds real not null,
  release jsonb not null,
  listed bytea,
  shares bytea
);

create table public.theft_point (
  month text not null,
  longitude text not null,
  latitude text not null,
  borough text not null,
  thefts text not null
);

create table public.theft_report_count (
  case_id uuid not null,
  tenant text not null,
  month text not null,
  joined boolean default false not null
);

create table public.tile (
  level smallint not null,
  index bigint not null,
  root bytea not null
);

create table public.traced_square (
  id uuid not null,
  tenant text not null,
  easting integer not null,
  northing integer not null,
  at timestamp(3) with time zone not null
);

create table public.tray (
  tray uuid not null,
  tenant text not null,
  sha256 text not null,
  scanned_at timestamp(3) with time zone not null
);

create table public.tray_row (
  tray uuid not null,
  line integer not null,
  label text,
  imeis text[] not null,
  state text not null,
  why text,
  case_id uuid,
  handset uuid,
  exhibit uuid,
  networks text
);

create table public.unit_stay (
  visit uuid not null,
  plan uuid not null,
  unit integer not null,
  place text not null,
  entered timestamp(3) with time zone not null,
  left_at timestamp(3) with time zone not null,
  until timestamp(3) with time zone not null
);

create table public.unsealed (
  event_id bigint not null
) with (autovacuum_vacuum_cost_delay=0, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000);

create table public.vault_index (
  class text not null,
  mac bytea not null,
  ref text not null,
  subject uuid not null
);

create table public.vault_index_key (
  singleton boolean default true not null,
  kek text not null,
  wrapped_key bytea not null
);

create table public.vault_record (
  ref text not null,
  subject uuid not null,
  class text not null,
  nonce bytea,
  sealed bytea,
  review_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null
);

create table public.vault_subject (
  subject uuid not null,
  kek text not null,
  wrapped_key bytea,
  created_at timestamp(3) with time zone not null,
  erased_at timestamp(3) with time zone
);

create table public.view_cursor (
  view text not null,
  seq bigint default '-1'::integer not null,
  at timestamp(3) with time zone default clock_timestamp() not null
);

create table public.visit_left (
  visit text not null,
  until timestamp(3) with time zone not null
);

create table public.wrong_try (
  subject text not null,
  tries integer not null,
  since timestamp(3) with time zone not null
);

alter table access_try add constraint access_try_pkey PRIMARY KEY (code);

alter table action add constraint action_pkey PRIMARY KEY (id);

alter table action add constraint action_state_check CHECK ((state = ANY (ARRAY['owed'::text, 'acknowledged'::text, 'refused'::text, 'cancelled'::text, 'lapsed'::text, 'not-sent'::text, 'dead'::text, 'given-up'::text])));

alter table audit add constraint audit_act_check CHECK ((act ~ '^[a-z]+(-[a-z]+)*$'::text));

alter table audit add constraint audit_pkey PRIMARY KEY (id);

alter table audit add constraint audit_subject_check CHECK (((length(subject) <= 200) AND (regexp_replace(subject, '\m[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\M'::text, ''::text, 'gi'::text) !~ '[0-9]{11}|[[:space:]@]'::text)));

alter table buyer_check add constraint buyer_check_pkey PRIMARY KEY (id);

alter table campaign_visit add constraint campaign_visit_pkey PRIMARY KEY (code, day);

alter table campaign add constraint campaign_check CHECK ((ends >= starts));

alter table campaign add constraint campaign_code_key UNIQUE (code);

alter table campaign add constraint campaign_pkey PRIMARY KEY (campaign);

alter table case_appeal add constraint case_appeal_pkey PRIMARY KEY (appeal);

alter table case_claim add constraint case_claim_pkey PRIMARY KEY (claim);

alter table case_conflict add constraint case_conflict_pkey PRIMARY KEY (case_id, conflict);

alter table case_promise add constraint case_promise_pkey PRIMARY KEY (case_id);

alter table case_proof add constraint case_proof_pkey PRIMARY KEY (proof);

alter table case_sighting add constraint case_sighting_pkey PRIMARY KEY (sighting);

alter table case_unit add constraint case_unit_organisation_fkey FOREIGN KEY (organisation) REFERENCES organisation(slug);

alter table case_unit add constraint case_unit_pkey PRIMARY KEY (organisation);

alter table checkup_reminder add constraint checkup_reminder_pkey PRIMARY KEY (line);

alter table command_key add constraint command_key_pkey PRIMARY KEY (caller, key);

alter table complaint_desk add constraint complaint_desk_pkey PRIMARY KEY (place);

alter table complaint_desk add constraint complaint_desk_place_check CHECK (((place >= 1) AND (place <= 9)));

alter table contact_of_case add constraint contact_of_case_pkey PRIMARY KEY (contact, case_id);

alter table covert_plan add constraint covert_plan_pkey PRIMARY KEY (plan);

alter table covert_unit add constraint covert_unit_pkey PRIMARY KEY (plan, unit);

alter table deprivation add constraint deprivation_decile_check CHECK (((decile >= 1) AND (decile <= 10)));

alter table deprivation add constraint deprivation_lsoa_check CHECK ((lsoa ~ '^E01[0-9]{6}$'::text));

alter table deprivation add constraint deprivation_pkey PRIMARY KEY (lsoa);

alter table desk_case add constraint desk_case_pkey PRIMARY KEY (case_id);

alter table desk_deviation add constraint desk_deviation_pkey PRIMARY KEY (item, due);

alter table desk_done add constraint desk_done_pkey PRIMARY KEY (item, since);

alter table desk_item add constraint desk_item_pkey PRIMARY KEY (item);

alter table duty add constraint duty_call_sign_check CHECK ((length(call_sign) <= 12));

alter table duty add constraint duty_pkey PRIMARY KEY (officer);

alter table duty add constraint duty_shift_key UNIQUE (shift);

alter table enrolment_asked add constraint enrolment_asked_pkey PRIMARY KEY (handset);

alter table enrolment add constraint enrolment_pkey PRIMARY KEY (line);

alter table event add constraint event_pkey PRIMARY KEY (id);

alter table event add constraint event_stream_version_key UNIQUE (stream, version);

alter table event add constraint event_type_version_check CHECK ((type_version > 0));

alter table event add constraint event_version_check CHECK ((version > 0));

alter table exhibit add constraint exhibit_pkey PRIMARY KEY (exhibit);

alter table finder_card add constraint finder_card_pkey PRIMARY KEY (card);

alter table geofence add constraint geofence_pkey PRIMARY KEY (fence);

alter table handset_allowance add constraint handset_allowance_check CHECK ((per_day >= per_minute));

alter table handset_allowance add constraint handset_allowance_organisation_fkey FOREIGN KEY (organisation) REFERENCES organisation(slug);

alter table handset_allowance add constraint handset_allowance_per_minute_check CHECK ((per_minute >= 1000));

alter table handset_allowance add constraint handset_allowance_pkey PRIMARY KEY (organisation);

alter table handset_asked add constraint handset_asked_pkey PRIMARY KEY (organisation, day);

alter table handset_owner add constraint handset_owner_pkey PRIMARY KEY (handset, place);

alter table head add constraint head_pkey PRIMARY KEY (size);

alter table head add constraint head_root_check CHECK ((octet_length(root) = 32));

alter table head add constraint head_size_check CHECK ((size > 0));

alter table honey_number add constraint honey_number_pkey PRIMARY KEY (imei_key);

alter table identity_try add constraint identity_try_pkey PRIMARY KEY (subject);

alter table imei_claim add constraint imei_claim_pkey PRIMARY KEY (imei_key, claim);

alter table imei_handset add constraint imei_handset_pkey PRIMARY KEY (imei_key);

alter table imei_owner add constraint imei_owner_imei_key_check CHECK ((imei_key ~ '^[0-9]{14}$'::text));

alter table imei_owner add constraint imei_owner_pkey PRIMARY KEY (imei_key, claimant);

alter table imei_review add constraint imei_review_pkey PRIMARY KEY (stream);

alter table imei_status add constraint imei_status_of UNIQUE NULLS NOT DISTINCT (imei_key, case_id);

alter table indicator_sender add constraint indicator_sender_pkey PRIMARY KEY (mark, sender);

alter table indicator_told add constraint indicator_told_pkey PRIMARY KEY (mark, told);

alter table indicator add constraint indicator_pkey PRIMARY KEY (mark, case_id);

alter table line_network add constraint line_network_pkey PRIMARY KEY (line);

alter table list_appeal add constraint list_appeal_pkey PRIMARY KEY (appeal);

alter table list_change add constraint list_change_pkey PRIMARY KEY (no);

alter table list_exception add constraint list_exception_pkey PRIMARY KEY (no);

alter table list_follower add constraint list_follower_pkey PRIMARY KEY (operator, node);

alter table list_import_row add constraint list_import_row_pkey PRIMARY KEY (import, line);

alter table list_import add constraint list_import_pkey PRIMARY KEY (id);

alter table list_import add constraint list_import_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text));

alter table list_import add constraint list_import_sha256_key UNIQUE (sha256);

alter table list_piece add constraint list_piece_pkey PRIMARY KEY (last);

alter table listing_doubt add constraint listing_doubt_pkey PRIMARY KEY (source, conflict);

alter table listing_held_back add constraint listing_held_back_pkey PRIMARY KEY (source, imei_key);

alter table listing add constraint listing_pkey PRIMARY KEY (imei_key, source);

alter table look_doubt add constraint look_doubt_pkey PRIMARY KEY (staff, case_id, why);

alter table look_watch add constraint look_watch_pkey PRIMARY KEY (singleton);

alter table look_watch add constraint look_watch_singleton_check CHECK (singleton);

alter table measured_case add constraint measured_case_pkey PRIMARY KEY (case_id);

alter table measured_feeling add constraint measured_feeling_pkey PRIMARY KEY (case_id, step);

alter table measured_message add constraint measured_message_pkey PRIMARY KEY (case_id, at);

alter table measured_stop add constraint measured_stop_pkey PRIMARY KEY (case_id, kind, partner);

alter table message_awaited add constraint message_awaited_pkey PRIMARY KEY (action);

alter table message_failed add constraint message_failed_pkey PRIMARY KEY (action);

alter table migration add constraint migration_pkey PRIMARY KEY (number);

alter table model_said add constraint model_said_pkey PRIMARY KEY (tac, line);

alter table officer_alert add constraint officer_alert_pkey PRIMARY KEY (alert, officer);

alter table officer_alert add constraint officer_alert_turn UNIQUE (shift, turn);

alter table officer_alert add constraint officer_alert_turn_check CHECK (((turn >= 1) AND (turn <= 4)));

alter table open_case add constraint open_case_pkey PRIMARY KEY (subject);

alter table organisation_borough add constraint organisation_borough_organisation_fkey FOREIGN KEY (organisation) REFERENCES organisation(slug);

alter table organisation_borough add constraint organisation_borough_pkey PRIMARY KEY (organisation, borough);

alter table organisation add constraint organisation_pkey PRIMARY KEY (slug);

alter table organisation add constraint organisation_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{1,62}$'::text));

alter table owed add constraint owed_pkey PRIMARY KEY (event_id);

alter table partner_assertion add constraint partner_assertion_pkey PRIMARY KEY (jti_hash);

alter table partner_client add constraint partner_client_organisation_fkey FOREIGN KEY (organisation) REFERENCES organisation(slug);

alter table partner_client add constraint partner_client_pkey PRIMARY KEY (client_id);

alter table partner_key add constraint partner_key_pkey PRIMARY KEY (partner, kid);

alter table partner_key add constraint partner_key_public_key_check CHECK ((public_key ~ '^[A-Za-z0-9_-]{43}$'::text));

alter table partner add constraint partner_concurrency_check CHECK (((concurrency >= 1) AND (concurrency <= 256)));

alter table partner add constraint partner_pkey PRIMARY KEY (slug);

alter table partner add constraint partner_slug_fkey FOREIGN KEY (slug) REFERENCES organisation(slug);

alter table partner add constraint partner_timeout_ms_check CHECK (((timeout_ms >= 50) AND (timeout_ms <= 60000)));

alter table party_version add constraint party_version_pkey PRIMARY KEY (version);

alter table passkey_phone add constraint passkey_phone_means_check CHECK ((means = ANY (ARRAY['trusted-person'::text, 'own-passkey'::text, 'panic-card'::text])));

alter table passkey_phone add constraint passkey_phone_pkey PRIMARY KEY (passkey, secret);

alter table passkey add constraint passkey_credential_key UNIQUE (credential);

alter table passkey add constraint passkey_pkey PRIMARY KEY (passkey);

alter table patrol_visit add constraint patrol_visit_pkey PRIMARY KEY (id);

alter table patrol_visit add constraint patrol_visit_seconds_check CHECK ((seconds > 0));

alter table patrol_walk add constraint patrol_walk_pkey PRIMARY KEY (shift);

alter table pattern_finding add constraint pattern_finding_pkey PRIMARY KEY (finding);

alter table pattern_look add constraint pattern_look_pkey PRIMARY KEY (demo, pattern);

alter table pattern_place add constraint pattern_place_pkey PRIMARY KEY (finding);

alter table published_reading add constraint published_reading_pkey PRIMARY KEY (singleton);

alter table published_reading add constraint published_reading_singleton_check CHECK (singleton);

alter table reaction_retry add constraint reaction_retry_pkey PRIMARY KEY (reaction, event_id);

alter table receipt add constraint receipt_jws_check CHECK ((length(jws) <= 2000));

alter table receipt add constraint receipt_outcome_check CHECK ((outcome = ANY (ARRAY['acknowledged'::text, 'refused'::text])));

alter table receipt add constraint receipt_pkey PRIMARY KEY (action, jws);

alter table reported_stolen add constraint reported_stolen_pkey PRIMARY KEY (imei_key);

alter table restore_state add constraint restore_state_pkey PRIMARY KEY (singleton);

alter table restore_state add constraint restore_state_singleton_check CHECK (singleton);

alter table rise_look add constraint rise_look_pkey PRIMARY KEY (demo);

alter table sealed add constraint sealed_event_id_key UNIQUE (event_id);

alter table sealed add constraint sealed_leaf_check CHECK ((octet_length(leaf) = 32));

alter table sealed add constraint sealed_pkey PRIMARY KEY (seq);

alter table sealed add constraint sealed_seq_check CHECK ((seq >= 0));

alter table shift_plan add constraint shift_plan_pkey PRIMARY KEY (plan);

alter table shift_unit add constraint shift_unit_call_sign_check CHECK ((length(call_sign) <= 12));

alter table shift_unit add constraint shift_unit_pkey PRIMARY KEY (plan, unit);

alter table sighting_reading add constraint sighting_reading_country_check CHECK ((country ~ '^[A-Z]{2}$'::text));

alter table sighting_reading add constraint sighting_reading_imei_key_check CHECK ((imei_key ~ '^[0-9]{14}$'::text));

alter table sighting_reading add constraint sighting_reading_pkey PRIMARY KEY (partner, ref);

alter table sighting_reading add constraint sighting_reading_ref_check CHECK ((ref ~ '^[0-9a-f]{64}$'::text));

alter table square_visit add constraint square_visit_pkey PRIMARY KEY (id);

alter table square_visit add constraint square_visit_seconds_check CHECK ((seconds > 0));

alter table staff_own add constraint staff_own_pkey PRIMARY KEY (staff, line);

alter table staff_session add constraint staff_session_organisation_fkey FOREIGN KEY (organisation) REFERENCES organisation(slug);

alter table staff_session add constraint staff_session_pkey PRIMARY KEY (id_hash);

alter table staff_session add constraint staff_session_roles_check CHECK ((cardinality(roles) > 0));

alter table staff_session add constraint staff_session_staff_fkey FOREIGN KEY (staff) REFERENCES staff(id) ON DELETE CASCADE;

alter table staff add constraint staff_pkey PRIMARY KEY (id);

alter table staff add constraint staff_subject_hash_key UNIQUE (subject_hash);

alter table stop_answer add constraint stop_answer_pkey PRIMARY KEY (plan, unit, stop);

alter table stop_secret add constraint stop_secret_kind_check CHECK ((kind = ANY (ARRAY['panic-card'::text, 'trusted-person'::text, 'stop-word'::text])));

alter table stop_secret add constraint stop_secret_pkey PRIMARY KEY (secret);

alter table street_crime add constraint street_crime_pkey PRIMARY KEY (id);

alter table street_works add constraint street_works_pkey PRIMARY KEY (works);

alter table tac add constraint tac_pkey PRIMARY KEY (tac);

alter table tac add constraint tac_tac_check CHECK ((tac ~ '^[0-9]{8}$'::text));

alter table task_place add constraint task_place_pkey PRIMARY KEY (task);

alter table task add constraint task_pkey PRIMARY KEY (task);

alter table theft_case add constraint theft_case_pkey PRIMARY KEY (case_id);

alter table theft_cell add constraint theft_cell_hour_told CHECK (((happened IS NULL) = (hour_told IS NULL)));

alter table theft_cell add constraint theft_cell_pkey PRIMARY KEY (id);

alter table theft_cell add constraint theft_cell_source_check CHECK ((source = ANY (ARRAY['victim'::text, 'patrol'::text])));

alter table theft_forecast add constraint theft_forecast_pkey PRIMARY KEY (month);

alter table theft_point add constraint theft_point_pkey PRIMARY KEY (month, longitude, latitude);

alter table theft_point add constraint theft_point_thefts_check CHECK ((thefts ~ '^[0-9]{1,6}$'::text));

alter table theft_report_count add constraint theft_report_count_month_check CHECK ((month ~ '^[0-9]{4}-[0-9]{2}$'::text));

alter table theft_report_count add constraint theft_report_count_pkey PRIMARY KEY (case_id);

alter table tile add constraint tile_index_check CHECK ((index >= 0));

alter table tile add constraint tile_level_check CHECK ((level >= 0));

alter table tile add constraint tile_pkey PRIMARY KEY (level, index);

alter table tile add constraint tile_root_check CHECK ((octet_length(root) = 32));

alter table traced_square add constraint traced_square_pkey PRIMARY KEY (id);

alter table tray_row add constraint tray_row_pkey PRIMARY KEY (tray, line);

alter table tray_row add constraint tray_row_state_check CHECK ((state = ANY (ARRAY['matched'::text, 'ambiguous'::text, 'unknown'::text, 'unreadable'::text])));

alter table tray_row add constraint tray_row_tray_fkey FOREIGN KEY (tray) REFERENCES tray(tray) ON DELETE CASCADE;

alter table tray add constraint tray_pkey PRIMARY KEY (tray);

alter table unit_stay add constraint unit_stay_pkey PRIMARY KEY (visit);

alter table unsealed add constraint unsealed_pkey PRIMARY KEY (event_id);

alter table vault_index_key add constraint vault_index_key_pkey PRIMARY KEY (singleton);

alter table vault_index_key add constraint vault_index_key_singleton_check CHECK (singleton);

alter table vault_index add constraint vault_index_mac_check CHECK ((octet_length(mac) = 32));

alter table vault_index add constraint vault_index_pkey PRIMARY KEY (class, mac, ref);

alter table vault_index add constraint vault_index_ref_fkey FOREIGN KEY (ref) REFERENCES vault_record(ref);

alter table vault_index add constraint vault_index_subject_fkey FOREIGN KEY (subject) REFERENCES vault_subject(subject);

alter table vault_record add constraint vault_record_check CHECK (((sealed IS NULL) = (nonce IS NULL)));

alter table vault_record add constraint vault_record_pkey PRIMARY KEY (ref);

alter table vault_record add constraint vault_record_ref_check CHECK ((ref ~ '^v_[A-Za-z0-9_-]{22}$'::text));

alter table vault_record add constraint vault_record_subject_fkey FOREIGN KEY (subject) REFERENCES vault_subject(subject);

alter table vault_subject add constraint vault_subject_check CHECK (((erased_at IS NULL) = (wrapped_key IS NOT NULL)));

alter table vault_subject add constraint vault_subject_pkey PRIMARY KEY (subject);

alter table view_cursor add constraint view_cursor_pkey PRIMARY KEY (view);

alter table visit_left add constraint visit_left_pkey PRIMARY KEY (visit);

alter table wrong_try add constraint wrong_try_pkey PRIMARY KEY (subject);

CREATE INDEX access_try_over ON public.access_try USING btree (until);

CREATE INDEX action_dead ON public.action USING btree (answered_at) WHERE (state = 'dead'::text);

CREATE INDEX action_of_event ON public.action USING btree (stream, version);

CREATE INDEX action_order ON public.action USING btree (partner, target, "position") WHERE (state = 'owed'::text);

CREATE INDEX action_owed ON public.action USING btree (partner, step, due) WHERE (state = 'owed'::text);

CREATE INDEX action_undo ON public.action USING btree (cancels) WHERE (cancels IS NOT NULL);

CREATE INDEX audit_actor ON public.audit USING btree (actor, id);

CREATE INDEX audit_subject ON public.audit USING btree (subject, id);

CREATE INDEX campaign_of ON public.campaign USING btree (tenant, starts DESC);

CREATE INDEX case_appeal_of ON public.case_appeal USING btree (case_id);

CREATE INDEX case_claim_due ON public.case_claim USING btree (due) WHERE (answered_at IS NULL);

CREATE INDEX case_claim_of ON public.case_claim USING btree (case_id);

CREATE INDEX case_conflict_open ON public.case_conflict USING btree (found_at) WHERE (settled_at IS NULL);

CREATE INDEX case_promise_next ON public.case_promise USING btree (promised) WHERE (promised IS NOT NULL);

CREATE INDEX case_promise_not_told ON public.case_promise USING btree (opened_at) WHERE ((told_at IS NULL) AND (promised IS NOT NULL));

CREATE INDEX case_promise_opened ON public.case_promise USING btree (opened_at) WHERE (promised IS NOT NULL);

CREATE INDEX case_proof_of ON public.case_proof USING btree (case_id);

CREATE INDEX case_sighting_how ON public.case_sighting USING btree (how, at);

CREATE INDEX case_sighting_of ON public.case_sighting USING btree (case_id, at DESC);

CREATE INDEX checkup_reminder_due ON public.checkup_reminder USING btree (next_at);

CREATE INDEX checkup_reminder_handset ON public.checkup_reminder USING btree (handset);

CREATE INDEX covert_plan_tenant ON public.covert_plan USING btree (tenant, begins);

CREATE INDEX covert_unit_until ON public.covert_unit USING btree (until);

CREATE INDEX desk_case_officer ON public.desk_case USING btree (owner, officer) WHERE (officer IS NOT NULL);

CREATE INDEX desk_deviation_of_owner ON public.desk_deviation USING btree (owner, missed_at);

CREATE INDEX desk_done_lately ON public.desk_done USING btree (owner, done_at);

CREATE INDEX desk_item_by_clock ON public.desk_item USING btree (owner, due, item);

CREATE INDEX desk_item_miss ON public.desk_item USING btree (miss_at) WHERE (miss_at IS NOT NULL);

CREATE INDEX desk_item_of_case ON public.desk_item USING btree (case_id);

CREATE INDEX desk_item_warn ON public.desk_item USING btree (warn_at) WHERE (warn_at IS NOT NULL);

CREATE INDEX desk_item_written ON public.desk_item USING btree (owner, since) WHERE (sort = ANY (ARRAY['message'::text, 'challenge'::text, 'failure'::text]));

CREATE INDEX duty_near ON public.duty USING btree (easting) WHERE (easting IS NOT NULL);

CREATE INDEX duty_sealed ON public.duty USING btree (sealed) WHERE (sealed IS NOT NULL);

CREATE INDEX enrolment_asked_ticket ON public.enrolment_asked USING btree (asked);

CREATE INDEX enrolment_handset ON public.enrolment USING btree (handset);

CREATE INDEX exhibit_imei ON public.exhibit USING gin (imei_keys);

CREATE INDEX exhibit_of_tenant ON public.exhibit USING btree (tenant, seized_at DESC);

CREATE INDEX finder_card_handset ON public.finder_card USING btree (handset);

CREATE INDEX geofence_live ON public.geofence USING btree (tenant, until);

CREATE INDEX geofence_zones ON public.geofence USING btree (zones) WHERE (retired IS NULL);

CREATE INDEX identity_try_over ON public.identity_try USING btree (since);

CREATE INDEX imei_claim_of ON public.imei_claim USING btree (claim);

CREATE INDEX imei_handset_of ON public.imei_handset USING btree (handset);

CREATE INDEX imei_owner_of ON public.imei_owner USING btree (handset);

CREATE INDEX imei_review_due ON public.imei_review USING btree (review_by);

CREATE INDEX imei_status_case ON public.imei_status USING btree (case_id) WHERE (case_id IS NOT NULL);

CREATE INDEX indicator_case ON public.indicator USING btree (case_id);

CREATE INDEX indicator_sender_at ON public.indicator_sender USING btree (at);

CREATE INDEX list_appeal_claim ON public.list_appeal USING btree (claim);

CREATE INDEX list_appeal_decided ON public.list_appeal USING btree (decided_at DESC) WHERE (decided_at IS NOT NULL);

CREATE INDEX list_appeal_handset ON public.list_appeal USING btree (handset);

CREATE INDEX list_appeal_waiting ON public.list_appeal USING btree (owner, made_at) WHERE (decided_at IS NULL);

CREATE INDEX list_exception_operator ON public.list_exception USING btree (operator, no);

CREATE INDEX list_exception_source ON public.list_exception USING btree (source);

CREATE INDEX listing_of_case ON public.listing USING btree (source) WHERE (source ~~ 'case/%'::text);

CREATE INDEX look_doubt_open ON public.look_doubt USING btree (employer, doubted_at) WHERE (explained_at IS NULL);

CREATE INDEX measured_case_reported ON public.measured_case USING btree (reported_at);

CREATE INDEX message_awaited_due ON public.message_awaited USING btree (due);

CREATE INDEX message_failed_oldest ON public.message_failed USING btree (at);

CREATE INDEX officer_alert_case ON public.officer_alert USING btree (case_id);

CREATE INDEX officer_alert_force ON public.officer_alert USING btree (force, until);

CREATE INDEX officer_alert_officer ON public.officer_alert USING btree (officer, until);

CREATE INDEX open_case_lent ON public.open_case USING btree (lent_by) WHERE (lent_by IS NOT NULL);

CREATE INDEX open_case_of ON public.open_case USING btree (case_id);

CREATE INDEX partner_client_organisation ON public.partner_client USING btree (organisation);

CREATE INDEX passkey_phone_line ON public.passkey_phone USING btree (line);

CREATE INDEX patrol_visit_fence ON public.patrol_visit USING btree (fence);

CREATE INDEX patrol_visit_until ON public.patrol_visit USING btree (until);

CREATE INDEX patrol_walk_at ON public.patrol_walk USING btree (at);

CREATE INDEX pattern_finding_found ON public.pattern_finding USING btree (found_at);

CREATE INDEX pattern_place_until ON public.pattern_place USING btree (demo, pattern, until);

CREATE INDEX reaction_retry_due ON public.reaction_retry USING btree (reaction, due) WHERE (due IS NOT NULL);

CREATE INDEX shift_plan_tenant ON public.shift_plan USING btree (tenant, begins);

CREATE INDEX sighting_reading_batch ON public.sighting_reading USING btree (batch);

CREATE INDEX sighting_reading_key ON public.sighting_reading USING btree (imei_key, at DESC);

CREATE INDEX sighting_reading_received ON public.sighting_reading USING btree (received_at);

CREATE INDEX square_visit_entered ON public.square_visit USING btree (entered);

CREATE INDEX staff_session_expiry ON public.staff_session USING btree (expires_at);

CREATE INDEX staff_session_open ON public.staff_session USING btree (staff) WHERE (ended_at IS NULL);

CREATE INDEX stop_secret_handset ON public.stop_secret USING btree (handset);

CREATE INDEX stop_secret_line ON public.stop_secret USING btree (line);

CREATE INDEX street_crime_type ON public.street_crime USING btree (crime_type, month);

CREATE INDEX street_works_done ON public.street_works USING btree (done_on);

CREATE INDEX task_raised ON public.task USING btree (raised_at);

CREATE INDEX theft_case_handset ON public.theft_case USING btree (handset) WHERE (handset IS NOT NULL);

CREATE INDEX theft_case_imei ON public.theft_case USING gin (imei_keys);

CREATE INDEX theft_case_line ON public.theft_case USING btree (line) WHERE (line IS NOT NULL);

CREATE INDEX theft_case_of_force ON public.theft_case USING btree (force, opened_at DESC);

CREATE INDEX theft_case_stops_end ON public.theft_case USING btree (until) WHERE ((level > 0) AND ((ended IS NULL) OR (ended = 'no-lead-left'::text)));

CREATE INDEX theft_cell_at ON public.theft_cell USING btree (at);

CREATE UNIQUE INDEX theft_cell_change ON public.theft_cell USING btree (change);

CREATE INDEX traced_square_at ON public.traced_square USING btree (at);

CREATE INDEX tray_at ON public.tray USING btree (scanned_at);

CREATE INDEX unit_stay_unit ON public.unit_stay USING btree (plan, unit, place);

CREATE INDEX vault_index_subject ON public.vault_index USING btree (subject);

CREATE INDEX vault_record_review ON public.vault_record USING btree (review_at) WHERE (sealed IS NOT NULL);

CREATE INDEX vault_record_subject ON public.vault_record USING btree (subject);

CREATE INDEX vault_subject_kek ON public.vault_subject USING btree (kek) WHERE (erased_at IS NULL);

CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER command_key_append_only BEFORE UPDATE OR TRUNCATE ON public.command_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER head_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER organisation_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisation FOR EACH STATEMENT EXECUTE FUNCTION note_party_change();

CREATE TRIGGER partner_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.partner FOR EACH STATEMENT EXECUTE FUNCTION note_party_change();

CREATE TRIGGER receipt_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.receipt FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER sealed_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.sealed FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER street_crime_reading BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.street_crime FOR EACH STATEMENT EXECUTE FUNCTION count_published_reading();

CREATE TRIGGER theft_point_reading BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.theft_point FOR EACH STATEMENT EXECUTE FUNCTION count_published_reading();

CREATE TRIGGER tile_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.tile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER vault_record_sealed_once BEFORE UPDATE ON public.vault_record FOR EACH ROW EXECUTE FUNCTION refuse_vault_rewrite();

CREATE OR REPLACE FUNCTION public.action_step(kind text)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION public.count_published_reading()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update published_reading set number = number + 1;
  return null;
end
$function$
;

CREATE OR REPLACE FUNCTION public.list_holds(blocked timestamp with time zone, tracked timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select concat_ws(',',
    case when blocked = 'infinity' then 'blocked'
      when blocked is not null then 'blocked@' || (extract(epoch from blocked) * 1000)::bigint end,
    case when blocked >= tracked then null
      when tracked = 'infinity' then 'tracked'
      when tracked is not null then 'tracked@' || (extract(epoch from tracked) * 1000)::bigint end)
$function$
;

CREATE OR REPLACE FUNCTION public.note_party_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update party_version set version = nextval('party_version_seq');
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.put_once(given_subject uuid, given_kek text, given_key bytea, given_class text, given_ref text, given_nonce bytea, given_sealed bytea, given_review timestamp with time zone, given_at timestamp with time zone, given_mac bytea, lock bigint)
 RETURNS TABLE(ref text, subject uuid)
 LANGUAGE plpgsql
AS $function$
begin
  return query select i.ref, i.subject from vault_index i
    where i.class = given_class and i.mac = given_mac order by i.ref limit 1;
  if found then return; end if;
  perform pg_advisory_xact_lock(lock);
  return query select i.ref, i.subject from vault_index i
    where i.class = given_class and i.mac = given_mac order by i.ref limit 1;
  if found then return; end if;
  if given_kek is not null then
    insert into vault_subject (subject, kek, wrapped_key, created_at)
      values (given_subject, given_kek, given_key, given_at);
  end if;
  insert into vault_record (ref, subject, class, nonce, sealed, review_at, created_at)
    values (given_ref, given_subject, given_class, given_nonce, given_sealed, given_review, given_at);
  insert into vault_index (ref, subject, class, mac) values (given_ref, given_subject, given_class, given_mac);
  return query select given_ref, given_subject;
end
$function$
;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only: correct a fact with a further fact', tg_table_name using errcode = 'restrict_violation';
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_vault_rewrite()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.sealed is not null and (new.sealed, new.nonce) is distinct from (old.sealed, old.nonce) then
    raise exception 'a vault record is never rewritten: put a new one' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.register_pretend_partner(slug text, name text, sort text, connector text, config jsonb, kid text, public_key text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into organisation values ($1, $2, $3, true) on conflict do nothing;
  if not (select demo from organisation where organisation.slug = $1) then
    raise exception '% is a real organisation: a simulator may not take its place', $1 using errcode = 'insufficient_privilege';
  end if;
  insert into partner (slug, connector, config, simulated) values ($1, $4, $5, true)
    on conflict on constraint partner_pkey do update
      set connector = excluded.connector, config = excluded.config, simulated = true;
  if $6 is not null then
    update partner_key set valid_until = clock_timestamp()
      where partner = $1 and partner_key.kid <> $6 and valid_until is null;
    insert into partner_key values ($1, $6, $7) on conflict do nothing;
    insert into partner_client (client_id, organisation) values ('pretend-' || $1, $1) on conflict do nothing;
  end if;
  perform pg_notify('partner', '');
end $function$
;

CREATE OR REPLACE FUNCTION public.retire_pretend_partners(running text[])
 RETURNS SETOF text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  return query
    delete from partner using organisation
      where organisation.slug = partner.slug and organisation.demo and partner.simulated and partner.slug <> all(running)
      returning partner.slug;
  perform pg_notify('partner', '');
end $function$
;

create view published.measured_case as
 SELECT case_id,
    tenant,
    force,
    reported_at,
    recovered_at,
    returned_at,
    ended_at,
    harmed_at,
    joined
   FROM measured_case one
  WHERE ((NOT joined) AND (NOT (EXISTS ( SELECT
           FROM organisation
          WHERE ((organisation.slug = one.tenant) AND organisation.demo)))));

create view published.measured_feeling as
 SELECT feeling.case_id,
    feeling.step,
    feeling.at,
    feeling.safe,
    feeling.mattered
   FROM (measured_feeling feeling
     JOIN published.measured_case USING (case_id));

create view published.measured_message as
 SELECT message.case_id,
    message.at,
    message.next
   FROM (measured_message message
     JOIN published.measured_case USING (case_id));

create view published.measured_stop as
 SELECT stop.case_id,
    stop.partner,
    stop.kind,
    stop.owed_at,
    stop.confirmed_at
   FROM (measured_stop stop
     JOIN published.measured_case USING (case_id));

create view published.theft_report_count as
 SELECT case_id,
    tenant,
    month,
    joined
   FROM theft_report_count count
  WHERE ((NOT joined) AND (NOT (EXISTS ( SELECT
           FROM organisation
          WHERE ((organisation.slug = count.tenant) AND organisation.demo)))));

create view public.visible_patrol_visit as
 SELECT id,
    tenant,
    fence,
    seconds
   FROM patrol_visit
  WHERE (NOT covert);

grant delete, insert, select, update on public.access_try to ringback_server;

grant insert, select, update on public.action to ringback_server;

grant insert, select on public.audit to ringback_server;

grant delete, insert, select on public.buyer_check to ringback_server;

grant delete, insert, select, update on public.campaign to ringback_server;

grant delete, insert, select, update on public.campaign_visit to ringback_server;

grant delete, insert, select, update on public.case_appeal to ringback_server;

grant delete, insert, select, update on public.case_claim to ringback_server;

grant delete, insert, select, update on public.case_conflict to ringback_server;

grant delete, insert, select, update on public.case_promise to ringback_server;

grant delete, insert, select, update on public.case_proof to ringback_server;

grant delete, insert, select, update on public.case_sighting to ringback_server;

grant select on public.case_unit to ringback_server;

grant delete, insert, select, update on public.checkup_reminder to ringback_server;

grant insert, select on public.command_key to ringback_server;

grant select on public.complaint_desk to ringback_server;

grant delete, insert, select, update on public.contact_of_case to ringback_server;

grant delete, insert, select, update on public.covert_plan to ringback_server;

grant delete, insert, select, update on public.covert_unit to ringback_server;

grant delete, insert, select, update on public.deprivation to ringback_server;

grant delete, insert, select, update on public.desk_case to ringback_server;

grant delete, insert, select, update on public.desk_deviation to ringback_server;

grant delete, insert, select, update on public.desk_done to ringback_server;

grant delete, insert, select, update on public.desk_item to ringback_server;

grant delete, insert, select, update on public.duty to ringback_server;

grant delete, insert, select, update on public.enrolment to ringback_server;

grant delete, insert, select, update on public.enrolment_asked to ringback_server;

grant insert, select on public.event to ringback_server;

grant delete, insert, select, update on public.exhibit to ringback_server;

grant delete, insert, select, update on public.finder_card to ringback_server;

grant delete, insert, select, update on public.geofence to ringback_server;

grant select on public.handset_allowance to ringback_server;

grant delete, insert, select, update on public.handset_asked to ringback_server;

grant delete, insert, select, update on public.handset_owner to ringback_server;

grant insert, select on public.head to ringback_server;

grant select, update on public.honey_number to ringback_server;

grant delete, insert, select, update on public.identity_try to ringback_server;

grant delete, insert, select, update on public.imei_claim to ringback_server;

grant delete, insert, select, update on public.imei_handset to ringback_server;

grant delete, insert, select, update on public.imei_owner to ringback_server;

grant delete, insert, select, update on public.imei_review to ringback_server;

grant delete, insert, select, update on public.imei_status to ringback_server;

grant delete, insert, select, update on public.indicator to ringback_server;

grant delete, insert, select on public.indicator_sender to ringback_server;

grant delete, insert, select, update on public.indicator_told to ringback_server;

grant delete, insert, select, update on public.line_network to ringback_server;

grant delete, insert, select, update on public.list_appeal to ringback_server;

grant delete, insert, select, update on public.list_change to ringback_server;

grant delete, insert, select, update on public.list_exception to ringback_server;

grant delete, insert, select, update on public.list_follower to ringback_server;

grant delete, insert, select, update on public.list_import to ringback_server;

grant delete, insert, select, update on public.list_import_row to ringback_server;

grant delete, insert, select, update on public.list_piece to ringback_server;

grant delete, insert, select, update on public.listing to ringback_server;

grant delete, insert, select, update on public.listing_doubt to ringback_server;

grant delete, insert, select, update on public.listing_held_back to ringback_server;

grant delete, insert, select, update on public.look_doubt to ringback_server;

grant select, update on public.look_watch to ringback_server;

grant delete, insert, select, update on public.measured_case to ringback_server;

grant delete, insert, select, update on public.measured_feeling to ringback_server;

grant delete, insert, select, update on public.measured_message to ringback_server;

grant delete, insert, select, update on public.measured_stop to ringback_server;

grant delete, insert, select, update on public.message_awaited to ringback_server;

grant delete, insert, select, update on public.message_failed to ringback_server;

grant select on public.migration to ringback_server;

grant insert, select, update on public.model_said to ringback_server;

grant delete, insert, select, update on public.officer_alert to ringback_server;

grant delete, insert, select, update on public.open_case to ringback_server;

grant select on public.organisation to ringback_server;

grant select on public.organisation_borough to ringback_server;

grant delete, insert, select, update on public.owed to ringback_server;

grant select on public.partner to ringback_server;

grant delete, insert, select on public.partner_assertion to ringback_server;

grant select on public.partner_client to ringback_server;

grant select on public.partner_key to ringback_server;

grant select on public.party_version to ringback_server;

grant delete, insert, select, update on public.passkey to ringback_server;

grant delete, insert, select, update on public.passkey_phone to ringback_server;

grant delete, insert, select, update on public.patrol_visit to ringback_server;

grant delete, insert, select, update on public.patrol_walk to ringback_server;

grant delete, insert, select, update on public.pattern_finding to ringback_server;

grant delete, insert, select, update on public.pattern_look to ringback_server;

grant delete, insert, select, update on public.pattern_place to ringback_server;

grant select, update on public.published_reading to ringback_server;

grant delete, insert, select, update on public.reaction_retry to ringback_server;

grant insert, select on public.receipt to ringback_server;

grant delete, insert, select, update on public.reported_stolen to ringback_server;

grant select on public.restore_state to ringback_server;

grant delete, insert, select, update on public.rise_look to ringback_server;

grant insert, select on public.sealed to ringback_server;

grant delete, insert, select, update on public.shift_plan to ringback_server;

grant delete, insert, select, update on public.shift_unit to ringback_server;

grant delete, insert, select on public.sighting_reading to ringback_server;

grant delete, insert, select, update on public.square_visit to ringback_server;

grant insert, select on public.staff to ringback_server;

grant delete, insert, select, update on public.staff_own to ringback_server;

grant delete, insert, select, update on public.staff_session to ringback_server;

grant delete, insert, select, update on public.stop_answer to ringback_server;

grant delete, insert, select, update on public.stop_secret to ringback_server;

grant delete, insert, select, update on public.street_crime to ringback_server;

grant delete, insert, select, update on public.street_works to ringback_server;

grant delete, insert, select, update on public.tac to ringback_server;

grant delete, insert, select, update on public.task to ringback_server;

grant delete, insert, select, update on public.task_place to ringback_server;

grant delete, insert, select, update on public.theft_case to ringback_server;

grant delete, insert, select, update on public.theft_cell to ringback_server;

grant delete, insert, select, update on public.theft_forecast to ringback_server;

grant delete, insert, select, update on public.theft_point to ringback_server;

grant delete, insert, select, update on public.theft_report_count to ringback_server;

grant insert, select on public.tile to ringback_server;

grant delete, insert, select, update on public.traced_square to ringback_server;

grant delete, insert, select, update on public.tray to ringback_server;

grant delete, insert, select, update on public.tray_row to ringback_server;

grant delete, insert, select on public.unit_stay to ringback_server;

grant delete, insert, select, update on public.unsealed to ringback_server;

grant delete, insert, select on public.vault_index to ringback_server;

grant insert, select on public.vault_index_key to ringback_server;

grant insert, select on public.vault_record to ringback_server;

grant insert, select on public.vault_subject to ringback_server;

grant insert, select, update on public.view_cursor to ringback_server;

grant select on public.visible_patrol_visit to ringback_server;

grant delete, insert, select on public.visit_left to ringback_server;

grant delete, insert, select, update on public.wrong_try to ringback_server;

grant select on published.measured_case to ringback_server;

grant select on published.measured_feeling to ringback_server;

grant select on published.measured_message to ringback_server;

grant select on published.measured_stop to ringback_server;

grant select on published.theft_report_count to ringback_server;

grant select on simulated.measured_case to ringback_server;

grant select on simulated.measured_feeling to ringback_server;

grant select on simulated.measured_message to ringback_server;

grant select on simulated.measured_stop to ringback_server;

grant select on simulated.theft_report_count to ringback_server;
