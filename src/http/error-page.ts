import type { FastifyRequest } from 'fastify'
import type { ProblemDocument } from './problem.ts'

/** Makes the page that a person sees instead of a problem document. Filled by the pages; must not throw. */
export type RenderError = (problem: ProblemDocument, request: FastifyRequest) => string | Promise<string>

/** A bare page, for when no other is given. Nothing of the request is in it. */
export const plainErrorPage: RenderError = ({ title, detail, status, reference, errors = [] }) => {
  const faults = errors.map(({ pointer, detail: said }) => `<li>${escaped(pointer)}: ${escaped(said)}</li>`).join('')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title>
<main><h1>${escaped(title)}</h1><p>${escaped(detail)}</p><ul>${faults}</ul><p>${status} · reference ${escaped(reference)}</p></main></html>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text made harmless inside HTML. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** A browser opening a page asks for text/html; API clients do not. */
export const wantsHtml = ({ headers }: Pick<FastifyRequest, 'headers'>) =>
  headers.accept?.includes('text/html') ?? false
