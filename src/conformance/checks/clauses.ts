/** Where the contract is written down. */
export const promise = (number: number): string => `partners.md, "What a partner promises" ${number}`
export const receiptSection = 'partners.md, "The receipt"'
export const example = 'partners.md, "The example contract"'
export const travel = 'partners.md, "What a partner promises"'
