// Runs a Vensim model with SDEverywhere and sets every variable at every saved time beside a run of ours.
//   node compare_engines.mjs MODEL.mdl RUN.csv        RUN.csv: sluice run MODEL.mdl --output RUN.csv
// Needs @sdeverywhere/compile and @sdeverywhere/runtime: see docs/other-engines.md.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseAndGenerate } from '@sdeverywhere/compile'
import { createSynchronousModelRunner } from '@sdeverywhere/runtime'

const kTolerance = 1e-9

function cellsOf(line) {
  const cells = []
  let cell = ''
  let quoted = false
  for (const letter of line) {
    if (letter === '"') quoted = !quoted
    else if (letter === ',' && !quoted) cells.push(cell), (cell = '')
    else cell += letter
  }
  return [...cells, cell]
}

// A name with other signs than letters, digits and blanks stands in quotes there too.
function vensimName(name) {
  const [, base, subscripts] = /^(.*?)(\[[^\]]*\])?$/s.exec(name)
  const plain = /^[A-Za-z][A-Za-z0-9_ $']*$/.test(base)
  return (plain ? base : `"${base}"`) + (subscripts ?? '')
}

async function runThere(model, names) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdeverywhere-'))
  const spec = { outputVarNames: names.map(vensimName) }
  const text = fs.readFileSync(model, 'utf8')
  const code = await parseAndGenerate(text, 'vensim', spec, ['generateJS'], path.dirname(path.resolve(model)), 'model', folder)
  const file = path.join(folder, 'model.mjs')
  fs.writeFileSync(file, code)
  const load = (await import(pathToFileURL(file))).default
  const runner = createSynchronousModelRunner(await load())
  return runner.runModelSync([], runner.createOutputs()).varSeries.map(series => series.points.map(point => point.y))
}

function compare(name, ours, theirs, totals) {
  let worst = 0
  ours.forEach((value, i) => {
    totals.compared += 1
    if (value === theirs[i]) totals.same += 1
    const size = Math.max(Math.abs(value), Math.abs(theirs[i]))
    const difference = size === 0 ? 0 : Math.abs(value - theirs[i]) / size
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference)
  })
  if (worst > kTolerance) totals.far.push(`${name}: ${worst} relative, largest value ${Math.max(...ours.map(Math.abs))}`)
}

const [model, csv] = process.argv.slice(2)
const rows = fs.readFileSync(csv, 'utf8').trim().split('\n').map(cellsOf)
const names = rows[0].slice(1).filter(name => !name.startsWith('#'))
const theirs = await runThere(model, names)
const totals = { compared: 0, same: 0, far: [] }
names.forEach((name, i) => {
  const column = rows[0].indexOf(name)
  compare(name, rows.slice(1).map(row => Number(row[column])), theirs[i], totals)
})
console.log(`${names.length} variables, ${rows.length - 1} times, ${totals.compared} values, ${totals.same} the same to the bit`)
console.log(`${totals.far.length} variables differ by more than ${kTolerance}` + totals.far.map(line => `\n  ${line}`).join(''))
