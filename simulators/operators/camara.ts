import { z } from 'zod'
import type { Judgement } from '../frame.ts'
import { done, refuse } from './judgements.ts'
import type { HeardOf } from './lines.ts'
import { isHolder, type Subscriber } from './subscribers.ts'

const phoneNumber = z.string().regex(/^\+[1-9][0-9]{4,14}$/)
const Asked = z
  .strictObject({
    phoneNumber,
    name: z.string().optional(),
    birthdate: z.iso.date().optional(),
    postalCode: z.string().optional(),
  })
  .refine((asked) => Object.keys(asked).length > 1)
const Recycling = z.strictObject({ phoneNumber, specifiedDate: z.iso.date() })
const Device = z.strictObject({ device: z.strictObject({ phoneNumber }) })
const Swap = z.strictObject({ phoneNumber })

type Find = (line: string) => Subscriber | undefined

const notFound = {
  ...{ status: 404, code: 'IDENTIFIER_NOT_FOUND' },
  message: 'The phone number provided is not associated with a customer account',
}

/**
 * KYC Match, Number Recycling, Device Identifier and Device Swap as CAMARA has them, pretend: each attribute that was asked is
 * answered, as text. Beside CAMARA's fields stands the signed receipt, which it does not have: of the handset it says also since when.
 */
export const camaraOrders = (find: Find, heardOf: HeardOf) => ({
  '/kyc-match/v0.3/match': (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Asked.safeParse(body)
    if (!success) return undefined
    const kind = 'match-identity'
    const subscriber = find(data.phoneNumber)
    if (!subscriber) return { ...refuse(kind, 'unknown-line', notFound.code), status: 404, says: notFound }
    const { name, birthdate: born, postalCode: postcode } = data
    const says = {
      ...(name !== undefined && { nameMatch: isSame(subscriber, { name }) }),
      ...(born !== undefined && { birthdateMatch: isSame(subscriber, { born }) }),
      ...(postcode !== undefined && { postalCodeMatch: isSame(subscriber, { postcode }) }),
    }
    const all = name !== undefined && isHolder(subscriber, { name, born, postcode })
    const judged = all ? done(kind, { msisdn: data.phoneNumber }, 'MATCH') : refuse(kind, 'no-match', 'NO_MATCH')
    return { ...judged, status: 200, says }
  },

  '/number-recycling/v0.2/check': (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Recycling.safeParse(body)
    if (!success) return undefined
    const subscriber = find(data.phoneNumber)
    if (!subscriber) return { ...refuse('find-handset', 'unknown-line', notFound.code), status: 404, says: notFound }
    const phoneNumberRecycled = (subscriber.holderSince ?? '') > data.specifiedDate
    return { ...done('find-handset', { msisdn: data.phoneNumber }), says: { phoneNumberRecycled } }
  },

  '/device-identifier/v0.2/retrieve-identifier': (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Device.safeParse(body)
    if (!success) return undefined
    const kind = 'find-handset'
    const subscriber = find(data.device.phoneNumber)
    const imei = subscriber?.imeis[0]
    if (imei === undefined) return { ...refuse(kind, 'unknown-line', notFound.code), status: 404, says: notFound }
    // No CAMARA interface tells it: it stands beside its fields, like the receipt.
    const heard = subscriber && heardOf(subscriber)
    const says = { lastChecked: '2026-01-01T00:00:00.000Z', imei, tac: imei.slice(0, 8), ...(heard && { heard }) }
    const { since } = subscriber ?? {}
    const answer = { imeis: [imei], ...(since !== undefined && { since }), ...(heard && { heard }) }
    return { ...done(kind, { msisdn: data.device.phoneNumber }), says, answer }
  },

  '/device-swap/v0.2/retrieve-date': (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Swap.safeParse(body)
    if (!success) return undefined
    const kind = 'device-swap'
    const subscriber = find(data.phoneNumber)
    if (!subscriber) return { ...refuse(kind, 'unknown-line', notFound.code), status: 404, says: notFound }
    const { since = null, monitoredDays = 120 } = subscriber
    return { ...done(kind, {}), says: { latestDeviceChange: since, monitoredPeriod: monitoredDays } }
  },
})

/** Whether one attribute is the holder's: the others are taken from the holder. */
const isSame = ({ name, born, postcode, ...more }: Subscriber, asked: Partial<Subscriber>) =>
  String(isHolder({ name, born, postcode, ...more }, { name, born, postcode, ...asked }))
