import assert from 'node:assert/strict'
import type { Person } from '../staff-browser.ts'

/** Wrong in one field: that is said above and beside it, and the rest comes back as it was typed. By the address of each form, who asks. */
export async function keepsWhatWasTyped(
  forms: Readonly<Record<string, Person>>,
  shift: Readonly<Record<string, string>>,
): Promise<void> {
  const typed = { ...shift, borough: 'Camden', day: '2', hours: '99', lot: '5', units: 'GX21\nGX22 car' }
  for (const [path, asks] of Object.entries(forms)) {
    const { text } = await asks.send(path, typed)
    assert.match(text, /Enter 1 to 12 hours.*id="hours-error"/, 'said above, and beside the field')
    assert.match(text, /name="hours"[^>]* value="99"/)
    assert.match(text, /<option value="Camden" selected>/)
    assert.match(text, /<option value="2" selected>/)
    assert.match(text, /<textarea[^>]*>GX21 GX22 car<\/textarea>/)
  }
}
