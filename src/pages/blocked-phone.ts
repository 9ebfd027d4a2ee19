import { z } from 'zod'
import type { RouteContext } from '#http'
import { Imeis } from '#lib/imei/imei'
import { contactField } from './contact-field.ts'

/** A field that somebody fills in their own words. */
export const inWords = (says: string) => z.string().trim().min(1, says).max(500, 'Write less: 500 letters are enough')

/** What we ask whoever has a phone that is blocked, and did nothing wrong: which one it is, and where we reach them. */
export const blockedPhone = {
  imei: Imeis,
  contact: contactField('Enter an e-mail address, like name@example.org, or a mobile number, like 07700 900123'),
}

/** A page for them: without an account, and its form shows no record. */
export const forBlockedPhone = (record: 'appeal' | 'good-faith') =>
  ({
    who: 'anyone',
    purpose: 'respond-to-theft',
    personal: true,
    limitPerMinute: 20,
    async load(_: unknown, { audit }: Pick<RouteContext, 'audit'>) {
      await audit('look', record)
      return { heard: false }
    },
  }) as const
