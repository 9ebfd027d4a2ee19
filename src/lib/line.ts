import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'

/** A number of a mobile line, E.164 (`+447700900123`). Personal data: only in the vault and in calls to partners. */
export type Line = string & { readonly Line: never }

const longestTyped = 60

/**
 * Reads a number as people type it: spaces, brackets, dashes, full-width digits, +44, 0044 or 07…; a number without a country
 * is British. Undefined when no line can have it (numbering plan data: libphonenumber).
 */
export function readLine(typed: string): Line | undefined {
  if (typed.length > longestTyped) return undefined
  const plain = typed
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
  if (/[^\d\s().+/\u2010-\u2015-]/u.test(plain) || [...plain].filter((one) => one === '+').length > 1) return undefined
  const dialled = plain.replace(/^00\s?/, '+')
  const number = parsePhoneNumberFromString(dialled, 'GB')
  return number?.isPossible() && !/^\+44[^7]/.test(number.number) ? (number.number as string as Line) : undefined
}

/** A form's field for a number. Says what to do, and never repeats what was typed. */
const lineTyped = (whenEmpty: string) =>
  z.string().transform((typed, context): Line => {
    const line = readLine(typed)
    if (line) return line
    context.addIssue({ code: 'custom', message: typed.trim() === '' ? whenEmpty : notRead })
    return z.NEVER
  })

const notRead = 'We cannot read this number. Enter a mobile number, like 07700 900123 or +33 6 12 34 56 78'

/** The stolen phone's number. */
export const LineTyped = lineTyped('Enter the number of the phone that was taken')

/** The number of whoever fills in the form. */
export const OwnLineTyped = lineTyped('Enter your mobile number')
