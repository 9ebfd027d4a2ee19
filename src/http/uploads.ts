import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem, thrown } from './problem.ts'

type Fields = Record<string, string | string[]>

/**
 * Takes forms with a file (RFC 7578): each file arrives as its text under the field's name, like any other field; a picture as
 * the `data:` address that shows it. Node's
 * own reader, so that nothing is written to disk; the route's body limit bounds it.
 */
export const readUploads = (app: FastifyInstance) =>
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const form = await new Response(new Uint8Array(body), {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      })
        .formData()
        .catch(() => {
          throw thrown(problem('malformed-request')) // the reader's own words quote the body
        })
      const fields: Fields = {}
      for (const [name, value] of form.entries()) {
        const text = typeof value === 'string' ? value : readFile(await value.bytes())
        const before = Object.hasOwn(fields, name) ? fields[name] : undefined
        fields[name] = before === undefined ? text : [before, text].flat()
      }
      return fields
    },
  )

const pictures = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
] as const

/** What a picture is, is read from its first bytes: what a sender says of it counts for nothing. */
function readFile(bytes: Uint8Array): string {
  const picture = pictures.find(([, begins]) => begins.every((byte, n) => bytes[n] === byte))
  return picture ? `data:${picture[0]};base64,${Buffer.from(bytes).toString('base64')}` : textOf(bytes)
}

/** A file's text: UTF-8, or UTF-16 where the file says so, as spreadsheets' "Unicode text" does. */
function textOf(bytes: Uint8Array): string {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe
  const big = bytes[0] === 0xfe && bytes[1] === 0xff
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(bytes)
}
