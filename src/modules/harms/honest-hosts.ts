/**
 * Hosts that are well known to be honest, and those below them. A thief's message often has one beside the false link, and whoever
 * dislikes one can forward it: however many tell of it, it is not handed on by that. A proved case still hands it on, for a page of a
 * thief may stand at an honest host.
 */
const honest =
  `ee.co.uk bt.com o2.co.uk vodafone.co.uk three.co.uk giffgaff.com tescomobile.com idmobile.co.uk smarty.co.uk voxi.co.uk
  lebara.co.uk sky.com virginmedia.com plus.net nhs.uk ac.uk bbc.co.uk royalmail.com ukfinance.org.uk victimsupport.org.uk
  apple.com icloud.com google.com android.com samsung.com microsoft.com outlook.com gmail.com gov.uk police.uk
  amazon.co.uk amazon.com paypal.com ebay.co.uk whatsapp.com facebook.com instagram.com tfl.gov.uk`
    .trim()
    .split(/\s+/)

/** `own`: our own host. A shortened link stands for any host at all, so it is none of these. */
export const isHonest = (host: string, own: string): boolean =>
  [...honest, own].some((one) => host === one || host.endsWith(`.${one}`))

/** So many who texted it, each from a number of their own, and a link is handed on without a case. */
export const enoughTexts = 3

/**
 * Whether a link that belongs to no case is handed on. Only texts count: from a page or by mail one person is as many as they like.
 */
export const isHandedOn = ({ texts, honest: known }: { readonly texts: number; readonly honest: boolean }): boolean =>
  !known && texts >= enoughTexts
