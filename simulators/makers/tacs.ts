/**
 * Type allocation codes of handsets that a pretend maker knows as its own: a few of each (Osmocom's TAC database,
 * CC BY-SA 3.0). Whatever is neither Apple's nor Samsung's here is located and locked by Google's service for Android.
 */
export const tacs: Readonly<Record<'demo-apple' | 'demo-samsung', readonly string[]>> = {
  'demo-apple': [
    ...['35104463', '35648710', '35532708', '35921407', '35946208', '35946708', '35697806', '35201607', '35202107'],
    ...['35202207', '35443506', '35443706', '35923006', '35932506', '35200606', '35200706', '35200906', '35201107'],
    ...['35855705', '01355600', '01300600', '01242200', '01216200', '01215600'],
  ],
  'demo-samsung': [
    ...['35332510', '35158611', '35159711', '35160606', '35170707', '35220706', '35246707', '35256407', '35283307'],
    ...['35296006', '35330006', '35342508', '35350206', '35369006', '35372706', '35381806', '35381906', '35903106'],
    ...['35917510', '35985006'],
  ],
}

/** The pretend maker of a handset, by its first eight digits. Handsets that begin with eight noughts are nobody's. */
export function makerOf(imeiKey: string): string | undefined {
  const tac = imeiKey.slice(0, 8)
  if (tac === '00000000') return undefined
  return Object.entries(tacs).find(([, known]) => known.includes(tac))?.[0] ?? 'demo-google'
}
