/** nats:// or tls:// (the server must prove who it is), with a user and a password in it, or a token alone. */
export function isNatsAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^(nats|tls):$/.test(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname)
}
