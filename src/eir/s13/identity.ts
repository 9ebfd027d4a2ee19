/** What this node calls itself among Diameter's nodes. */
export type Identity = {
  /** Origin-Host. */
  readonly host: string
  /** Origin-Realm. */
  readonly realm: string
}

/** As the cores that one tries first call themselves where nobody said a name. */
export const defaultHost = 'eir.localdomain'

/** The realm is the rest of the host's name, unless it is told. */
export const identityOf = (host = defaultHost, realm = host.slice(host.indexOf('.') + 1)): Identity => ({ host, realm })

/** A DiameterIdentity: the name of a host (RFC 6733 section 4.3.1). Underscores are met in networks that nobody else resolves. */
export const isHostName = (text: string): boolean =>
  text.length <= 255 && /^[a-z\d_](?:[\w-]{0,62})(?:\.[a-z\d_][\w-]{0,62})*$/i.test(text)
