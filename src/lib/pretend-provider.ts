/** How a demo's server and its pretend identity provider find each other without being configured. Not a secret: the
 * provider has the first of the simulators' ports, listens on this machine only, and signs staff into pretend organisations only. */
export const pretendProvider = (serverPort: number) => ({
  port: serverPort + 10,
  issuer: `http://127.0.0.1:${serverPort + 10}`,
  clientId: 'ringback',
  clientSecret: 'pretend-secret-of-a-pretend-provider',
})
