import { z } from 'zod'
import { defineRoute } from '#http'

const icon = { src: '/mine-icon.png', type: 'image/png', sizes: '512x512' }
const manifest = JSON.stringify({
  ...{ id: '/mine', name: 'Ringback: stop a phone', short_name: 'Stop a phone' },
  ...{ start_url: '/mine', scope: '/mine', display: 'standalone', lang: 'en' },
  ...{ background_color: '#ffffff', theme_color: '#ffffff' },
  icons: [
    { ...icon, purpose: 'any' },
    { ...icon, purpose: 'maskable' },
  ],
})

/** What a browser needs to put the page on a home screen (W3C Web Application Manifest). */
export default defineRoute()({
  method: 'GET',
  url: '/mine.webmanifest',
  summary: 'How the page of a trusted person is installed as an app',
  who: 'anyone', // it holds no record
  produces: 'application/manifest+json; charset=utf-8',
  reply: z.string(),
  handle: () => manifest,
})
