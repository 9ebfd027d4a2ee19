import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axe, chromiumPath, launchBrowser, sideways } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'

const browser = await launchBrowser()
after(() => browser.close())

/** A page with one planted fault. The checks of the other journeys must find it, or they hold nothing. */
async function planted(body: string) {
  const page = await browser.newPage({ viewport: { width: 320, height: 640 } })
  await page.setContent(
    `<!doctype html><html lang="en"><title>Planted</title><main><h1>Planted</h1>${body}</main></html>`,
  )
  return page
}

test('a field without a label is found', async () => {
  assert.match((await axe(await planted('<input>'))).join(), /label/)
})

test('text too pale to read is found', async () => {
  assert.match((await axe(await planted('<p style="color:#aaa">pale</p>'))).join(), /color-contrast/)
})

test('a target too small for a gloved finger is found', async () => {
  const small = '<button style="all:unset;display:block;width:90px;height:9px;overflow:hidden">go on</button>'
  assert.match((await axe(await planted(`<div>${small.repeat(3)}</div>`))).join(), /target-size/)
})

test('a page wider than a phone is found', async () => {
  assert.ok((await sideways(await planted('<pre style="width:400px">wide</pre>'))) > 0)
})

test('a link whose focus cannot be seen is found', async () => {
  const faults = await keyboardOnly(await planted('<a href="#a">seen</a> <a href="#b" style="outline:none">unseen</a>'))
  assert.deepEqual(faults, ['Focus cannot be seen on a 1 “unseen”'])
})

test('a button that Tab passes by is found', async () => {
  const faults = await keyboardOnly(await planted('<button>a</button><button tabindex="-1">b</button>'))
  assert.deepEqual(faults, ['Tab never reaches button 1 “b”'])
})

test('a control under a bar that stays on top is found', async () => {
  const bar = '<div style="position:fixed;inset:0 0 auto;height:200px;background:silver">bar</div>'
  assert.match((await keyboardOnly(await planted(`<button>a</button>${bar}`))).join(), /Focus is covered/)
})

test('a trap is found', async () => {
  const trap = `<button id="a">a</button><button id="b">b</button>
    <script>document.getElementById('b').addEventListener('keydown', (e) => { if (e.key === 'Tab') { e.preventDefault(); a.focus() } })</script>`
  assert.match((await keyboardOnly(await planted(trap))).join(), /a trap/)
})

test('without Chromium the journeys say what to install', () => {
  assert.throws(() => chromiumPath({ PATH: '/nowhere' }), /apt-get install chromium/)
  assert.equal(chromiumPath({ CHROMIUM: '/opt/chromium' }), '/opt/chromium')
})
