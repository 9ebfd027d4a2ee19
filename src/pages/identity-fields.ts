import { z } from 'zod'
import { readBirthDate } from '#lib/birth-date'
import { readPostcode } from '#lib/postcode'

const read = (reader: (typed: string) => string | undefined, says: string) =>
  z.string().transform((typed, context) => {
    if (typed.trim() === '') return undefined
    const value = reader(typed)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: says })
    return z.NEVER
  })

/** Fields by which an operator knows the holder of a line. Each may be left empty here; `whoOf` says what is missing. */
export const identityFields = {
  name: z.string().trim().max(200, 'Enter your name in 200 letters or fewer'),
  born: read(
    (typed) => readBirthDate(typed, new Date().toISOString()),
    'We cannot read this date. Enter day, month and year, like 27 3 1990',
  ),
  postcode: read(readPostcode, 'We cannot read this postcode. Enter it like N1 9GU, or leave it empty'),
}

type Typed = { readonly name: string; readonly born?: string | undefined; readonly postcode?: string | undefined }

export const bornOrPostcode = 'Enter your date of birth or your postcode'

/** Who somebody says they are, or what is still missing. */
export function whoOf({ name, born, postcode }: Typed) {
  const errors = [
    ...(name ? [] : [{ field: 'name', says: 'Enter your name, or press “Skip this”' }]),
    ...(born || postcode ? [] : [{ field: 'born', says: bornOrPostcode }]),
  ]
  return errors.length > 0 ? { errors } : { identity: { name, ...(born && { born }), ...(postcode && { postcode }) } }
}
