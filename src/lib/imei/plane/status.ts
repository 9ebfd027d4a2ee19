/** What is known of a handset; its place here is its code in two bits. */
export const statuses = ['unknown', 'permitted', 'tracked', 'blocked'] as const
export type Status = (typeof statuses)[number]
/** 0 unknown, 1 permitted, 2 tracked, 3 blocked. */
export type StatusCode = 0 | 1 | 2 | 3

/** An IMEI key as the plane holds it: its 14 digits read as a number, below 10^14. */
export type KeyNumber = number

/** Looks one key up. The only thing that an answer needs of a plane. */
export type StatusOf = (key: KeyNumber) => StatusCode
