/** How a stolen handset shows itself to an operator or its maker, who report it in batches. */
export const reportedHows = [
  'refused-attach', // an operator refused it service
  'tracked-attach', // an operator gave it service and was asked to watch for it
  'new-sim', // it was switched on with another SIM
  'foreign-attach', // it registered in another country
  'activation-refused', // its maker refused to set it up for somebody else
  'reconnected', // its maker heard from it
] as const

/** The same, and how it shows itself to people: at a dealer's counter, to somebody about to buy it, to an officer, among seized handsets. */
export const hows = [...reportedHows, 'dealer-check', 'buyer-check', 'exhibit-scan', 'officer-check'] as const
export type How = (typeof hows)[number]
