// graphql-js over data in memory, and the data themselves.
//
//   node peer.mjs data DOCUMENT VARIABLES OUT   make a tree that answers the document: 25 items, 90 points, 3 of all else
//   node peer.mjs serve DATA                    answer lines {"query", "variables", "repeat", "fresh"} with {"seconds", "bytes"}
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import graphqlJs from '../../tests/graphql/graphql_js.mjs';
import { loadSchema } from '../../tests/graphql/reference.mjs';

const { execute, getNamedType, getNullableType, isAbstractType, isEnumType, isListType, parse, validate } = graphqlJs;
const schema = loadSchema(new URL('../../src/mooring/api/graphql/creators.graphql', import.meta.url));
const LENGTHS = { items: 25, points: 90 };

// A value for a field, kept in its parent under the field's name.
function grow(source, args, context, info) {
  source[info.fieldName] ??= valueOf(info.returnType, info);
  return source[info.fieldName];
}

function valueOf(type, info) {
  const inner = getNullableType(type);
  if (isListType(inner)) return Array.from({ length: LENGTHS[info.fieldName] ?? 3 }, () => valueOf(inner.ofType, info));
  if (isEnumType(inner)) return inner.getValues()[0].name;
  if (isAbstractType(inner)) return { __typename: typeName(inner, info) };
  switch (getNamedType(inner).name) {
    case 'Int': case 'Long': case 'StationId': case 'AnalyticsNumber': return 12345;
    case 'Float': return 0.625;
    case 'Boolean': return true;
    case 'ID': return '12345';
    case 'String': return info.fieldName.toLowerCase().includes('date') ? '2026-03-02' : 'Slow conversations about the sea';
  }
  return inner.name.endsWith('Uri') ? 'spotify:episode:3mTz0cQx1uVYb8K5rJd2Wq' : {};
}

// The possible type that the document has a fragment for.
function typeName(type, info) {
  const possible = schema.getPossibleTypes(type).map((one) => one.name);
  const selected = info.fieldNodes.flatMap((node) => node.selectionSet.selections).map((one) => one.typeCondition?.name.value);
  return possible.find((name) => selected.includes(name)) ?? possible[0];
}

async function makeData(document, variables, out) {
  const root = {};
  const result = await execute({
    schema, document: parse(readFileSync(document, 'utf8')), variableValues: JSON.parse(readFileSync(variables, 'utf8')),
    rootValue: root, fieldResolver: grow,
  });
  if (result.errors) throw result.errors[0];
  writeFileSync(out, JSON.stringify(root));
}

function serve(dataPath) {
  const rootValue = JSON.parse(readFileSync(dataPath, 'utf8'));
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { query, variables, repeat = 1, fresh } = JSON.parse(line);
    const kept = parse(query);
    let answer = '';
    let bytes = 0;
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < repeat; ++turn) {
      const document = fresh ? parse(query) : kept;
      if (fresh && validate(schema, document).length) throw new Error('the document is not valid');
      answer = JSON.stringify(execute({ schema, document, variableValues: variables, rootValue }));
      bytes += answer.length;
    }
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    console.log(JSON.stringify({ seconds, bytes, ...(repeat === 1 && { answer }) }));
  });
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'data') await makeData(...rest);
else serve(...rest);
