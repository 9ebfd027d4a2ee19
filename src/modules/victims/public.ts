export { type AccessTables, accessAt, type Given, giveAccess, openAccess } from './access.ts'
