import { z } from 'zod'
import { defineRoute, isProblem, type Problem, type Route, type RouteContext, type seeOther } from '#http'
import { checkFields, type Fields, type SentForm } from './form.ts'
import { languageOf, otherLanguages } from './language.ts'
import type { FieldError, Render } from './render.ts'
import { staffLine } from './staff-line.ts'
import { toOpenCase, typedAgain } from './typed-again.ts'

export type Address = z.ZodObject
export type Redirect = ReturnType<typeof seeOther>
/** What a page's template is given. `title` and `errors` said here hold for this one answer. */
export type PageData = { title?: string; errors?: FieldError[]; differs?: readonly string[]; [name: string]: unknown }

type Context = RouteContext<never>
type Answer = PageData | Problem | Redirect
type Step = (input: never, context: Context) => Promise<Answer> | Answer

/** A page with its types forgotten: they have done their work where the page was written. */
export type PageParts = Pick<
  Route,
  'url' | 'who' | 'purpose' | 'limitPerMinute' | 'readsPictures' | 'params' | 'query' | 'accepts' | 'bodyLimit'
> & {
  title: string
  template: string
  personal?: boolean
  console?: boolean
  still?: boolean
  bilingual?: boolean
  load?: Step
  form?: Fields
  act?: Step
  perCode?: 'visits' | 'looks'
}

const formBytes = 64 * 1024

// The fields arrive under one name, so that none of them can pass for a part of the address.
const sentForm = z.record(z.string(), z.union([z.string(), z.array(z.string())])).transform((sent) => ({ sent }))

/** The routes of a page: GET shows it; POST, when it has a form, takes the form and shows it again with what came of it. */
export function routesOf(page: PageParts, render: Render): Route[] {
  const { form, act } = page
  return form && act ? [shows(page, render), takes({ ...page, form, act }, render)] : [shows(page, render)]
}

function shows(page: PageParts, render: Render): Route {
  const { load = () => ({}) } = page
  // By the hour: its foot says the day.
  let kept: { readonly hour: string; readonly html: string } | undefined
  const make = async (address: object, context: Context) => {
    const data = await load(address as never, context)
    return leadsAway(data) ? data : render(page.template, { ...layout(page, context, address), values: {}, ...data })
  }
  return defineRoute<never>()({
    ...frame(page),
    ...(page.perCode && { perCode: true }),
    method: 'GET',
    handle: async (address, context) => {
      if (!page.still || staffLine(context.caller)) return make(address, context)
      const hour = context.now().toISOString().slice(0, 13)
      if (kept?.hour === hour) return kept.html
      const answer = await make(address, context)
      if (typeof answer === 'string') kept = { hour, html: answer }
      return answer
    },
  })
}

function takes(page: PageParts & Required<Pick<PageParts, 'form' | 'act'>>, render: Render): Route {
  const { load = () => ({}), form, act } = page
  return defineRoute<never>()({
    ...frame(page),
    ...(page.perCode === 'visits' && { perCode: true }),
    method: 'POST',
    accepts: page.accepts ?? 'form',
    bodyLimit: page.bodyLimit ?? formBytes,
    body: sentForm,
    handle: async ({ sent, ...address }, context) => {
      const loaded = await load(address as never, context)
      if (loaded === toOpenCase && isOver(page, context)) return carried(page, sent, context, render)
      if (leadsAway(loaded)) return loaded
      const { fields, errors } = checkFields(form, sent)
      const done = errors ? { errors } : await act({ ...fields, ...address } as never, context)
      if (leadsAway(done)) return done
      return render(page.template, { ...layout(page, context, address), ...loaded, values: sent, ...done })
    },
  })
}

/** They hold nothing any more, and typed no file, which is too large to go along. */
const isOver = ({ accepts }: PageParts, { pass }: Context) => pass.held === undefined && accepts !== 'upload'

/** Their case closed while they typed: it is opened again, and nothing that they typed is lost. */
const carried = (page: PageParts, sent: SentForm, context: Context, render: Render) =>
  render('public/case.njk', { ...layout(page, context, {}), ...typedAgain(context.pass, page.url, sent) })

const leadsAway = (answer: Answer): answer is Problem | Redirect =>
  isProblem(answer) || ('redirect' in answer && 'status' in answer)

function layout({ title, url, console = false, bilingual }: PageParts, { caller }: Context, address: object) {
  const lang = bilingual ? languageOf(address) : 'en'
  const languages = bilingual ? otherLanguages(url, lang) : []
  return { title, current: url, console, staff: staffLine(caller), lang, languages }
}

function frame({ url, who, title, purpose, personal, limitPerMinute, readsPictures, params, query }: PageParts) {
  return {
    url,
    who,
    summary: `Page: ${title}`,
    produces: 'text/html; charset=utf-8',
    reply: z.string(),
    ...(purpose && { purpose }),
    ...(personal !== undefined && { personal }),
    ...(limitPerMinute !== undefined && { limitPerMinute }),
    ...(readsPictures && { readsPictures }),
    ...(params && { params }),
    ...(query && { query }),
  }
}
