// Requests for a schema, made by dice: valid ones, ones with a few wrong turns, and ones whose text is damaged.
import graphqlJs from './graphql_js.mjs';

const {
  getNamedType, getNullableType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isInputType, isLeafType,
  isListType, isNonNullType, isObjectType, isInterfaceType, isRequiredArgument, isRequiredInputField,
} = graphqlJs;

// mulberry32
export function makeDice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const ALIASES = ['a', 'b', 'c', 'id', 'name', 'value', 'x'];
const STRINGS = ['""', '"plain"', '"spotify:show:abc"', '"12"', '"\\u00e9\\n"', '"\\u{1F600}"', '"😀é"', '"""\n  block\n    "two"\n"""',
  '"""\\""""""', '"METRE"'];
const BLANKS = [' ', ' ', ' ', ' ', '\n', '\n  ', ',', ' , ', '\t', '\r\n', ' # note "}\n', '\r', ' \uFEFF'];
const JUNK = ['{', '}', '(', ')', '[', ']', ':', '!', '$', '@', '|', '&', '=', '...', '"', '"""', 'on', 'null', 'true', 'fragment',
  'query', 'type', 'extend', '1', '-', '1.', '0x', '1e5', '12345678901', '"\\q"', '"\\uD800"', "'", '?', 'é', '😀', '\u0000', '#',
  '..', '$x', '@skip', '@include(if: true)', 'type A { b: Int @once }', 'schema { query: Query }', 'extend type Query { z: Nope }',
  'input I { a: Int = {b: 1, b: 2} }', 'directive @once(q: Int!) on FIELD', '"text"', 'subscription', 'mutation'];

export class Generator {
  constructor(schema, dice) {
    this.schema = schema;
    this.dice = dice;
    this.composites = Object.values(schema.getTypeMap()).filter((type) => isCompositeType(type) && !type.name.startsWith('__'));
    this.inputs = Object.values(schema.getTypeMap()).filter((type) => isInputType(type) && !type.name.startsWith('__'));
    this.names = Object.values(schema.getTypeMap()).flatMap((type) =>
      [type.name, ...(type.getFields ? Object.keys(type.getFields()) : [])]).filter((name) => !name.startsWith('__'));
    this.directives = schema.getDirectives().filter((one) => !['skip', 'include', 'deprecated', 'specifiedBy', 'oneOf'].includes(one.name));
  }

  roll(chance) { return this.dice() < chance; }
  below(limit) { return Math.floor(this.dice() * limit); }
  pick(items) { return items[this.below(items.length)]; }
  /** A wrong turn, now and then. */
  errs() { return this.roll(this.spice); }

  request() {
    const kind = this.dice();
    this.spice = kind < 0.45 ? 0 : kind < 0.8 ? 0.02 : 0.004;
    this.isCalm = kind < 0.35; // no two fields share a response key
    this.aliases = 0;
    this.fragments = [];
    this.variables = {};
    this.budget = 40;
    const operations = [this.operation()];
    if (this.roll(0.08)) operations.push(this.operation());
    const operationName = operations.length > 1 && !this.errs() ? this.pick(operations).name : undefined;
    const definitions = [...operations.map((one) => one.tokens), ...this.fragments.map((one) => one.tokens)];
    if (this.errs()) definitions.push(['fragment', 'Unused', 'on', this.pick(this.composites).name, '{', '__typename', '}']);
    if (this.roll(0.3)) definitions.reverse();
    let query = this.join(definitions.flat());
    if (kind >= 0.8) query = this.damage(definitions.flat());
    return { query, ...(operationName && { operationName }), variables: this.variables };
  }

  join(tokens) {
    const isPlain = this.roll(0.5);
    let text = this.roll(0.05) ? '\uFEFF' : '';
    tokens.forEach((token, index) => {
      const next = tokens[index + 1] ?? '';
      const needsBlank = /[\w.]$/.test(token) && /^[\w.-]/.test(next);
      text += token + (isPlain || needsBlank || this.roll(0.5) ? (isPlain ? ' ' : this.pick(BLANKS)) : '');
    });
    return text;
  }

  damage(tokens) {
    const damaged = [...tokens];
    for (let turn = this.below(3); turn >= 0; --turn) {
      const place = this.below(damaged.length);
      switch (this.below(6)) {
        case 0: damaged.splice(place, 1); break;
        case 1: damaged.splice(place, 0, this.pick(JUNK)); break;
        case 2: damaged.splice(place, 1, this.pick(JUNK)); break;
        case 3: damaged.splice(place, 1, this.pick(this.names)); break;
        case 4: damaged.splice(place, 0, this.pick(damaged)); break;
        case 5: damaged.push(this.pick(JUNK)); break;
      }
      if (damaged.length === 0) damaged.push('{');
    }
    const text = this.join(damaged);
    return this.roll(0.1) ? text.slice(0, this.below(text.length)) : text;
  }

  operation() {
    let kind = this.roll(0.04) ? 'subscription' : this.roll(0.15) ? 'mutation' : 'query';
    let type = this.schema.getRootType(kind);
    if (!type) [kind, type] = ['query', this.schema.getQueryType()];
    this.definitions = new Map();
    const name = `Op${this.below(this.errs() ? 1 : 1000)}`;
    const body = this.selectionSet(type, 0);
    const variables = [...this.definitions.values()].flat();
    if (this.errs()) variables.push('$', 'unused', ':', this.pick(this.inputs).name);
    if (this.errs()) variables.push('$', 'v1', ':', this.pick(this.composites).name);
    const head = variables.length ? ['(', ...variables, ')'] : [];
    const directives = this.roll(0.05) ? this.customDirective(kind.toUpperCase()) : [];
    if (kind === 'query' && !head.length && !directives.length && this.roll(0.3)) return { tokens: body };
    return { name, tokens: [kind, name, ...head, ...directives, ...body] };
  }

  selectionSet(type, depth) {
    const tokens = ['{'];
    for (let count = 1 + this.below(depth > 3 ? 2 : 4); count > 0; --count) tokens.push(...this.selection(type, depth));
    return [...tokens, '}'];
  }

  selection(type, depth) {
    --this.budget;
    const turn = this.dice();
    const hasFields = isObjectType(type) || isInterfaceType(type);
    if (turn < 0.08 || depth > 7 || this.budget < 0) return [...this.alias('__typename'), '__typename'];
    if (turn < 0.22 || !hasFields) {
      const condition = this.overlapping(type);
      const named = this.roll(0.85) ? ['on', condition.name] : [];
      return ['...', ...named, ...this.conditions('INLINE_FRAGMENT'), ...this.selectionSet(named.length ? condition : type, depth + 1)];
    }
    if (turn < 0.32) return ['...', this.fragmentFor(type, depth), ...this.conditions('FRAGMENT_SPREAD')];
    if (turn < 0.34 && type === this.schema.getQueryType()) return this.introspection();
    return this.field(type, depth);
  }

  introspection() {
    return this.pick([
      ['__schema', '{', 'queryType', '{', 'name', 'fields', '{', 'name', '}', '}', '}'],
      ['__type', '(', 'name', ':', `"${this.pick(this.inputs).name}"`, ')', '{', 'kind', 'name', 'inputFields', '{', 'name', 'defaultValue', '}', '}'],
      ['__type', '(', 'name', ':', `"${this.pick(this.composites).name}"`, ')', '{', 'possibleTypes', '{', 'name', '}', 'interfaces',
        '{', 'name', '}', 'fields', '(', 'includeDeprecated', ':', 'true', ')', '{', 'name', 'type', '{', 'kind', 'ofType', '{', 'name', '}', '}', '}', '}'],
      ['__schema', '{', 'types', '{', 'fields', '{', 'type', '{', 'fields', '{', 'type', '{', 'fields', '{', 'name', '}', '}', '}', '}', '}', '}', '}'],
    ]);
  }

  overlapping(type) {
    if (this.errs()) return this.pick(this.composites);
    const fitting = this.composites.filter((one) => one === type
      || (isAbstractType(type) && this.schema.isSubType(type, one)) || (isAbstractType(one) && this.schema.isSubType(one, type)));
    return fitting.length ? this.pick(fitting) : type;
  }

  fragmentFor(type, depth) {
    if (this.errs()) return 'Nowhere';
    const fitting = this.fragments.filter((one) => one.isWhole && (one.type === type || this.errs()));
    if (fitting.length && this.roll(0.6)) return this.pick(fitting).name;
    if (this.fragments.length && this.errs()) return this.pick(this.fragments).name; // a cycle, maybe
    const condition = this.overlapping(type);
    const fragment = { name: this.errs() ? 'F0' : `F${this.fragments.length}`, type: condition, tokens: [], isWhole: false };
    this.fragments.push(fragment);
    const directives = this.roll(0.03) ? this.customDirective('FRAGMENT_DEFINITION') : [];
    fragment.tokens = ['fragment', fragment.name, 'on', condition.name, ...directives, ...this.selectionSet(condition, depth + 1)];
    fragment.isWhole = true;
    return fragment.name;
  }

  alias(name) {
    if (this.isCalm) return [`${name}_${++this.aliases}`, ':'];
    if (!this.roll(0.2)) return [];
    return [this.roll(0.5) ? this.pick(ALIASES) : `${name}${this.below(5)}`, ':'];
  }

  field(type, depth) {
    const fields = Object.values(type.getFields());
    const field = this.pick(fields);
    const named = getNamedType(field.type);
    const name = this.errs() ? this.pick([field.name.slice(1), `${field.name}s`, this.pick(this.names)]) : field.name;
    const tokens = [...this.alias(field.name), name || 'x', ...this.arguments(field.args), ...this.conditions('FIELD')];
    if (isCompositeType(named) !== this.errs()) tokens.push(...this.selectionSet(isCompositeType(named) ? named : type, depth + 1));
    return tokens;
  }

  arguments(definitions) {
    const tokens = [];
    for (const definition of definitions) {
      const isWanted = isRequiredArgument(definition) || this.roll(0.4);
      if (isWanted === this.errs()) continue;
      tokens.push(this.errs() ? `${definition.name}x` : definition.name, ':', ...this.value(definition.type, 0, definition.defaultValue));
      if (this.errs()) tokens.push(definition.name, ':', 'null');
    }
    return tokens.length ? ['(', ...tokens, ')'] : [];
  }

  conditions(location) {
    const tokens = [];
    if (this.roll(0.06)) {
      const flag = this.roll(0.5) ? this.pick([['true'], ['false']]) : this.variable(this.booleanType(), undefined);
      tokens.push('@', this.pick(['skip', 'include']), ...(this.errs() ? [] : ['(', 'if', ':', ...flag, ')']));
    }
    if (this.roll(0.03)) tokens.push(...this.customDirective(location));
    if (this.errs()) tokens.push('@', this.pick(['nope', 'deprecated', 'skip', 'once']));
    return tokens;
  }

  booleanType() { return this.schema.getDirective('skip').args[0].type; }

  customDirective(location) {
    const fitting = this.directives.filter((one) => one.locations.includes(location) !== this.errs());
    if (!fitting.length) return [];
    const directive = this.pick(fitting);
    return ['@', directive.name, ...this.arguments(directive.args)];
  }

  value(type, depth, defaultValue) {
    if (this.errs()) return this.wrongLiteral();
    if (this.roll(0.25)) return this.variable(type, defaultValue);
    return this.literal(type, depth);
  }

  wrongLiteral() {
    return this.pick([['1'], ['1.5'], ['"text"'], ['true'], ['null'], ['NOPE'], ['[', '1', '"a"', ']'], ['{', 'a', ':', '1', '}'],
      ['3000000000'], ['$', 'nowhere'], ['[', ']'], ['{', '}'], ['-1e999']]);
  }

  literal(type, depth) {
    if (isNonNullType(type)) return this.literal(type.ofType, depth);
    if (this.roll(0.05)) return this.pick([['null'], ['null']]).slice(0, 1);
    if (isListType(type)) {
      if (this.roll(0.2)) return this.literal(type.ofType, depth);
      const tokens = ['['];
      for (let count = this.below(3); count > 0; --count) tokens.push(...this.value(type.ofType, depth));
      return [...tokens, ']'];
    }
    if (isEnumType(type)) return [this.pick(type.getValues()).name];
    if (isInputObjectType(type)) {
      const tokens = ['{'];
      for (const field of Object.values(type.getFields())) {
        const isWanted = isRequiredInputField(field) || (depth < 3 && this.roll(0.35));
        if (isWanted === this.errs()) continue;
        tokens.push(this.errs() ? `${field.name}x` : field.name, ':', ...this.value(field.type, depth + 1, field.defaultValue));
        if (this.errs()) tokens.push(field.name, ':', '1');
      }
      return [...tokens, '}'];
    }
    switch (type.name) {
      case 'Int': return [String(this.below(200) - 100)];
      case 'Float': return [this.pick(['1', '-0.5', '1e3', '2.50', '0', '1e-7'])];
      case 'Boolean': return [this.pick(['true', 'false'])];
      case 'String': return [this.pick(STRINGS)];
      case 'ID': return [this.pick(['7', '"seven"', '-3'])];
      case 'StationId':
      case 'Long': return [String(this.below(1e9))];
      case 'ShowUri': return ['"spotify:show:5kQw2LzR9tYb1NcX7vHm4D"'];
      case 'EpisodeUri': return ['"spotify:episode:abc"'];
      case 'CommentUri': return ['"spotify:comment:abc"'];
      default: return this.pick([['1'], ['"x"'], ['true'], ['[', '1', ']'], ['{', 'a', ':', '1', '}']]);
    }
  }

  variable(type, defaultValue) {
    // Often one that is there already.
    const known = [...this.definitions.keys()].filter((key) => key.endsWith(`:${type}`));
    if (known.length && this.roll(0.6)) return ['$', known[0].split(':')[0]];
    const name = `v${this.definitions.size}`;
    let declared = String(type);
    let hasDefault = false;
    if (isNonNullType(type) && defaultValue !== undefined && this.roll(0.5)) declared = String(type.ofType);
    else if (isNonNullType(type) && this.roll(0.15)) [declared, hasDefault] = [String(type.ofType), true];
    else if (!isNonNullType(type) && this.roll(0.3)) declared = `${type}!`;
    else if (this.roll(0.15)) hasDefault = true;
    if (this.errs()) declared = this.pick([this.pick(this.inputs).name, `[${getNamedType(type)}]`, 'Nope', `${getNamedType(type)}`]);
    const tokens = ['$', name, ':', declared];
    if (hasDefault) tokens.push('=', ...this.constant(getNullableType(type)));
    if (this.roll(0.02)) tokens.push(...this.customDirective('VARIABLE_DEFINITION').filter((token) => token !== '$'));
    this.definitions.set(`${name}:${type}`, tokens);
    if (this.roll(declared.endsWith('!') || !hasDefault ? 0.93 : 0.4)) this.variables[name] = this.json(type, 0);
    else if (this.roll(0.2)) this.variables[name] = null;
    return ['$', name];
  }

  constant(type) {
    for (let turn = 0; turn < 5; ++turn) {
      const saved = this.spice;
      const tokens = this.literal(type, 2);
      this.spice = saved;
      if (!tokens.includes('$')) return tokens;
    }
    return ['null'];
  }

  json(type, depth) {
    if (this.errs()) return this.pick([1, 1.5, 'text', true, null, [], {}, [null], { a: 1 }, 3e9, [[1]], 1e21, 0.1, -0.5]);
    if (isNonNullType(type)) return this.json(type.ofType, depth);
    if (this.roll(0.04)) return null;
    if (isListType(type)) {
      if (this.roll(0.2)) return this.json(type.ofType, depth);
      return Array.from({ length: this.below(4) }, () => this.json(type.ofType, depth));
    }
    if (isEnumType(type)) return this.errs() ? 'NOPE' : this.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const value = {};
      for (const field of Object.values(type.getFields())) {
        const isWanted = isRequiredInputField(field) || (depth < 3 && this.roll(0.35));
        if (isWanted === this.errs()) continue;
        value[this.errs() ? `${field.name}x` : field.name] = this.json(field.type, depth + 1);
      }
      return value;
    }
    switch (type.name) {
      case 'Int': return this.below(200) - 100;
      case 'Float': return this.pick([1, -0.5, 1e3, 1e-7, 1e21]);
      case 'Boolean': return this.roll(0.5);
      case 'String': return this.pick(['', 'plain', 'é😀', 'a"b\\c\n']);
      case 'ID': return this.pick([7, 'seven']);
      case 'ShowUri': return 'spotify:show:abc';
      case 'EpisodeUri': return 'spotify:episode:abc';
      case 'CommentUri': return this.roll(0.1) ? 'spotify:show:abc' : 'spotify:comment:abc';
      default: return this.below(1e9);
    }
  }
}
