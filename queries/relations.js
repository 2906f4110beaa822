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
var count = {};
g.V('<kg:Claim>').in('<rdf:type>').save('<kg:relation>', 'r').saveOpt('<kg:fact>', 'f').forEach(function (c) {
  var n = count[c.r] || (count[c.r] = {facts: 0, claims: 0});
  n.claims++;
  if (c.f) n.facts++;
});
var ids = Object.keys(count), above = kg.properties(ids, '<kg:narrowerThan>');
kg.emit(kg.by(ids, [function (r) { return count[r].claims; }], String).map(function (r) {
  return {relation: kg.name(r), broader: (above[r]['<kg:narrowerThan>'] || []).map(kg.name).join(', '), facts: count[r].facts, claims: count[r].claims, id: r};
}));
