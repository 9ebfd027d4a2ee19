/** How a demo's server and its pretend identity provider find each other without being configured. Not a secret: the
 * provider listens on this machine only, and signs staff into pretend organisations only. */
export const pretendProvider = (serverPort: number) => ({
  port: serverPort + 1,
  issuer: `http://127.0.0.1:${serverPort + 1}`,
  clientId: 'ringback',
  clientSecret: 'pretend-secret-of-a-pretend-provider',
})
