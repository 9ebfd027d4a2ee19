import type { Installation } from '../../test/support/installation.ts'

/** An operator's sign-in at the centre, as `ringback partner add` gave it. */
export type Client = { readonly slug: string; readonly id: string; readonly secret: string }

export async function addOperators(site: Installation, count: number): Promise<Client[]> {
  const clients: Client[] = []
  for (let n = 1; n <= count; n++) {
    const slug = `net-${String(n).padStart(2, '0')}`
    const { out, err } = await site.ringback('partner', 'add', slug, '--name', slug, '--sort', 'operator', '--demo')
    if (!out) throw new Error(`No credentials for ${slug}: ${err}`)
    const { clientId, secret } = JSON.parse(out) as { clientId: string; secret: string }
    clients.push({ slug, id: clientId, secret })
  }
  return clients
}
