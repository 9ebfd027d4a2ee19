import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** Nothing is allowed but our own files; no inline script or style, no frame, no foreign form target. */
export const contentSecurityPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
}

const policyOf = (directives: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(directives)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join(';')

/** Made once: helmet would put it together for each answer. */
const usualPolicy = policyOf(contentSecurityPolicy)

/**
 * A page that reads numbers from pictures compiles WebAssembly, and so does its worker. Nothing else is wider: the code comes
 * from our own address, and no text is run as a program.
 */
export const readingPolicy = policyOf({ ...contentSecurityPolicy, 'script-src': ["'self'", "'wasm-unsafe-eval'"] })

/** Only the victim's own page may ask for a position, and only from our own origin. */
const permissionsPolicy =
  'accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(self), gyroscope=(), microphone=(), midi=(), payment=(), usb=()'

/** Security headers on every answer. Strict-Transport-Security only where the public address is https. */
export const secureHeaders = async (app: FastifyInstance, publicUrl: URL) => {
  await app.register(helmet, {
    contentSecurityPolicy: false, // set below
    strictTransportSecurity: publicUrl.protocol === 'https:' && { maxAge: 63_072_000, includeSubDomains: true },
    // Nothing to others. Not no-referrer: under it browsers send our own forms with Origin null (Fetch standard).
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', usualPolicy)
    reply.header('permissions-policy', permissionsPolicy)
    reply.header('ringback-request', request.id)
    reply.header('cache-control', 'no-store')
  })
}
