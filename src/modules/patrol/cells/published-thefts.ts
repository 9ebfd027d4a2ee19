import { type Kysely, sql } from 'kysely'

export type PublishedTheft = { month: string; lon: number; lat: number; thefts: number }

const theft = 'Theft from the person'
/** The force whose file makes a month one of London: the City alone is a mile of it, and the map would show nothing else. */
const londonForce = 'Metropolitan Police Service'

/**
 * Thefts as the police published them: those added up by point (import theft-points), and of months that these lack, the street files
 * of data.police.uk (import police-uk), each month from the day on which the Metropolitan Police’s file of it is here.
 */
export async function publishedThefts<Tables>(db: Kysely<Tables>): Promise<PublishedTheft[]> {
  const { rows } = await sql<PublishedTheft>`
    with street_month as (
      select distinct month from street_crime
      where crime_type = ${theft} and force = ${londonForce} and month not in (select month from theft_point)
    )
    select month, longitude::float8 as lon, latitude::float8 as lat, thefts::int as thefts from theft_point
    union all
    select month, longitude::float8, latitude::float8, count(*)::int
    from street_crime join street_month using (month)
    where crime_type = ${theft} and longitude <> ''
    group by month, longitude, latitude
    order by month`.execute(db)
  return rows
}

/** Another one when more was read in. */
export async function publishedVersion<Tables>(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ of: string }>`
    select concat(
      (select concat(count(*), ' ', max(month), ' ', sum(thefts::int)) from theft_point), ' ',
      (select concat(count(*), ' ', max(month)) from street_crime where crime_type = ${theft})) as of`.execute(db)
  return rows[0]?.of ?? ''
}
