/** What is done to somebody after their phone was taken (docs/adr/0026), in the order in which it is asked. */
export const harms = {
  fraud: 'Money was taken or spent',
  account: 'Somebody got into an account',
  'identity-misuse': 'Somebody used my name or papers',
  extortion: 'Somebody wants money, a code or a password',
  harassment: 'Somebody threatens or follows me',
  work: 'It hurt my work',
  family: 'It hurt my family or friends',
} as const
export type Harm = keyof typeof harms
export const harmSorts = Object.keys(harms) as [Harm, ...Harm[]]

/** How much money is gone, in bands: nobody has to know it to the penny, and no figure singles anybody out. */
export const losses = {
  none: 'None',
  'under-100': 'Less than £100',
  'under-1000': '£100 or more, less than £1,000',
  'under-10000': '£1,000 or more, less than £10,000',
  more: '£10,000 or more',
} as const
export type Loss = keyof typeof losses
export const lossBands = Object.keys(losses) as [Loss, ...Loss[]]

/** What a partner may tell of: what it sees itself. */
export const bankHarms = ['fraud', 'account', 'identity-misuse'] as const satisfies readonly Harm[]

/** What of a message is compared between cases. */
export const indicatorSorts = ['link', 'number', 'address'] as const
export type IndicatorSort = (typeof indicatorSorts)[number]

/** How somebody tells of a message that belongs to no case. */
export const toldBy = ['text', 'page', 'email'] as const
export type ToldBy = (typeof toldBy)[number]
