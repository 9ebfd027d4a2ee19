import QRCode from 'qrcode'

/** A code to scan (QR, ISO/IEC 18004) as a template draws it: `size` modules a side, and the dark ones as one SVG path. */
export type CodeToScan = { readonly size: number; readonly path: string }

/** White that a scanner needs around the code, in modules. */
const margin = 4

export function codeToScan(text: string): CodeToScan {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const dark = Array.from({ length: modules.size * modules.size }, (_, at) => at).filter((at) => modules.data[at])
  const square = (at: number) => `M${margin + (at % modules.size)} ${margin + Math.floor(at / modules.size)}h1v1h-1z`
  return { size: modules.size + 2 * margin, path: dark.map(square).join('') }
}
