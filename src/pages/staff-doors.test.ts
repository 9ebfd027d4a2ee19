import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '#http'
import { matrix } from '#http/access/matrix'
import { judge } from '#http/access/policy'
import { type Purpose, purposes, type Role, roles } from '#http/access/vocabulary'
import { findPages } from './pages.ts'
import { doors, doorsFor } from './staff-doors.ts'

/** Opened from another page alone, or the staff page itself. */
const notDoors = ['/staff']

const staffPages = async () =>
  (await findPages())
    .filter(({ file }) => file.startsWith('pages/staff/'))
    .filter(({ page }) => !page.url.includes(':') && !notDoors.includes(page.url))

test('every page of staff that can be opened by its address alone is a door of the staff page, with the page’s own demand', async () => {
  const pages = await staffPages()
  assert.deepEqual(doors.map(({ href }) => href).toSorted(), pages.map(({ page }) => page.url).toSorted())
  for (const { page } of pages) {
    const door = doors.find(({ href }) => href === page.url)
    const [shows] = page.routes(() => '')
    assert.deepEqual([door?.who, door?.purpose], [shows?.who, shows?.purpose], page.url)
  }
})

test('each role sees the doors that it may open for one of its purposes, and no other', () => {
  for (const role of Object.keys(roles) as Role[]) {
    const caller = { kind: 'staff', id: 'x', organisation: 'o', tenant: 'o', roles: [role] } as unknown as Caller
    const shown = doorsFor(caller)
    const all = Object.keys(purposes) as Purpose[]
    for (const door of doors) {
      const { who } = door
      const may =
        who === 'anyone' ||
        all
          .filter((one) => door.purpose === undefined || door.purpose === one)
          .some((one) => judge(matrix, caller, who, one).may)
      assert.equal(shown.includes(door), may && (door.only?.includes(role) ?? true), `${role} ${door.href}`)
    }
  }
  assert.deepEqual(doorsFor({ kind: 'anyone' } as Caller), [])
})
