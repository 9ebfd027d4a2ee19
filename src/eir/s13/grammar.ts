import { type Avp, avpOf, copyOf, noAvp, readAvp } from './avp.ts'
import { avpFlag, result, vendor3gpp } from './dictionary.ts'

/** How often an AVP may stand in a message, and how many bytes its value has where that is fixed. */
export type Rule = {
  readonly code: number
  readonly vendor: number
  readonly least: 0 | 1
  readonly most: number
  readonly size?: number | undefined
}

type More = { readonly vendor?: number; readonly size?: number }
const rule = (code: number, least: 0 | 1, most: number, { vendor = 0, size }: More): Rule => ({
  ...{ code, vendor, least, most, size },
})
export const one = (code: number, more: More = {}) => rule(code, 1, 1, more)
export const maybe = (code: number, more: More = {}) => rule(code, 0, 1, more)
export const any = (code: number, more: More = {}) => rule(code, 0, Number.POSITIVE_INFINITY, more)
export const some = (code: number, more: More = {}) => rule(code, 1, Number.POSITIVE_INFINITY, more)

export const unsigned32 = { size: 4 }
export const of3gpp = { vendor: vendor3gpp }

/** Why a message is not answered as asked: a Result-Code, and what goes into the Failed-AVP. */
export type Fault = { readonly result: number; readonly failed?: Buffer | undefined }

/** Where an AVP stands in the message that was read last: the first of its kind. */
export type Place = { count: number; start: number; from: number; to: number; end: number }

/** Reads messages of one kind. It holds the places of the last one only, and makes no object but for a fault. */
export type Grammar<Name extends string> = {
  readonly found: Readonly<Record<Name, Readonly<Place>>>
  /** Says what is wrong with the AVPs from `from` up to `to`, the first thing in their order. */
  read(bytes: Buffer, from: number, to: number): Fault | undefined
}

export function openGrammar<Name extends string>(rules: Readonly<Record<Name, Rule>>): Grammar<Name> {
  const names = Object.keys(rules) as Name[]
  const slots = names.map((name) => ({ name, rule: rules[name], place: nowhere() }))
  const byCode = new Map(slots.map((slot) => [slot.rule.code, slot]))
  const avp = noAvp()

  return {
    found: Object.fromEntries(slots.map(({ name, place }) => [name, place])) as Record<Name, Place>,
    read(bytes, from, to) {
      for (const { place } of slots) place.count = 0
      for (let at = from; at < to; at = avp.end) {
        if (!readAvp(bytes, at, to, avp)) return { result: result.invalidAvpLength, failed: headOf(bytes, at, to) }
        const slot = byCode.get(avp.code)
        if (slot?.rule.vendor !== avp.vendor) {
          if (avp.flags & avpFlag.mandatory) return { result: result.avpUnsupported, failed: copyOf(bytes, avp) }
          continue
        }
        const wrong = keep(avp, slot.rule, slot.place)
        if (wrong !== undefined) return { result: wrong, failed: copyOf(bytes, avp) }
      }
      for (const { rule, place } of slots)
        if (place.count < rule.least) return { result: result.missingAvp, failed: exampleOf(rule) }
      return undefined
    },
  }
}

const nowhere = (): Place => ({ count: 0, start: 0, from: 0, to: 0, end: 0 })

function keep(avp: Avp, { size, most }: Rule, place: Place): number | undefined {
  if (size !== undefined && avp.to - avp.from !== size) return result.invalidAvpLength
  if (place.count === most) return result.avpOccursTooManyTimes
  place.count += 1
  if (place.count > 1) return undefined
  place.start = avp.start
  place.from = avp.from
  place.to = avp.to
  place.end = avp.end
  return undefined
}

/**
 * The head of an AVP with a length that cannot be, filled up with zeros where it is cut off (RFC 6733 section 7.1.5). Its length
 * is put right: else the answer could not be read either.
 */
function headOf(bytes: Buffer, at: number, to: number): Buffer {
  const isVendor = at + 5 <= to && ((bytes[at + 4] as number) & avpFlag.vendor) !== 0
  const head = Buffer.alloc(isVendor ? 12 : 8)
  bytes.copy(head, 0, at, Math.min(to, at + head.length))
  head.writeUIntBE(head.length, 5, 3)
  return head
}

/** A missing AVP as it might be, of zeros (RFC 6733 section 7.5). */
export const exampleOf = ({ code, vendor, size = 0 }: Rule): Buffer => avpOf(code, Buffer.alloc(size), { vendor })
