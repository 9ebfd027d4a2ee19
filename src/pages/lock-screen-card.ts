import { escaped } from '#http'
import { codeToScan } from './code-to-scan.ts'

/** The card for a lock screen as the page shows it: to look at, to save as a picture, to print. */
export type LockScreenCard = { readonly code: string; readonly address: string; readonly picture: string }

/** Pixels of the picture: a common phone screen, and narrow enough for any. */
const width = 720
const height = 1560
/** Below the clock, above the buttons. */
const top = 560
const side = 420

export function lockScreenCard(origin: string, code: string): LockScreenCard {
  const address = `${origin}/f`
  const picture = pictureOf(address.replace(/^https?:\/\//, ''), code, `${address}?c=${code}`)
  return {
    ...{ code, address: address.replace(/^https?:\/\//, '') },
    picture: `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`,
  }
}

/** The picture: an address and a code, and nothing about anybody (B77). */
export function pictureOf(address: string, code: string, link: string): string {
  const { size, path } = codeToScan(link)
  const line = (y: number, px: number, text: string) =>
    `<text x="${width / 2}" y="${y}" font-size="${px}">${escaped(text)}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<path fill="#14213d" d="M0 0h${width}v${height}H0z"/>`,
    '<g fill="#fff" font-family="sans-serif" text-anchor="middle">',
    line(top - 110, 52, 'Found this phone?'),
    line(top - 50, 32, 'Scan this to tell its owner'),
    line(top + side + 60, 32, 'Or go to'),
    line(top + side + 110, 38, address),
    line(top + side + 165, 38, code),
    '</g>',
    `<svg x="${(width - side) / 2}" y="${top - 20}" width="${side}" height="${side}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`,
    '</svg>',
  ].join('')
}
