/**
 * @name orphans
 * @title Entities without a fact
 * @description Entities that claims name, but that no fact connects to anything.
 * @param {string} [class] Only of this class: Person, Country …
 * @param {number} [limit=100] At most this many
 * @column name Who
 * @column class What kind of thing
 * @column claims How many claims name it
 * @example kg query orphans --param class=Person
 */
var rows = g.ask('orphans', {class: params.class && '<kg:' + params.class + '>', limit: params.limit});
var ids = rows.map(function (r) { return r.id; }), types = kg.properties(ids, '<rdf:type>');
kg.load(ids);
kg.emit(rows.map(function (r) {
  return {name: kg.name(r.id), class: (types[r.id]['<rdf:type>'] || []).map(kg.local).sort().join(', '), claims: r.claims, id: r.id};
}));
