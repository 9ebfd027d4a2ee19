import type { Agent } from './agent.ts'

/**
 * A dealer who wants the phones in another's window blocked: writes them into the register as sold to a friend, who enrols them and uses
 * the card.
 */
export const rivalShop: Agent = {
  name: 'rival-shop',
  share: 3,
  source: 'assumed; USERS 4, business rival',
  attempt: (_, { imeis }) => ({ knows: 'desk', tries: [{ do: 'sell-and-stop', imeis, afterMs: 0 }] }),
}
