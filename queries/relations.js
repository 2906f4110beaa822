/**
 * @name relations
 * @title Which relations the graph holds
 * @description The relations of the facts, and how often each is stated.
 * @column relation The relation
 * @column broader What the schema puts above it
 * @column facts How many facts
 * @column claims How many claims, facts among them
 * @example kg query relations
 */
var found = g.ask('relations'), ids = found.map(function (r) { return r.id; }), above = kg.properties(ids, '<kg:narrowerThan>');
kg.load(ids);
kg.emit(found.map(function (r) {
  return {relation: kg.name(r.id), broader: (above[r.id]['<kg:narrowerThan>'] || []).map(kg.name).join(', '), facts: r.facts, claims: r.claims, id: r.id};
}));
