/** What a caller may do to a record. `disclose` is handing it to another organisation; `erase` destroys vault keys. */
export const acts = ['look', 'change', 'disclose', 'erase'] as const
export type Act = (typeof acts)[number]

/** Roles of DOMAIN 3.1. Those of `partnerSorts` are held by an organisation's people and by its machines alike. */
export const roles = {
  'control-room-operator': 'Takes 999 and 101 calls, grades and dispatches',
  'response-officer': 'Patrols and intercepts',
  'neighbourhood-officer': 'Knows a ward, its shops and its people',
  'transport-officer': 'British Transport Police and Transport for London, at stations and on trains',
  analyst: 'Links series, ranks premises, draws maps',
  detective: 'Investigates, arrests, charges',
  'exhibits-officer': 'Seals, stores and returns seized handsets',
  'forensics-examiner': 'Extracts and reads handsets within the authority given',
  'safeguarding-officer':
    'Trained in domestic abuse; looks at cases in safe mode, and alone reads their places and contacts',
  'records-officer': 'Answers data-protection requests, retention reviews and disclosure',
  'comms-officer': 'Runs campaigns',
  'system-administrator': 'Keeps the system running; sees no personal data of a case',
  force: 'Police force: its command and control system, which reports thefts as they are taken down',
  operator: 'Mobile operator: fraud and security team and its systems',
  bank: 'Bank: fraud operations and its systems',
  maker: 'Apple, Google, Samsung: police liaison and its systems',
  'mail-provider': 'E-mail provider: account safety and its systems',
  exchange: 'Crypto exchange: fraud operations and its systems',
  'identity-issuer': 'Issuer of a digital identity and its systems',
  'take-down': 'Service that has false sites taken down, and its systems',
  dealer: 'Second-hand dealer or repair shop, over the counter',
  marketplace: 'Online marketplace: trust team and its systems',
  council: 'Council community safety and market inspectors',
  insurer: 'Insurer: claims handlers and its systems',
  prosecutor: 'Crown Prosecution Service: charge and disclosure',
  border: 'NCA, Border Force, HMRC: freight and couriers',
  'ministry-analyst': 'Home Office or Mayor’s office: policy and targets',
  'scrutiny-body': 'Inspectorate, panel or auditor asking whether to believe it',
} as const
export type Role = keyof typeof roles

/** Sorts of organisation whose machines call by OAuth client credentials. Each is a role as well. */
export const partnerSorts = [
  'force',
  'operator',
  'bank',
  'maker',
  'mail-provider',
  'exchange',
  'identity-issuer',
  'take-down',
  'dealer',
  'marketplace',
  'council',
  'insurer',
  'prosecutor',
  'border',
  'ministry-analyst',
  'scrutiny-body',
] as const satisfies readonly Role[]
export type PartnerSort = (typeof partnerSorts)[number]

/** Kinds of record. `personal` demands a purpose and an audit row in the transaction of every look. */
export const records = {
  'theft-report': { personal: true, title: 'A theft report and its case' },
  'assisted-report': { personal: true, title: 'A theft that somebody reports for the person beside them' },
  'victim-contact': { personal: true, title: 'How to reach a victim safely' },
  safeguarding: { personal: true, title: 'Where a person in safe mode was, and how to reach them' },
  'live-location': { personal: true, title: 'A position shared by the owner, a maker or under an authorisation' },
  'handset-owner': { personal: true, title: 'Which handset is whose' },
  'imei-status': { personal: false, title: 'The go or no-go answer for one handset' },
  blocklist: { personal: false, title: 'The list of handsets that networks refuse, and its changes' },
  'block-order': { personal: true, title: 'What an operator is asked to block or unblock' },
  'lock-order': { personal: true, title: 'What a maker is asked to lock, wipe or release' },
  'freeze-order': { personal: true, title: 'What a bank is asked to hold or release' },
  sighting: { personal: true, title: 'Where and how a stolen handset was seen again' },
  'line-state': {
    personal: true,
    title: 'What an operator says of a line: SIM replaced, identity checked at the counter',
  },
  duty: { personal: true, title: 'An officer on duty: position, and the alerts that they were sent' },
  'crime-record': { personal: true, title: 'A force’s own crime record' },
  nominal: { personal: true, title: 'A person known to police records, and the links to them' },
  intelligence: { personal: true, title: 'A graded intelligence report' },
  exhibit: { personal: true, title: 'A seized item, its continuity and its owner' },
  extract: { personal: true, title: 'What a forensic tool took from a handset' },
  'evidence-bundle': { personal: true, title: 'A bundle for charge or disclosure' },
  'seller-record': { personal: true, title: 'Who sold a handset to a dealer' },
  premises: { personal: true, title: 'A shop, stall or address and what is known of it' },
  listing: { personal: true, title: 'One advertisement of a handset' },
  consignment: { personal: true, title: 'A parcel or freight movement and its handsets' },
  disclosure: { personal: true, title: 'What was shared with whom, and why' },
  'rights-request': { personal: true, title: 'Access, rectification, erasure or review of what is held' },
  hotspot: { personal: false, title: 'An area and time of raised risk' },
  'square-reports': { personal: true, title: 'The exact reports of one square: how many, in which months and hours' },
  'street-works': { personal: false, title: 'Lighting, cameras or layout that were changed at a place' },
  patrol: { personal: false, title: 'The plan of a shift, its geofences, and what visible patrols did' },
  task: { personal: true, title: 'What somebody is asked to do because of intelligence, where and why' },
  'covert-patrol': { personal: true, title: 'Where plain-clothes officers are sent, and what they did' },
  measure: { personal: false, title: 'A figure before it is published' },
  campaign: { personal: false, title: 'A message, its place and its effect' },
  audit: { personal: true, title: 'Who looked at what, and why' },
  'look-doubt': { personal: true, title: 'A look-up of a member of staff that somebody should explain' },
  proof: { personal: false, title: 'Seals, heads and proofs of the ledger' },
  receipt: { personal: false, title: 'A partner’s signed answer to an action' },
  'partner-state': { personal: false, title: 'How each partner answers; actions that need a person' },
  member: { personal: true, title: 'A staff account, its roles and tenant' },
} as const
export type RecordKind = keyof typeof records

/** Why somebody looks. Each stands on a lawful basis; a caller who cannot name one may not look at personal data. */
export const purposes = {
  'respond-to-theft': ['Act on a theft as it happens', 'DPA 2018 s.35(2)(b): law enforcement'],
  'investigate-crime': ['Investigate an offence', 'DPA 2018 s.35(2)(b): law enforcement'],
  'prevent-crime': ['Prevent offences by patrol, visit or warning', 'DPA 2018 s.35(2)(b): law enforcement'],
  prosecute: ['Charge, disclose and prosecute', 'DPA 2018 s.35(2)(b); CPIA 1996 s.3: disclosure'],
  'return-property': ['Give a handset back to its owner', 'Police (Property) Act 1897 s.1; DPA 2018 s.35(2)(b)'],
  'inform-victim': ['Tell a victim what happens in their case', 'Victims’ Code right 6; DPA 2018 s.35(2)(b)'],
  'safeguard-person': ['Keep a person at risk safe', 'DPA 2018 s.35(2)(b) and sch. 8 para. 4: safeguarding'],
  'find-consignment': ['Find stolen handsets leaving the country', 'DPA 2018 s.35(2)(b): law enforcement'],
  'block-handset': ['Block or release a handset on a mobile network', 'UK GDPR art. 6(1)(f); DPA 2018 sch. 2 para. 2'],
  'lock-handset': ['Lock, wipe or release a handset', 'UK GDPR art. 6(1)(f); DPA 2018 sch. 2 para. 2'],
  'stop-fraud': ['Hold or release money after a theft', 'UK GDPR art. 6(1)(f); DPA 2018 sch. 2 para. 2'],
  'check-before-buying': ['Find out whether a handset may be bought', 'UK GDPR art. 6(1)(f): legitimate interests'],
  'settle-claim': ['Verify a theft for a claim', 'UK GDPR art. 6(1)(b): the claimant’s contract'],
  'enforce-trading-rules': ['Inspect traders and markets', 'UK GDPR art. 6(1)(e): public task'],
  'own-case': ['See one’s own case', 'UK GDPR art. 15; Victims’ Code right 6'],
  'rights-request': [
    'Answer a data-protection request or retention review',
    'DPA 2018 ss.45 to 47; UK GDPR arts 15 to 17',
  ],
  scrutinise: ['Check that the record and its use are right', 'DPA 2018 s.62: logging; UK GDPR art. 6(1)(e)'],
  'make-statistics': ['Make figures without naming anyone', 'DPA 2018 s.41; UK GDPR art. 6(1)(e)'],
  'run-system': ['Keep the system and its accounts in order', 'UK GDPR art. 32: security of processing'],
} as const
export type Purpose = keyof typeof purposes

/** Narrows what a header, form or session says to a purpose of the vocabulary. */
export const isPurpose = (text: string | undefined): text is Purpose =>
  text !== undefined && Object.hasOwn(purposes, text)
