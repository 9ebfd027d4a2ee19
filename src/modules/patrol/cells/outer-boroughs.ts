/** Inner London by the London Government Act 1963, and the City. All others are outer boroughs. */
const inner = new Set([
  ...['Camden', 'City of London', 'Greenwich', 'Hackney', 'Hammersmith and Fulham', 'Islington'],
  ...['Kensington and Chelsea', 'Lambeth', 'Lewisham', 'Southwark', 'Tower Hamlets', 'Wandsworth', 'Westminster'],
])

export const isOuter = (borough: string): boolean => !inner.has(borough)

/** Of the thefts of an outer borough, the share that its squares of a list made before are to have held (B22). */
export const leastRecall = 0.15
