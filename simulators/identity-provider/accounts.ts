/** A pretend organisation. Its name says so wherever it is shown. */
export type PretendOrganisation = { slug: string; name: string; sort: string; demo: true }

/** A pretend account: a role at an organisation. It has no personal name, because nobody is meant. */
export type PretendAccount = { id: string; organisation: PretendOrganisation; role: string; title: string }

// DOMAIN 3.1: who uses Ringback and for whom they work. One line an organisation: slug, name, sort, roles.
const people: [slug: string, name: string, sort: string, roles: Record<string, string>][] = [
  [
    'demo-met',
    'Metropolitan Police (pretend)',
    'force',
    {
      'control-room-operator': 'Control-room operator',
      'response-officer': 'Response officer',
      'neighbourhood-officer': 'Neighbourhood officer',
      analyst: 'Phone-theft unit analyst',
      detective: 'Detective',
      'exhibits-officer': 'Exhibits officer',
      'forensics-examiner': 'Digital forensics examiner',
      'safeguarding-officer': 'Safeguarding officer',
      'records-officer': 'Records officer',
      'comms-officer': 'Communications officer',
      'system-administrator': 'System administrator',
    },
  ],
  ['demo-city', 'City of London Police (pretend)', 'force', { detective: 'Detective', analyst: 'Analyst' }],
  ['demo-btp', 'British Transport Police (pretend)', 'force', { 'transport-officer': 'Transport officer' }],
  ['demo-tfl', 'Transport for London (pretend)', 'transport', { 'transport-officer': 'Station safety officer' }],
  ['demo-ee', 'EE (pretend)', 'operator', { operator: 'Fraud and security team' }],
  ['demo-bank', 'Example Bank (pretend)', 'bank', { bank: 'Fraud operations' }],
  ['demo-maker', 'Example Maker (pretend)', 'maker', { maker: 'Police liaison' }],
  ['demo-dealer', 'Second Hand Phones (pretend)', 'dealer', { dealer: 'Counter staff' }],
  ['demo-marketplace', 'An online marketplace (pretend)', 'marketplace', { marketplace: 'Trust team' }],
  ['demo-council', 'Westminster City Council (pretend)', 'council', { council: 'Market inspector' }],
  ['demo-border', 'Border and crime agencies (pretend)', 'border', { border: 'Freight officer' }],
  ['demo-insurer', 'An insurer (pretend)', 'insurer', { insurer: 'Claims handler' }],
  ['demo-prosecutor', 'Crown Prosecution Service (pretend)', 'prosecutor', { prosecutor: 'Prosecutor' }],
  ['demo-ministry', 'Home Office (pretend)', 'ministry-analyst', { 'ministry-analyst': 'Policy analyst' }],
  ['demo-public', 'The public (pretend)', 'public', {}],
  ['demo-scrutiny', 'A scrutiny body (pretend)', 'scrutiny-body', { 'scrutiny-body': 'Inspector' }],
]

/** The organisations whose staff the pretend provider knows; a demo database must know them too. */
export const pretendOrganisations: PretendOrganisation[] = people.map(([slug, name, sort]) => ({
  slug,
  name,
  sort,
  demo: true,
}))

/** The boroughs of the pretend councils: where they may write down what they changed. */
export const pretendBoroughs: Readonly<Record<string, readonly string[]>> = { 'demo-council': ['Westminster'] }

/** Every account on the choose-account page. The last two show what happens to somebody who may not come in. */
export const pretendAccounts: PretendAccount[] = [
  ...people.flatMap(([slug, name, sort, roles]) =>
    Object.entries(roles).map(([role, title]) => account({ slug, name, sort, demo: true }, role, title)),
  ),
  account(
    { slug: 'demo-nowhere', name: 'An unknown organisation (pretend)', sort: 'force', demo: true },
    'analyst',
    'Analyst',
  ),
  account(
    { slug: 'demo-bank', name: 'Example Bank (pretend)', sort: 'bank', demo: true },
    'detective',
    'Claims to be a detective',
  ),
]

/**
 * The account of an id. `demo-met.response-officer-17` is one more officer like `demo-met.response-officer`: a city has many,
 * and the choose-account page shows one of each.
 */
export function accountOf(id: string): PretendAccount | undefined {
  const [, plain = id] = /^(.+)-\d{1,4}$/.exec(id) ?? []
  const known = pretendAccounts.find((one) => one.id === plain)
  return known && { ...known, id }
}

function account(organisation: PretendOrganisation, role: string, title: string): PretendAccount {
  return { id: `${organisation.slug}.${role}`, organisation, role, title }
}
