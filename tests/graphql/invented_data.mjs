// Data that both sides invent by the same rules; see reference_driver.cpp.
import graphqlJs from './graphql_js.mjs';

const {
  getNullableType, isAbstractType, isEnumType, isListType, isNonNullType, isObjectType, isScalarType,
} = graphqlJs;

const encoder = new TextEncoder();

// FNV-1a.
function hashOf(text) {
  let hash = 2166136261;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return hash;
}

function scalar(type, seed) {
  switch (type.name) {
    case 'Int':
      if (seed % 89 === 0) return 3000000000;
      return seed % 83 === 0 ? 1.5 : (seed % 1000) - 500;
    case 'Float': return seed % 83 === 0 ? 'x' : (seed % 1000) / 8;
    case 'String': return seed % 7 === 0 ? seed : `s"\\\n\u0001é😀${seed}`;
    case 'Boolean': return seed % 83 === 0 ? 'x' : seed % 2 === 1;
    case 'ID': return seed % 3 === 0 ? seed : `id${seed}`;
  }
  if (type.name.endsWith('Uri')) return `spotify:show:${seed}`;
  return type.name === 'AnalyticsNumber' && seed % 2 === 0 ? seed / 16 : seed;
}

function present(schema, type, seed) {
  if (isListType(type)) {
    return Array.from({ length: seed % 4 }, (_, index) => value(schema, type.ofType, hashOf(`${seed}:${index}`)));
  }
  if (isScalarType(type)) return scalar(type, seed);
  if (isEnumType(type)) return seed % 79 === 0 ? 'NOPE' : type.getValues()[seed % type.getValues().length].name;
  if (isAbstractType(type)) {
    const possible = schema.getPossibleTypes(type);
    return { seed, __typename: possible[seed % possible.length].name };
  }
  if (isObjectType(type)) return { seed };
  throw new Error(`no data for ${type}`);
}

function value(schema, type, seed) {
  if (isNonNullType(type)) return seed % 97 === 0 ? null : present(schema, getNullableType(type), seed);
  return seed % 10 === 0 ? null : present(schema, type, seed);
}

export const root = { seed: 1 };

export function resolveField(source, args, _context, info) {
  const seed = hashOf(`${source.seed}:${info.parentType.name}.${info.fieldName}:${JSON.stringify(args)}`);
  if (seed % 37 === 0) throw new Error(`failed ${seed}`);
  return value(info.schema, info.returnType, seed);
}
