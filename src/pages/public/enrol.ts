import type { Kysely } from 'kysely'
import { z } from 'zod'
import { seeOther } from '#http'
import { Imeis } from '#lib/imei/imei'
import { OwnLineTyped, readLine } from '#lib/line'
import { askToEnrol, type EnrolTables, ModelTyped } from '#modules/register/public'
import { definePage } from '../define-page.ts'

type Tables = EnrolTables & { organisation: { slug: string; name: string; sort: string } }

const email = z.email('Enter an e-mail address, like name@example.org').max(320)

/** An address or a number in one form; false when it is neither. */
const contactOf = (typed: string) =>
  (typed.includes('@') ? email.safeParse(typed.trim()).data : readLine(typed)) ?? false

const Contact = z
  .string()
  .refine((typed) => typed.trim() === '' || contactOf(typed) !== false, 'Enter their e-mail address or mobile number')
  .transform((typed) => contactOf(typed) || undefined)

/** Before a theft: who you are, who may stop the phone for you, which banks (B60). Two pages, no account, no password. */
export default definePage<Tables>()({
  url: '/enrol',
  title: 'Get ready before a theft',
  template: 'public/enrol.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,

  async load(_, { audit, db }) {
    await audit('look', 'enrolment/new') // the page itself shows no record
    return { banks: await choices(db, 'bank'), makers: await choices(db, 'maker') }
  },

  form: z.object({
    line: OwnLineTyped,
    name: z.string().trim().min(1, 'Enter your name').max(200, 'Enter a shorter name'),
    email,
    trustedName: z.string().trim().max(200, 'Enter a shorter name'),
    trustedContact: Contact,
    banks: z.array(z.string()).max(20, 'Choose no more than 20 banks'),
    maker: z.string(),
    mayLocate: z.string(),
    imei: z.union([z.literal('').transform(() => []), Imeis]),
    model: z.union([z.literal('').transform(() => undefined), ModelTyped]).optional(),
  }),

  async act({ trustedName, trustedContact, banks, maker, mayLocate, imei, ...me }, context) {
    const { db } = context
    if (trustedContact === me.line)
      return { errors: [{ field: 'trustedContact', says: 'Choose someone with another phone: yours may be gone' }] }
    const offered = new Set((await choices(db, 'bank')).map(({ value }) => value))
    const makers = new Set((await choices(db, 'maker')).map(({ value }) => value))
    const ticket = await askToEnrol(context, {
      ...me,
      ...(trustedContact && { trusted: { name: trustedName, contact: trustedContact } }),
      banks: banks.filter((bank) => offered.has(bank)),
      ...(makers.has(maker) && { maker }),
      ...{ mayLocate: mayLocate === 'yes', imeis: imei },
    })
    return seeOther(`/enrol/confirm?ticket=${ticket}`)
  },
})

async function choices(db: Kysely<Tables>, sort: string): Promise<{ value: string; text: string }[]> {
  const rows = await db
    .selectFrom('organisation')
    .innerJoin('partner', 'partner.slug', 'organisation.slug')
    .select(['organisation.slug', 'organisation.name'])
    .where('organisation.sort', '=', sort)
    .orderBy('organisation.name')
    .execute()
  return rows.map(({ slug, name }) => ({ value: slug, text: name }))
}
