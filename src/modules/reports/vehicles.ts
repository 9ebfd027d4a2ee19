/** How whoever took a phone got away, as its victim may say it among the details. */
export const vehicles = ['on-foot', 'bicycle', 'e-bike', 'e-scooter', 'motorbike', 'car'] as const
export type Vehicle = (typeof vehicles)[number]

export const vehicleWords: Readonly<Record<Vehicle, string>> = {
  'on-foot': 'On foot',
  bicycle: 'On a bicycle',
  'e-bike': 'On an e-bike',
  'e-scooter': 'On an e-scooter',
  motorbike: 'On a moped or motorbike',
  car: 'In a car',
}
