import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { hearLive } from './support/hear-live.ts'
import { openLoop } from './support/loop.ts'
import { findingOf, phonesAtDealer, phonesTraced } from './support/plant-intelligence.ts'
import { type Person, staff } from './support/staff-browser.ts'
import { theftSeries } from './support/theft-series.ts'

test('patterns in the thefts, through the whole system', async (whole) => {
  const loop = await openLoop(whole)
  await loop.organisation('demo-met', 'force')
  await loop.organisation('demo-other', 'force')

  await whole.test(
    'B13: a series of thefts is found, told once, to analysts alone and apart from demos, at once on an open page; one of them answers, and all see who',
    async () => {
      const { pool } = loop.db.owner
      await pool.query(`insert into organisation (slug, name, sort) values ('first-force', 'First force', 'force')`)
      const looked = () =>
        loop.until('all have looked', async () => (await pool.query('select from pattern_look')).rowCount === 12)
      await looked()
      await pool.query('delete from theft_cell')
      const analyst = await loop.staff('demo-public', 'analyst', 'prevent-crime')
      const real = await loop.staff('first-force', 'analyst', 'prevent-crime')
      const officerOf = await loop.staff('demo-public', 'response-officer', 'prevent-crime')
      const listen = await hearLive(loop, '/live/patterns', analyst)
      await listen.until(/"waiting":0/)
      // What is there when the watch first begins is past; here it has begun.
      await pool.query('insert into rise_look values (true, 0) on conflict (demo) do update set change = 0')
      await theftSeries(loop)
      await pool.query('delete from pattern_look')
      await looked()
      const queue = async ({ cookie }: { cookie: string }) => {
        const page = await fetch(`${loop.origin}/staff/patterns`, { headers: { cookie } })
        return page.status === 200 ? wordsOf(await page.text()) : page.status
      }
      const words = await loop.until('it waits', async () => {
        const said = await queue(analyst)
        return String(said).includes('again and again in one place near') && String(said)
      })
      assert.match(
        words,
        /again and again in one place near .+, [A-Z]\w+.* Phone snatched: 1\d thefts from .+ \(hour of the theft where it was told, else of the report\)\..+ would be usual/,
      )
      // The same ten were a rise of their square as they came in: told once, by then.
      const rises = async () =>
        (await pool.query(`select thefts, expected_tenths from pattern_finding where pattern = 'rise'`)).rows
      const [rise, ...more] = await loop.until('the rise is told', async () => {
        const rows = await rises()
        return rows.length > 0 && rows
      })
      assert.ok(more.length === 0 && rise.thefts >= 4 && rise.thefts <= 10 && rise.expected_tenths < 10)
      assert.match(String(await queue(analyst)), /Far more thefts reported than usual, in the last day or two near .+/)
      assert.match(String(await queue(real)), /Nothing waits/)
      assert.doesNotMatch(String(await queue(real)), /These thefts are more than chance/)
      assert.equal(await queue(officerOf), 403)
      const ask = (path: string, { cookie }: { cookie: string }) => fetch(loop.origin + path, { headers: { cookie } })
      const home = async (who: { cookie: string }) => wordsOf(await (await ask('/staff', who)).text())
      assert.equal((await ask('/live/patterns', officerOf)).status, 403)
      const waiting = Number((await pool.query('select from pattern_finding where answered_at is null')).rowCount)
      assert.ok(waiting >= 2)
      await listen.until(new RegExp(`"waiting":${waiting},`))
      assert.match(await home(analyst), new RegExp(`${waiting} wait Patterns that nobody has answered`))
      for (const other of [real, officerOf]) assert.doesNotMatch(await home(other), /Patterns that nobody has answered/)

      const found = async () => {
        const { rows } = await pool.query(`select data from event where type = 'patrol.pattern-found' order by id`)
        return rows.map(({ data }) => data)
      }
      const first = await found()
      await pool.query('delete from pattern_look')
      await looked()
      assert.deepEqual(await found(), first, 'a look that finds it again tells nobody again')

      const { finding } = first.find(({ pattern }) => pattern === 'near-repeat')
      const answer = ({ cookie }: { cookie: string }, says: string) =>
        sendForm(loop, '/staff/patterns', { finding, says }, { cookie })
      assert.equal((await answer(real, 'event')).status, 404)
      assert.match(await (await answer(analyst, '')).text(), /Choose what you do with it/)
      assert.equal((await answer(analyst, 'event')).status, 303)
      await loop.until('it is answered', async () =>
        /Put aside: a big event/.test(String(await queue(analyst)).split('Answered in')[1] ?? ''),
      )
      await listen.until(new RegExp(`"waiting":${waiting - 1},`))
      listen.stop()
      assert.match(String(await queue(analyst)), /Put aside: a big event was there\. demo-public, /)
      // With twice the thefts what was put aside is told again, and says what it goes on with.
      await pool.query(
        `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
       select gen_random_uuid(), tenant, easting, northing, 50, at, method, source, false, nextval('theft_cell_changes')
       from theft_cell, generate_series(1, 4) where easting = 529500 and northing = 181500`,
      )
      await pool.query('delete from pattern_look')
      await looked()
      const [, grown] = (await found()).filter(({ pattern }) => pattern === 'near-repeat')
      assert.ok(grown?.thefts >= 40, `${grown?.thefts}`)
      await loop.until('it waits as another', async () =>
        /thefts .* It goes on with one of 1\d thefts, answered .+: Put aside: a big event was there\./.test(
          String(await queue(analyst)).split('Answered in')[0] ?? '',
        ),
      )
      // Found, worked on, put aside, nothing in common: what people make of a pattern tells whether it is worth their time.
      assert.match(String(await queue(analyst)), /How each pattern did.*again and again in one place\s*2\s*0\s*1\s*0/)
    },
  )

  const sql = async <Row>(text: string, values: unknown[] = []) =>
    (await loop.db.owner.pool.query(text, values)).rows as Row[]
  const tasksOf = async ({ get }: Person) =>
    (await (await get('/staff/tasks.csv')).text())
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','))

  await whole.test(
    'A22: a planted signal is a top-five task within a minute, among a dozen others; it cites its pattern, and stands where analysts look',
    async () => {
      const analyst = await staff(loop, 'analyst', 'prevent-crime', 'demo-public')
      for (let at = 1; at <= 12; at++) {
        await loop.organisation(`demo-shop-${at}`, 'dealer')
        await phonesAtDealer(loop, `demo-shop-${at}`, 3)
      }
      await loop.until(
        'a dozen dealers are visited',
        async () => (await tasksOf(analyst)).filter(([, , , source]) => source === 'dealer').length === 12,
      )
      const others = new Set((await tasksOf(analyst)).map(([, task]) => task))
      const begun = performance.now()
      await sql(
        `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
       select gen_random_uuid(), 'demo-public', 532500, 184500, 50, date_trunc('hour', now()) - (1 + at % 5) * interval '1 hour', 'robbery', 'victim', false, nextval('theft_cell_changes')
       from generate_series(0, 29) at`,
      )
      const planted = await loop.until('it is among the first five', async () =>
        (await tasksOf(analyst)).slice(0, 5).find(([, task = '', , source]) => source === 'rise' && !others.has(task)),
      )
      assert.ok(performance.now() - begun < 60_000)
      const [rank = '', task = '', , , finding = ''] = planted
      assert.ok(Number(rank) <= 5)
      const [cited] = await sql<{ pattern: string }>('select pattern from pattern_finding where finding = $1', [
        finding,
      ])
      assert.equal(cited?.pattern, 'rise')
      const page = await analyst.page(`/staff/tasks/${task}`)
      assert.match(
        page,
        /<h1[^>]*>Patrol near .*<\/h1>.*Far more thefts reported than usual.*\d+ thefts from .* would be usual/,
      )
      assert.match(page, new RegExp(`href="/staff/patterns#finding-${finding}"`))
      const patterns = await analyst.page('/staff/patterns')
      const top = patterns.split('Worth most now')[1]?.split('All tasks')[0] ?? ''
      assert.equal(top.match(/href="\/staff\/tasks\//g)?.length, 5)
      assert.match(top, new RegExp(`href="/staff/tasks/${task}"`))
      assert.match(patterns, new RegExp(`id="finding-${finding}"`))
      const looks = await sql(`select from audit where record = 'task' and actor = $1 and subject = $2`, [
        `staff:${analyst.id}`,
        `task/${task}`,
      ])
      assert.equal(looks.length, 1, 'each look is written down')
    },
  )

  await whole.test(
    'A22 A35: an officer completes a task in three taps; taken, it is worked on as a pattern; no and why puts the pattern aside; handed on, only that team takes it',
    async () => {
      const officer = await staff(loop, 'neighbourhood-officer', 'prevent-crime', 'demo-met')
      const others = await staff(loop, 'response-officer', 'prevent-crime', 'demo-other')
      const [, own = ''] = (await tasksOf(officer)).find(([, , , source]) => source === 'rise') ?? []
      const path = `/staff/tasks/${own}`
      // One: the task. Two: I take it. Three: what came of it.
      assert.match(await officer.page(path), /I take it/)
      const taken = await officer.send(path, { do: 'take' })
      assert.deepEqual([taken.status, taken.to], [303, path])
      assert.match(await officer.page(path), /You have it\. What came of it\?/)
      assert.match(await others.page(path), /demo-met has it/)
      assert.match(
        (await others.send(path, { do: 'done', result: 'was-there' })).text,
        /Somebody has this task already/,
      )
      const answered = (finding: string) => async () => {
        const [row] = await sql<{ answer: string | null; reason: string | null; answered_by: string }>(
          'select answer, reason, answered_by from pattern_finding where finding = $1',
          [finding],
        )
        return row?.answer && row
      }
      const worked = await loop.until('its pattern is worked on', answered(own))
      assert.deepEqual(worked, { answer: 'acknowledged', reason: null, answered_by: 'demo-met' })
      assert.match((await officer.send(path, { do: 'done', result: '' })).text, /Choose one/)
      const done = await officer.send(path, { do: 'done', result: 'somebody-identified' })
      assert.deepEqual([done.status, done.to], [303, '/staff/tasks'])
      assert.equal((await officer.get(path)).status, 404)
      assert.match(await officer.page('/staff/tasks'), /Patrol<\/th>.*?>1<.*?>1</)

      const second = await findingOf(loop, 'surge', 40)
      await loop.until('it is a task', async () => (await tasksOf(officer)).some(([, task]) => task === second))
      const handed = await officer.send(`/staff/tasks/${second}`, { do: 'hand-on', team: 'response-officer' })
      assert.equal(handed.status, 303)
      assert.match(await officer.page('/staff/tasks'), /For: response officers/)
      assert.match((await officer.send(`/staff/tasks/${second}`, { do: 'take' })).text, /handed on to another team/)
      assert.equal((await others.send(`/staff/tasks/${second}`, { do: 'put-aside', reason: 'event' })).status, 303)
      const aside = await loop.until('its pattern is put aside', answered(second))
      assert.deepEqual(aside, { answer: 'dismissed', reason: 'event', answered_by: 'demo-other' })

      // An analyst puts a pattern aside: its task is over with it. A task nobody answers ends by itself, and is counted.
      const third = await findingOf(loop, 'surge', 30)
      await loop.until('it is a task', async () => (await tasksOf(officer)).some(([, task]) => task === third))
      const analyst = await staff(loop, 'analyst', 'prevent-crime', 'demo-public')
      await loop.until('the analyst may answer', async () => {
        const { status } = await analyst.send('/staff/patterns', { finding: third, says: 'no-link' })
        return status === 303
      })
      await loop.until('it is over', async () => (await officer.get(`/staff/tasks/${third}`)).status === 404)
      const tally = async () =>
        /Visit<\/th>(.*?)<\/tr>/.exec(await officer.page('/staff/tasks'))?.[1]?.replaceAll(/<[^>]*>/g, ' ') ?? ''
      assert.match(await tally(), /^\s*12\s+0\s+0\s+0\s+0\s*$/)
      await sql(`update task set until = now() where dealer = 'demo-shop-1'`)
      assert.ok(!(await tasksOf(officer)).some(([, , , , , dealer]) => dealer === 'demo-shop-1'))
      assert.match(await tally(), /^\s*12\s+0\s+0\s+0\s+1\s*$/)
      const [analysts] = await sql<{ many: number }>(
        `select count(*)::int as many from event where type = 'patrol.task-done'`,
      )
      assert.equal(analysts?.many, 1)
    },
  )

  await whole.test(
    'A22: an operation, a search and a dealer are for those who may know of them: for all others no byte of a page or file changes by them',
    async () => {
      const officer = await staff(loop, 'response-officer', 'prevent-crime', 'demo-met')
      const analyst = await staff(loop, 'analyst', 'prevent-crime', 'demo-public')
      const room = await staff(loop, 'control-room-operator', 'respond-to-theft', 'demo-met')
      const othersRoom = await staff(loop, 'control-room-operator', 'respond-to-theft', 'demo-other')
      const kinds = async (person: Person) =>
        new Set((await tasksOf(person)).map(([, , kind, source]) => `${kind} ${source}`))
      const bare = (text: string) =>
        text.replaceAll(/nonce="[^"]*"|Reference: \S+|<span class="rb-number">[\d.]+<\/span> phones,/g, '')
      const worthless = (text: string) => text.replaceAll(/,[\d.]+,(?=20\d\d-)/g, ',')
      const finding = await findingOf(loop, 'tap-series', 60)
      await loop.until('the pattern waits', async () => (await analyst.page('/staff/patterns')).includes(finding))
      await loop.until('the control room has it', async () => (await kinds(room)).has('operation tap-series'))
      const path = `/staff/tasks/${finding}`
      const opens = async (person: Person) => [
        ...[bare(await person.page('/staff/tasks')), worthless(await person.page('/staff/tasks.csv'))],
        ...[bare(await person.page('/staff')), String((await person.get(path)).status)],
      ]
      const seen = async () => [...(await opens(officer)), ...(await opens(analyst))]
      const isAsBefore = (now: readonly string[], when: string) => {
        for (const [at, text] of now.entries()) {
          const was = before[at] ?? ''
          const place = [...text].findIndex((letter, index) => letter !== was[index])
          assert.ok(
            text === was,
            `${when}, ${at}: ${was.slice(place - 80, place + 80)} | ${text.slice(place - 80, place + 80)}`,
          )
        }
      }
      const patterns = async () => bare(await analyst.page('/staff/patterns'))
      const waits = await patterns()
      const before = await seen()
      assert.ok(!before.join().includes(finding))
      for (const person of [officer, analyst]) {
        assert.equal((await person.send(path, { do: 'take' })).status, 404)
        assert.ok(!(await kinds(person)).has('operation tap-series'))
      }
      assert.match(await othersRoom.page(path), /I take it/)
      assert.equal((await room.send(path, { do: 'take' })).status, 303)
      assert.equal((await othersRoom.get(path)).status, 404, 'once it is taken it is of those who took it')
      assert.equal((await othersRoom.send(path, { do: 'put-aside', reason: 'event' })).status, 404)
      assert.match((await room.send(path, { do: 'hand-on', team: 'detective' })).text, /stays with the control room/)
      isAsBefore(await seen(), 'taken')
      assert.ok((await patterns()) === waits, 'its pattern says nothing either while it goes on')
      assert.equal((await room.send(path, { do: 'done', result: 'somebody-identified' })).status, 303)
      isAsBefore(await opens(officer), 'done')
      await loop.until('at its end the pattern is answered', async () => {
        const [row] = await sql<{ answer: string | null }>('select answer from pattern_finding where finding = $1', [
          finding,
        ])
        return row?.answer === 'acknowledged'
      })

      await phonesTraced(loop, 2)
      await phonesTraced(loop, 1)
      await loop.until('three in one square are a search', async () => (await kinds(room)).has('search traces'))
      isAsBefore(await opens(officer), 'a search')
      // Dealers are for who looks at premises; who sees searches looks at positions.
      assert.ok((await kinds(analyst)).has('visit dealer') && !(await kinds(officer)).has('visit dealer'))
      const responding = await staff(loop, 'response-officer', 'respond-to-theft', 'demo-met')
      assert.ok((await kinds(responding)).has('search traces'))
      const [event] = await sql<{ data: object }>(
        `select data from event where type = 'patrol.task-raised' and data->>'source' = 'traces'`,
      )
      assert.deepEqual(
        Object.keys(event?.data ?? {}).toSorted(),
        ['counted', 'kind', 'source', 'stakeTenths', 'task', 'until', 'usualTenths'],
        'the ledger knows no place',
      )
      for (const role of ['comms-officer', 'exhibits-officer'] as const)
        assert.equal((await (await staff(loop, role, 'prevent-crime', 'demo-met')).get('/staff/tasks')).status, 403)
    },
  )
})
