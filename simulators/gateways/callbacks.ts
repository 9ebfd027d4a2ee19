import { setTimeout as pause } from 'node:timers/promises'

const waitsMs = [50, 200, 1000, 5000]

/** Sends delivery receipts as GOV.UK Notify does: with a fixed bearer token, and again while they are not taken. */
export function openCallbacks(publicUrl: string | undefined, token: string) {
  const stop = new AbortController()
  const { signal } = stop
  const post = async (body: object, path: string): Promise<boolean> => {
    if (!publicUrl) return true
    try {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const url = new URL(path, publicUrl)
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal })).ok
    } catch {
      return false
    }
  }
  return {
    send: async (body: object, times: number, path = '/api/notify/callback'): Promise<void> => {
      for (let more = times; more > 0 && !signal.aborted; more--)
        for (const wait of waitsMs) {
          await pause(wait, undefined, { signal }).catch(() => undefined)
          if (signal.aborted || (await post(body, path))) break
        }
    },
    stop: () => stop.abort(),
  }
}
