import type { KeyNumber, StatusCode } from '#lib/imei/plane/status'
import type { Plane } from './status-list.ts'

/** A plane for lists that are short: some 60 bytes a key, and no more than 16 million of them. */
export function openMapPlane(): Plane {
  const statuses = new Map<KeyNumber, StatusCode>()
  return {
    statusOf: (key) => statuses.get(key) ?? 0,
    set: (key, status) => void (status === 0 ? statuses.delete(key) : statuses.set(key, status)),
  }
}
