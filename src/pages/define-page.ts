import type { z } from 'zod'
import type { Problem, Purpose, Route, RouteContext } from '#http'
import type { Fields } from './form.ts'
import { type Address, type PageData, type PageParts, type Redirect, routesOf } from './page-routes.ts'
import type { Render } from './render.ts'

type Answer = PageData | Problem | Redirect
type Answers<Input, Tables> = (input: Input, context: RouteContext<Tables>) => Promise<Answer> | Answer

type Definition<Tables, P extends Address, Q extends Address, F extends Fields> = {
  url: string
  /** The page's name: in the window's title, and the first words that a screen reader says. */
  title: string
  /** Path below src/pages; lies beside the page's own file. */
  template: string
  /** `anyone`, or the act and record kind that the matrix judges. */
  who: Route['who']
  purpose?: Purpose
  personal?: boolean
  limitPerMinute?: number
  /** Whoever holds a case is counted by their own code: at every visit, or at looks alone where the form needs no case. */
  perCode?: 'visits' | 'looks'
  /** It offers to read numbers from pictures, in the browser. */
  readsPictures?: boolean
  /** A form with a file: it arrives as text under its field's name. `bodyLimit` in bytes. */
  accepts?: 'form' | 'upload'
  bodyLimit?: number
  /** Can be read in Welsh too: its query is `LanguageAsked`, and its template says what it says by `say`. */
  bilingual?: boolean
  /** Looks the same to everybody who is not signed in, at any time: it is made once. */
  still?: boolean
  /** Dense type, for people who work here all day. */
  console?: boolean
  params?: P
  query?: Q
  /** Looks up what the template shows. Runs on every visit, also before a form is taken. */
  load?: Answers<z.output<P> & z.output<Q>, Tables>
  /** The form's fields; each schema's message is what the person reads. A page with a form takes POST as well. */
  form?: F
  /** Runs when every field is right. Answers with more for the template, with errors, or with `seeOther(address)`. */
  act?: Answers<z.output<P> & z.output<Q> & z.output<F>, Tables>
}

/** A page as it is found in its folder: `routes(render)` makes what the edge mounts. */
export type Page = Pick<PageParts, 'url' | 'title' | 'template' | 'form'> & {
  kind: 'page'
  routes: (render: Render) => Route[]
}

type Nothing = z.ZodObject<Record<never, never>>

/**
 * A page: one file at src/pages/ROLE/NAME.ts with NAME.njk beside it. It is a kind of route, so who may open it,
 * purpose, audit and headers hold as for any other. It works without JavaScript.
 * `definePage<Tables>()({...})`: the tables are named, the rest is inferred.
 */
export const definePage =
  <Tables = unknown>() =>
  <P extends Address = Nothing, Q extends Address = Nothing, F extends Fields = Nothing>(
    page: Definition<Tables, P, Q, F>,
  ): Page => {
    const { url, title, template, form, act } = page
    if (Boolean(form) !== Boolean(act)) throw new Error(`${url}: form and act belong together. Give both, or neither.`)
    const routes = (render: Render) => routesOf(page as unknown as PageParts, render)
    return { kind: 'page', url, title, template, ...(form && { form }), routes }
  }
