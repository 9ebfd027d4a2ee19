import type pg from 'pg'

/** The pretend partners of the installation under test that we call. A telephone calls us: there is nothing to make slow. */
export type Partners = {
  readonly all: readonly { readonly slug: string; readonly sort: string; readonly baseUrl: string }[]
  readonly slugs: (sort: string) => string[]
  readonly of: (slug: string) => string
}

export async function readPartners(owner: pg.Client): Promise<Partners> {
  const { rows } = await owner.query<{ slug: string; sort: string; baseUrl: string }>(
    `select slug, sort, config ->> 'baseUrl' as "baseUrl" from partner join organisation using (slug) where connector <> 'voice' order by slug`,
  )
  return {
    all: rows,
    slugs: (sort) => rows.filter((one) => one.sort === sort).map(({ slug }) => slug),
    of: (slug) => {
      const found = rows.find((one) => one.slug === slug)
      if (!found) throw new Error(`The installation has no partner ${slug}.`)
      return found.baseUrl
    },
  }
}

/** Makes all partners slow and faulty, and some of them deaf; `{}` and `[]` make all of them well. */
export async function faults({ all }: Partners, every: object, down: readonly string[]): Promise<void> {
  const set = async ({ slug, baseUrl }: Partners['all'][number]) => {
    if (!baseUrl.startsWith('http')) return // the mailbox speaks SMTP only
    const body = JSON.stringify(down.includes(slug) ? { outage: true } : every)
    const said = await fetch(`${baseUrl}/_faults`, { method: 'POST', body })
    if (!said.ok) throw new Error(`${slug} took no faults: ${said.status} ${await said.text()}`)
  }
  await Promise.all(all.map(set))
}
