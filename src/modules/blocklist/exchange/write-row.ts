import type { Holds } from '#lib/feed/holds'
import { type ImeiKey, imeiOf } from '#lib/imei/imei'
import type { LayoutName } from '../vocabulary.ts'

/** One handset to write. `since`: when what is said of it came about, ISO 8601. */
export type Said = { readonly key: string; readonly holds: Holds; readonly since: string }

type Writer = {
  readonly header: (changes: boolean) => string
  /** Undefined: this layout cannot say it. `changes`: of a list of differences. */
  readonly row: (said: Said, changes: boolean) => string | undefined
}

const dayOf = (since: string) => since.slice(0, 10)
const printed = (key: string) => imeiOf(key as ImeiKey)
const iso = (until: number | undefined) => (until === undefined ? undefined : new Date(until).toISOString())

/** What DIRBS-Core makes for operators: blocked handsets by 14 digits. It has no end, so a block that ends is not in it. */
const dirbs: Writer = {
  header: (changes) => `imei,block_date,reasons${changes ? ',change_type' : ''}\n`,
  row: ({ key, holds: [worst], since }, changes) => {
    const line = `${key},${dayOf(since).replaceAll('-', '')},Reported stolen`
    const isBlocked = worst?.status === 'blocked' && worst.until === undefined
    if (changes) return `${line},${isBlocked ? 'blocked' : 'unblocked'}\n`
    return isBlocked ? `${line}\n` : undefined
  },
}

/** The columns that `ringback import blocklist --layout gsma` reads; 0011 is SG.18's reason for a stolen handset. */
const gsma: Writer = {
  header: () => 'imei,date,reason,action,list,until\n',
  row: ({ key, holds: [worst], since }) => {
    const [action, list] = worst ? ['I', worst.status === 'blocked' ? 'black' : 'grey'] : ['R', '']
    return `${[printed(key), dayOf(since), '0011', action, list, iso(worst?.until) ?? ''].join(',')}\n`
  },
}

/** Our own. `later`: what holds once the first has ended. */
const ndjson: Writer = {
  header: () => '',
  row: ({ key, holds: [worst, then] }) => {
    const said = worst ? { status: worst.status, until: iso(worst.until) } : { status: 'off' }
    const later = then && { status: then.status, until: iso(then.until) }
    return `${JSON.stringify({ imei: printed(key), ...said, later })}\n`
  },
}

export const writers: Readonly<Record<LayoutName, Writer>> = { gsma, dirbs, ndjson }
