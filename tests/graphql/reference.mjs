// What graphql-js answers to the requests that the driver is asked.
import { readFileSync } from 'node:fs';
import { resolveField, root } from './invented_data.mjs';
import graphqlJs from './graphql_js.mjs';

const { buildSchema, execute, isScalarType, parse, validate } = graphqlJs;

function uri(kind) {
  return (input) => {
    if (typeof input === 'string' && new RegExp(`^spotify:${kind}:[0-9A-Za-z]{1,64}$`).test(input)) return input;
    throw new Error('not a URI');
  };
}

const readers = {
  ShowUri: uri('show'),
  EpisodeUri: uri('episode'),
  CommentUri: uri('comment'),
  Long(input) {
    if (Number.isInteger(input)) return input;
    throw new Error('not a whole number');
  },
};

function valueOf(node, variables) {
  switch (node.kind) {
    case 'IntValue': return parseInt(node.value, 10);
    case 'FloatValue': return parseFloat(node.value);
    case 'StringValue':
    case 'BooleanValue': return node.value;
    case 'EnumValue': return { enum: node.value }; // no string: scalars of text refuse names
    case 'ListValue': return node.values.map((one) => valueOf(one, variables));
    case 'ObjectValue':
      return Object.fromEntries(node.fields.map((one) => [one.name.value, valueOf(one.value, variables)]));
    case 'Variable': return variables?.[node.name.value];
    default: return null;
  }
}

export function loadSchema(path) {
  const schema = buildSchema(readFileSync(path, 'utf8'));
  for (const type of Object.values(schema.getTypeMap())) {
    const read = isScalarType(type) && readers[type.name];
    if (!read) continue;
    type.parseValue = read;
    type.parseLiteral = (node, variables) => read(valueOf(node, variables));
  }
  return schema;
}

const shown = ({ message, locations, path }) => ({
  message,
  ...(locations && { locations: locations.map(({ line, column }) => ({ line, column })) }),
  ...(path && { path }),
});

export async function answer(schema, { query, operationName, variables }) {
  let document;
  try {
    document = parse(query);
  } catch (error) {
    return { refused: true, errors: [shown(error)] };
  }
  const operations = document.definitions.filter((one) => one.kind === 'OperationDefinition');
  const chosen = operationName ? operations.filter((one) => one.name?.value === operationName) : operations;
  if (chosen.length !== 1) return { refused: true, unchosen: true };
  let errors;
  try {
    errors = validate(schema, document);
  } catch {
    return { refused: true, unchosen: true }; // a subscription with a broken @skip or @include makes it throw
  }
  if (errors.length) return { refused: true, errors: errors.map(shown) };
  if (chosen[0].operation === 'subscription') return { refused: true, unchosen: true };
  const result = await execute({
    schema, document, operationName, variableValues: variables, rootValue: root, fieldResolver: resolveField,
  });
  return {
    ...('data' in result ? { data: result.data } : { refused: true }),
    ...(result.errors && { errors: result.errors.map(shown) }),
  };
}
