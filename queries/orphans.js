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
var connected = {}, named = {};
['<kg:subject>', '<kg:object>'].forEach(function (side) {
  g.V('<kg:Claim>').in('<rdf:type>').has('<kg:fact>').out(side).unique().toArray().forEach(function (id) { connected[id] = true; });
});
['<kg:subject>', '<kg:object>', '<kg:saidBy>'].forEach(function (side) {
  g.V('<kg:Claim>').in('<rdf:type>').tag('c').out(side).forEach(function (row) {
    if (kg.isNode(row.id) && !connected[row.id]) (named[row.id] = named[row.id] || {})[row.c] = true;
  });
});
var ids = Object.keys(named).sort(), types = kg.properties(ids, '<rdf:type>');
kg.emit(kg.by(ids.map(function (id) {
  return {id: id, class: (types[id]['<rdf:type>'] || []).map(kg.local).sort().join(', '), claims: Object.keys(named[id]).length};
}).filter(function (r) { return !params.class || r.class.split(', ').indexOf(params.class) >= 0; }), [function (r) { return r.claims; }], function (r) { return r.id; }).slice(0, params.limit).map(function (r) {
  return {name: kg.name(r.id), class: r.class, claims: r.claims, id: r.id};
}));
