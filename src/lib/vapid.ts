import { createECDH, createHash } from 'node:crypto'

/** The keys by which push services know us (VAPID, RFC 8292), base64url. The public one goes to browsers. */
export type VapidKeys = { readonly publicKey: string; readonly privateKey: string }

/** The keys that a secret of this installation stands for (`localSecret`): the same each time, so none need be kept. */
export function vapidKeys(secret: string): VapidKeys {
  const curve = createECDH('prime256v1')
  const privateKey = createHash('sha256').update('ringback vapid ').update(secret).digest()
  curve.setPrivateKey(privateKey)
  return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') }
}
