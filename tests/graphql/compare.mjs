// Compare the engine with graphql-js over generated requests: the same verdict, the same errors at the same places in the
// same order, the same data.
//
//   node compare.mjs DRIVER [--requests 10000] [--seed 1] [SCHEMA.graphql…]
//
// Prints a summary as JSON, and the first requests on which they differ; exits with 1 when there is one.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readFileSync } from 'node:fs';
import { Driver } from './driver.mjs';
import { Generator, makeDice } from './generate.mjs';
import { answer, loadSchema } from './reference.mjs';
import graphqlJs from './graphql_js.mjs';

const { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } = graphqlJs;

const SHOWN = 5;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { requests: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const [binary, ...given] = positionals;
const schemaPaths = given.length ? given : [here('../../src/mooring/api/graphql/creators.graphql'), here('harbour.graphql')];
const summary = { requests: 0, syntax: 0, refused: 0, answered: 0, withFieldErrors: 0, differ: 0 };

function differences(ours, reference) {
  if (Boolean(ours.refused) !== Boolean(reference.refused)) return 'another verdict';
  if (reference.unchosen) return null; // how an operation is chosen is another's rule
  if (JSON.stringify(ours.errors) !== JSON.stringify(reference.errors)) return 'other errors';
  return JSON.stringify(ours.data) === JSON.stringify(reference.data) ? null : 'other data';
}

function report(what, request, ours, reference) {
  if (++summary.differ > SHOWN) return;
  console.log(`--- ${what}\n${request.query ?? ''}\n${JSON.stringify(request.variables ?? {})}`);
  console.log(`ours:      ${JSON.stringify(ours).slice(0, 2500)}\nreference: ${JSON.stringify(reference).slice(0, 2500)}`);
}

async function compareRequests(schema, driver, count, seed) {
  const generator = new Generator(schema, makeDice(seed));
  const together = 200;
  for (let done = 0; done < count; done += together) {
    const requests = Array.from({ length: Math.min(together, count - done) }, () => generator.request());
    const lines = requests.map((request) => driver.ask(request));
    for (const [index, request] of requests.entries()) {
      const reference = await answer(schema, request);
      const ours = JSON.parse(await lines[index]);
      ++summary.requests;
      if (reference.refused) ++summary[reference.errors?.[0].message.startsWith('Syntax Error') ? 'syntax' : 'refused'];
      else ++summary[reference.errors ? 'withFieldErrors' : 'answered'];
      const what = differences(ours, reference);
      if (what) report(what, request, ours, reference);
    }
  }
}

/** What clients make of the introspection is the schema; so is what the engine prints for download. */
async function compareSchemas(path, driver) {
  const sorted = (schema) => printSchema(lexicographicSortSchema(schema));
  const wanted = sorted(buildSchema(readFileSync(path, 'utf8')));
  const query = getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true });
  const introspected = JSON.parse(await driver.ask({ query }));
  const client = introspected.data && sorted(buildClientSchema(introspected.data));
  if (client !== wanted) report('another schema by introspection', {}, client ?? introspected, wanted);
  const { sdl } = JSON.parse(await driver.ask({ print: true }));
  if (sorted(buildSchema(sdl)) !== wanted) report('another schema when printed', {}, sdl, wanted);
  if (printSchema(buildSchema(sdl)) !== sdl.trimEnd()) report('another layout when printed', {}, sdl, printSchema(buildSchema(sdl)));
}

for (const [index, path] of schemaPaths.entries()) {
  const driver = new Driver(binary, path);
  await compareSchemas(path, driver);
  const share = Math.ceil(Number(options.requests) / schemaPaths.length);
  await compareRequests(loadSchema(path), driver, share, Number(options.seed) * 1000 + index);
  if ((await driver.close()) !== 0) ++summary.differ;
}
console.log(JSON.stringify(summary));
process.exit(summary.differ ? 1 : 0);
