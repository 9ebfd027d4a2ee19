import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { defineRoute } from './define-route.ts'

/** A service worker. A browser wants it beside the address that it serves, so it is no hashed asset. */
export const defineWorker = ({ url, summary, file }: { url: string; summary: string; file: URL }) => {
  const script = readFileSync(file, 'utf8')
  return defineRoute()({
    method: 'GET',
    url,
    summary,
    who: 'anyone', // it holds no record
    produces: 'text/javascript; charset=utf-8',
    reply: z.string(),
    handle: () => script,
  })
}
