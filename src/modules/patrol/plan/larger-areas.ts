/** The areas by which the Metropolitan Police is led, of two to four boroughs each, and London with the City. */
const larger = {
  'Central East': ['Hackney', 'Tower Hamlets'],
  'Central North': ['Camden', 'Islington'],
  'Central South': ['Lambeth', 'Southwark'],
  'Central West': ['Hammersmith and Fulham', 'Kensington and Chelsea', 'Westminster'],
  'East Area': ['Barking and Dagenham', 'Havering', 'Redbridge'],
  'North Area': ['Enfield', 'Haringey'],
  'North East': ['Newham', 'Waltham Forest'],
  'North West': ['Barnet', 'Brent', 'Harrow'],
  'South Area': ['Bromley', 'Croydon', 'Sutton'],
  'South East': ['Bexley', 'Greenwich', 'Lewisham'],
  'South West': ['Kingston upon Thames', 'Merton', 'Richmond upon Thames', 'Wandsworth'],
  'West Area': ['Ealing', 'Hillingdon', 'Hounslow'],
} as const
export const whole = 'London'

/** The names of all that is larger than a borough. */
export const largerAreas = [whole, ...(Object.keys(larger) as (keyof typeof larger)[])] as const

export const boroughsOfLarger = (area: string): readonly string[] | undefined =>
  (larger as Readonly<Record<string, readonly string[]>>)[area]

export const isLarger = (area: string): area is (typeof largerAreas)[number] =>
  (largerAreas as readonly string[]).includes(area)
