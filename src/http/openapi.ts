import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Named, Route } from './define-route.ts'
import { signInCookies } from './sign-in/routes.ts'

const problemSchema = z.object({
  type: z.string().describe('/problems/CODE: the page that explains it'),
  code: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  reference: z.string().describe('The request id: say it when you ask us'),
  errors: z
    .array(z.object({ in: z.enum(['body', 'query', 'path']), pointer: z.string(), detail: z.string() }))
    .optional(),
})

const refusals = {
  '4xx': { description: 'Refused', content: { 'application/problem+json': { schema: problemSchema } } },
  '5xx': { description: 'Broken on our side', content: { 'application/problem+json': { schema: problemSchema } } },
}

type Described = Pick<
  Route,
  'params' | 'query' | 'body' | 'reply' | 'status' | 'produces' | 'accepts' | 'summary' | 'who'
>

/** A route's schemas, as Fastify validates by them and OpenAPI describes them. */
export const schemaOf = ({ name, module, route }: Named<Described>) => ({
  operationId: `${module}-${name}`,
  tags: [module],
  summary: route.summary,
  ...(route.params && { params: route.params }),
  ...(route.query && { querystring: route.query }),
  ...(route.body && { body: route.body }),
  ...(route.accepts === 'form' && { consumes: ['application/x-www-form-urlencoded'] }),
  ...(route.accepts === 'upload' && { consumes: ['multipart/form-data'] }),
  ...(route.who !== 'anyone' && { security: [{ token: [] }, { signIn: [] }] }),
  response: {
    [route.status ?? 200]: {
      description: 'Done',
      content: { [route.produces ?? 'application/json']: { schema: route.reply } },
    },
    ...refusals,
  },
})

/** Collects every route mounted after it into one OpenAPI 3.1 document. */
export const collectOpenApi = (app: FastifyInstance, publicUrl: URL) =>
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Ringback',
        version: '1',
        description:
          'One report stops a stolen phone at every operator, bank and maker that takes part. Errors are problem documents (RFC 9457).',
      },
      servers: [{ url: publicUrl.origin }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'Partners: OAuth 2.0 client credentials' },
          signIn: {
            type: 'apiKey',
            in: 'cookie',
            name: signInCookies(publicUrl).session.name,
            description: 'Staff: sign in at /sign-in',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
  })

/** What stands on every page of a demo. */
export const demoWords = 'Demo: nothing here is real'

const demoBanner = `body::before { content: "${demoWords}"; display: block; padding: 5px 15px; font: bold 19px Arial, sans-serif;
  text-align: center; border-bottom: 5px solid; }`

/** The document at /api/openapi.json and a page to browse it at /api, under the same strict policy as all else. */
export const serveOpenApi = async (app: FastifyInstance, demo: boolean) => {
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  await app.register(swaggerUi, {
    routePrefix: '/api',
    uiConfig: { layout: 'BaseLayout', displayRequestDuration: true },
    theme: { title: 'Ringback API', ...(demo && { css: [{ filename: 'demo.css', content: demoBanner }] }) },
  })
}
