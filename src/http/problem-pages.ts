import type { FastifyInstance } from 'fastify'
import { escaped, wantsHtml } from './error-page.ts'
import { demoWords } from './openapi.ts'
import { problem, thrown } from './problem.ts'
import { type CatalogueEntry, problems } from './problems.ts'

const catalogue: Readonly<Record<string, CatalogueEntry>> = problems

/** Refusals of the commands, by code, so that their pages exist as well. */
export type RefusalCatalogue = Readonly<Record<string, { status: number; says: string }>>

/** The refusals of all commands. One code has one meaning everywhere, or the start stops. */
export const refusalsOf = (commands: readonly { name: string; refusals: RefusalCatalogue }[]): RefusalCatalogue => {
  const all: Record<string, { status: number; says: string }> = {}
  for (const { name, refusals } of commands)
    for (const [code, { status, says }] of Object.entries(refusals)) {
      const other = Object.hasOwn(catalogue, code) ? catalogue[code] : all[code]
      if (other && (other.status !== status || !('says' in other) || other.says !== says))
        throw new Error(`${name} refuses with ${code}, which already means something else: choose another code.`)
      all[code] = { status, says }
    }
  return all
}

/** The page behind each problem's `type`, from the same catalogue as the answer itself. */
export const serveProblemPages = (app: FastifyInstance, refusals: RefusalCatalogue, demo: boolean) => {
  app.get<{ Params: { code: string } }>('/problems/:code', { schema: { hide: true } }, async (request, reply) => {
    const { code } = request.params
    const entry = lookUp(code, refusals)
    if (!entry) throw thrown(problem('not-found'))
    if (!wantsHtml(request)) return { type: `/problems/${code}`, code, ...entry }
    return reply.type('text/html; charset=utf-8').send(pageOf(code, entry, demo))
  })
}

const lookUp = (code: string, refusals: RefusalCatalogue): CatalogueEntry | undefined => {
  if (Object.hasOwn(catalogue, code)) return catalogue[code]
  const refused = Object.hasOwn(refusals, code) ? refusals[code] : undefined
  return refused && { status: refused.status, title: 'Not done', detail: refused.says }
}

const pageOf = (code: string, { status, title, detail }: CatalogueEntry, demo: boolean) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title>
${demo ? `<p><strong>${demoWords}</strong></p>` : ''}<main><h1>${escaped(title)}</h1><p>${escaped(detail)}</p><p>Code ${escaped(code)}, status ${status}.</p></main></html>`
