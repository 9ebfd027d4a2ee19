export { type Follower, type FollowerTables, followers } from './followers.ts'
