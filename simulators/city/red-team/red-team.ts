import type { Agent } from './agent.ts'
import { bulkBot } from './bulk-bot.ts'
import { exPartner } from './ex-partner.ts'
import { extortionist } from './extortionist.ts'
import { insider } from './insider.ts'
import { rivalShop } from './rival-shop.ts'
import { silencer } from './silencer.ts'
import { wearerOut } from './wearer-out.ts'

/** Everybody who means harm (USERS 4). */
export const redTeam: readonly Agent[] = [exPartner, extortionist, bulkBot, insider, rivalShop, silencer, wearerOut]
