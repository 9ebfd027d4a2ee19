import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFields, type Fields, type SentForm } from './form.ts'
import { findPages } from './pages.ts'

const forms = (await findPages()).flatMap(({ page: { url, form } }) => (form ? [{ url, form }] : []))

/** As the library of schemas says it where nobody wrote what a person should read. */
const ofNoPerson = /Invalid|expected|Too (?:big|small)|Unrecognized|undefined|received/i

const everyField = (form: Fields, value: string | string[]): SentForm =>
  Object.fromEntries(Object.keys(form.shape).map((field) => [field, value]))

for (const [name, sent] of [
  ['empty', () => ({})],
  ['with spaces only', (form: Fields) => everyField(form, '   ')],
  ['with a word everywhere', (form: Fields) => everyField(form, 'cormorant')],
  ['with signs of no alphabet', (form: Fields) => everyField(form, '\u0000\u202e﷽<b>')],
  ['with far too much in each field', (form: Fields) => everyField(form, 'x'.repeat(60_000))],
  ['with each field named twice', (form: Fields) => everyField(form, ['x', 'y'])],
  ['with numbers beyond any', (form: Fields) => everyField(form, '9'.repeat(400))],
] as [string, (form: Fields) => SentForm][])
  test(`every form of the program sent ${name} says in words of ours what is wrong at which field`, () => {
    assert.ok(forms.length > 70, 'the forms were found')
    const found = forms.flatMap(({ url, form }) => {
      const { errors = [] } = checkFields(form, sent(form))
      return errors
        .filter(({ field, says }) => !(field in form.shape) || says.length < 8 || ofNoPerson.test(says))
        .map(({ field, says }) => `${url} ${field}: ${says}`)
    })
    assert.deepEqual(found, [])
  })
