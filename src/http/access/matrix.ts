import type { Act, Purpose, RecordKind, Role } from './vocabulary.ts'

/** `own`: records of the caller's own organisation only. `all`: of every organisation, as the law of DOMAIN 3.3 lets. */
export type Reach = 'own' | 'all'

/** One permission. What no row permits is forbidden. */
export type Permission = {
  role: Role
  record: RecordKind
  may: readonly Act[]
  purposes: readonly Purpose[]
  reach: Reach
}

const row = (
  role: Role,
  record: RecordKind,
  may: readonly Act[],
  reach: Reach,
  ...purposes: Purpose[]
): Permission => ({
  role,
  record,
  may,
  purposes,
  reach,
})

const look = ['look'] as const
const lookAndChange = ['look', 'change'] as const
const lookAndDisclose = ['look', 'disclose'] as const
const all = ['look', 'change', 'disclose'] as const

/** Role × record × act × purpose, as data. docs/access.md is made from it and a test compares every cell. */
export const matrix: readonly Permission[] = [
  row('control-room-operator', 'theft-report', lookAndChange, 'own', 'respond-to-theft'),
  row('control-room-operator', 'assisted-report', ['change'], 'own', 'respond-to-theft'),
  row('control-room-operator', 'duty', look, 'own', 'respond-to-theft'),
  row('control-room-operator', 'sighting', look, 'own', 'respond-to-theft'),
  row('control-room-operator', 'victim-contact', lookAndChange, 'own', 'respond-to-theft', 'inform-victim'),
  row('control-room-operator', 'live-location', look, 'own', 'respond-to-theft'),
  row('control-room-operator', 'imei-status', look, 'all', 'respond-to-theft'),
  row('control-room-operator', 'hotspot', look, 'all', 'respond-to-theft', 'prevent-crime'),
  row('control-room-operator', 'square-reports', look, 'all', 'respond-to-theft', 'prevent-crime'),
  row('control-room-operator', 'task', lookAndChange, 'all', 'respond-to-theft', 'prevent-crime'),
  row('control-room-operator', 'patrol', lookAndChange, 'own', 'respond-to-theft', 'prevent-crime'),
  // Of plain clothes the control room alone knows, so that nobody sends a second unit after them; officers see their own tour.
  row('control-room-operator', 'covert-patrol', lookAndChange, 'own', 'respond-to-theft', 'prevent-crime'),

  row('response-officer', 'theft-report', lookAndChange, 'own', 'respond-to-theft', 'investigate-crime'),
  row('response-officer', 'assisted-report', ['change'], 'own', 'respond-to-theft'),
  row('response-officer', 'duty', lookAndChange, 'own', 'respond-to-theft'),
  row('response-officer', 'sighting', look, 'own', 'respond-to-theft', 'investigate-crime'),
  row('response-officer', 'live-location', look, 'all', 'respond-to-theft'),
  row('response-officer', 'imei-status', look, 'all', 'respond-to-theft', 'investigate-crime'),
  row('response-officer', 'handset-owner', look, 'all', 'investigate-crime', 'return-property'),
  row('response-officer', 'exhibit', lookAndChange, 'own', 'investigate-crime', 'return-property'),
  row('response-officer', 'hotspot', look, 'all', 'respond-to-theft', 'prevent-crime'),
  row('response-officer', 'square-reports', look, 'all', 'respond-to-theft', 'prevent-crime'),
  row('response-officer', 'task', lookAndChange, 'all', 'respond-to-theft', 'prevent-crime'),
  row('response-officer', 'patrol', lookAndChange, 'own', 'respond-to-theft', 'prevent-crime'),

  row('neighbourhood-officer', 'theft-report', look, 'own', 'prevent-crime', 'investigate-crime', 'inform-victim'),
  row('neighbourhood-officer', 'duty', lookAndChange, 'own', 'respond-to-theft'),
  row('neighbourhood-officer', 'victim-contact', look, 'own', 'inform-victim'),
  row('neighbourhood-officer', 'imei-status', look, 'all', 'prevent-crime', 'investigate-crime'),
  row('neighbourhood-officer', 'premises', lookAndChange, 'own', 'prevent-crime', 'investigate-crime'),
  row('neighbourhood-officer', 'intelligence', lookAndChange, 'own', 'prevent-crime', 'investigate-crime'),
  row('neighbourhood-officer', 'hotspot', look, 'all', 'prevent-crime'),
  row('neighbourhood-officer', 'square-reports', look, 'all', 'prevent-crime'),
  row('neighbourhood-officer', 'task', lookAndChange, 'all', 'prevent-crime'),
  row('neighbourhood-officer', 'patrol', lookAndChange, 'own', 'respond-to-theft', 'prevent-crime'),

  row('transport-officer', 'theft-report', look, 'own', 'respond-to-theft', 'prevent-crime', 'investigate-crime'),
  row('transport-officer', 'assisted-report', ['change'], 'own', 'respond-to-theft'),
  row('transport-officer', 'duty', lookAndChange, 'own', 'respond-to-theft'),
  row('transport-officer', 'live-location', look, 'all', 'respond-to-theft'),
  row('transport-officer', 'imei-status', look, 'all', 'respond-to-theft', 'investigate-crime'),
  row('transport-officer', 'exhibit', lookAndChange, 'own', 'investigate-crime', 'return-property'),
  row('transport-officer', 'hotspot', look, 'all', 'respond-to-theft', 'prevent-crime'),
  row('transport-officer', 'square-reports', look, 'all', 'respond-to-theft', 'prevent-crime'),
  row('transport-officer', 'task', lookAndChange, 'all', 'respond-to-theft', 'prevent-crime'),
  row('transport-officer', 'patrol', lookAndChange, 'own', 'respond-to-theft', 'prevent-crime'),

  row('analyst', 'theft-report', look, 'all', 'investigate-crime', 'prevent-crime'),
  row('analyst', 'sighting', look, 'all', 'investigate-crime', 'prevent-crime'),
  row('analyst', 'crime-record', look, 'all', 'investigate-crime', 'prevent-crime'),
  row('analyst', 'handset-owner', look, 'own', 'investigate-crime'),
  row('analyst', 'imei-status', look, 'all', 'investigate-crime', 'prevent-crime'),
  row('analyst', 'nominal', lookAndChange, 'own', 'investigate-crime'),
  row('analyst', 'intelligence', lookAndChange, 'own', 'investigate-crime', 'prevent-crime'),
  row('analyst', 'exhibit', look, 'own', 'investigate-crime'),
  row('analyst', 'premises', lookAndChange, 'all', 'investigate-crime', 'prevent-crime'),
  row('analyst', 'listing', look, 'all', 'investigate-crime', 'prevent-crime'),
  row('analyst', 'consignment', look, 'all', 'investigate-crime', 'find-consignment'),
  row('analyst', 'hotspot', lookAndChange, 'all', 'prevent-crime', 'make-statistics'),
  row('analyst', 'square-reports', look, 'all', 'prevent-crime', 'make-statistics'),
  row('analyst', 'task', lookAndChange, 'all', 'prevent-crime'),
  row('analyst', 'street-works', lookAndChange, 'own', 'prevent-crime', 'make-statistics'),
  row('analyst', 'patrol', lookAndChange, 'own', 'prevent-crime', 'make-statistics'),
  row('analyst', 'measure', look, 'own', 'make-statistics'),

  row('detective', 'theft-report', look, 'all', 'investigate-crime', 'inform-victim'),
  // A gang is looked at across forces; whoever takes a report back, or settles a doubt, answers for it to that force's own victims.
  row('detective', 'theft-report', ['change'], 'own', 'investigate-crime', 'inform-victim'),
  row('detective', 'sighting', lookAndChange, 'all', 'investigate-crime'),
  row('detective', 'victim-contact', look, 'own', 'investigate-crime', 'inform-victim'),
  row('detective', 'live-location', look, 'own', 'respond-to-theft', 'investigate-crime'),
  row('detective', 'handset-owner', look, 'all', 'investigate-crime', 'return-property'),
  row('detective', 'imei-status', look, 'all', 'investigate-crime'),
  row('detective', 'crime-record', lookAndChange, 'own', 'investigate-crime', 'prosecute'),
  row('detective', 'nominal', lookAndChange, 'all', 'investigate-crime', 'prosecute'),
  row('detective', 'intelligence', all, 'own', 'investigate-crime'),
  row('detective', 'exhibit', lookAndChange, 'own', 'investigate-crime', 'prosecute'),
  row('detective', 'extract', look, 'own', 'investigate-crime', 'prosecute'),
  row('detective', 'evidence-bundle', all, 'own', 'investigate-crime', 'prosecute'),
  row('detective', 'seller-record', look, 'all', 'investigate-crime'),
  row('detective', 'premises', lookAndChange, 'all', 'investigate-crime'),
  row('detective', 'listing', look, 'all', 'investigate-crime'),
  row('detective', 'consignment', look, 'all', 'investigate-crime', 'find-consignment'),
  row('detective', 'disclosure', lookAndChange, 'own', 'investigate-crime', 'prosecute'),
  row('detective', 'hotspot', look, 'all', 'investigate-crime', 'prevent-crime'),
  row('detective', 'square-reports', look, 'all', 'investigate-crime', 'prevent-crime'),
  row('detective', 'task', lookAndChange, 'all', 'investigate-crime', 'prevent-crime'),

  row('exhibits-officer', 'exhibit', lookAndChange, 'own', 'investigate-crime', 'return-property'),
  row('exhibits-officer', 'handset-owner', look, 'all', 'return-property'),
  row('exhibits-officer', 'victim-contact', look, 'own', 'return-property'),
  row('exhibits-officer', 'theft-report', look, 'own', 'return-property'),
  row('exhibits-officer', 'imei-status', look, 'all', 'return-property', 'investigate-crime'),

  row('safeguarding-officer', 'safeguarding', lookAndChange, 'own', 'safeguard-person'),
  row('safeguarding-officer', 'theft-report', lookAndChange, 'own', 'safeguard-person', 'respond-to-theft'),

  row('forensics-examiner', 'exhibit', lookAndChange, 'own', 'investigate-crime', 'prosecute'),
  row('forensics-examiner', 'extract', lookAndChange, 'own', 'investigate-crime', 'prosecute'),
  row('forensics-examiner', 'imei-status', look, 'all', 'investigate-crime'),

  row('records-officer', 'theft-report', lookAndChange, 'own', 'rights-request'),
  row('records-officer', 'victim-contact', ['look', 'change', 'erase'], 'own', 'rights-request'),
  row('records-officer', 'handset-owner', ['look', 'change', 'erase'], 'own', 'rights-request'),
  row('records-officer', 'nominal', ['look', 'erase'], 'own', 'rights-request'),
  row('records-officer', 'rights-request', ['look', 'change', 'disclose', 'erase'], 'own', 'rights-request'),
  row('records-officer', 'disclosure', lookAndChange, 'own', 'rights-request'),
  row('records-officer', 'audit', lookAndDisclose, 'own', 'rights-request', 'scrutinise'),
  row('records-officer', 'look-doubt', lookAndChange, 'own', 'scrutinise'),

  row('comms-officer', 'campaign', lookAndChange, 'own', 'prevent-crime'),
  row('comms-officer', 'hotspot', look, 'own', 'prevent-crime'),
  row('comms-officer', 'measure', look, 'own', 'prevent-crime', 'make-statistics'),

  row('system-administrator', 'partner-state', lookAndChange, 'all', 'run-system'),
  row('system-administrator', 'member', lookAndChange, 'own', 'run-system'),
  row('system-administrator', 'proof', look, 'all', 'run-system'),

  // A force's own system reports, and looks at what became of what it reported. It never sees another's.
  row('force', 'theft-report', lookAndChange, 'own', 'respond-to-theft'),
  row('force', 'crime-record', ['change'], 'own', 'investigate-crime'),
  row('force', 'imei-status', look, 'all', 'respond-to-theft'),
  row('force', 'exhibit', ['change'], 'own', 'return-property', 'investigate-crime'),

  // Police to operator, maker, bank: identities, state, time, proof level and reference. Never the crime's story.
  row('operator', 'block-order', lookAndChange, 'own', 'block-handset'),
  row('operator', 'blocklist', look, 'all', 'block-handset'),
  row('operator', 'sighting', ['change'], 'own', 'block-handset'),
  row('operator', 'line-state', ['change'], 'own', 'block-handset'),
  row('operator', 'receipt', ['change'], 'own', 'block-handset'),
  row('operator', 'imei-status', look, 'all', 'block-handset', 'check-before-buying'),
  row('bank', 'freeze-order', lookAndChange, 'own', 'stop-fraud'),
  row('bank', 'receipt', ['change'], 'own', 'stop-fraud'),
  row('maker', 'lock-order', lookAndChange, 'own', 'lock-handset'),
  row('maker', 'sighting', ['change'], 'own', 'lock-handset'),
  row('maker', 'receipt', ['change'], 'own', 'lock-handset'),
  row('maker', 'imei-status', look, 'all', 'lock-handset', 'check-before-buying'),

  // Who keeps the rest of what a phone opens (docs/adr/0026): asked by the number alone, and only their own receipts come back.
  row('mail-provider', 'receipt', ['change'], 'own', 'stop-fraud'),
  row('exchange', 'receipt', ['change'], 'own', 'stop-fraud'),
  row('identity-issuer', 'receipt', ['change'], 'own', 'stop-fraud'),
  row('take-down', 'receipt', ['change'], 'own', 'stop-fraud'),

  // Register to dealer: go or no-go. Dealer to register: the seller, whom only the dealer's own tenant may look up.
  row('dealer', 'imei-status', look, 'all', 'check-before-buying'),
  // A victim without a phone walks into the next shop: it may report for them, and looks at no report.
  row('dealer', 'assisted-report', ['change'], 'own', 'respond-to-theft'),
  row('dealer', 'seller-record', lookAndChange, 'own', 'check-before-buying'),
  row('dealer', 'handset-owner', ['change'], 'own', 'check-before-buying'),
  row('marketplace', 'imei-status', look, 'all', 'check-before-buying'),
  row('marketplace', 'listing', lookAndChange, 'own', 'check-before-buying'),
  row('council', 'premises', lookAndChange, 'own', 'enforce-trading-rules'),
  row('council', 'hotspot', look, 'own', 'enforce-trading-rules', 'prevent-crime'),
  row('council', 'street-works', lookAndChange, 'own', 'prevent-crime', 'enforce-trading-rules'),
  row('council', 'imei-status', look, 'all', 'enforce-trading-rules'),
  row('insurer', 'imei-status', look, 'all', 'settle-claim'),
  row('prosecutor', 'evidence-bundle', look, 'own', 'prosecute'),
  row('prosecutor', 'disclosure', look, 'own', 'prosecute'),
  row('border', 'consignment', lookAndChange, 'own', 'find-consignment'),
  row('border', 'imei-status', look, 'all', 'find-consignment'),
  row('ministry-analyst', 'measure', look, 'all', 'make-statistics'),
  row('scrutiny-body', 'measure', look, 'all', 'scrutinise', 'make-statistics'),
  row('scrutiny-body', 'proof', look, 'all', 'scrutinise'),
  row('scrutiny-body', 'audit', lookAndDisclose, 'all', 'scrutinise'),
  row('scrutiny-body', 'look-doubt', look, 'all', 'scrutinise'),
  row('scrutiny-body', 'disclosure', look, 'all', 'scrutinise'),
]
