/**
 * @name most-connected
 * @title Who is most connected
 * @description Entities by the number of others to which a fact connects them.
 * @param {string} [class] Only of this class: Person, Country, ArmedGroup …
 * @param {number} [limit=20] At most this many
 * @column name Who
 * @column class What kind of thing
 * @column others To how many others
 * @column facts By how many facts, each counted once
 * @column articles In how many articles
 * @example kg query most-connected --param class=Person
 */
var of = {};
function add(a, b, fact, article) {
  var e = of[a] || (of[a] = {others: {}, facts: {}, articles: {}});
  e.others[b] = e.facts[fact] = e.articles[article] = true;
}
g.V('<kg:Claim>').in('<rdf:type>').save('<kg:fact>', 'r').save('<kg:subject>', 's').save('<kg:object>', 'o').save('<prov:wasDerivedFrom>', 'a').forEach(function (c) {
  var sorted = kg.isSymmetric(c.r) && c.o < c.s ? c.o + c.r + c.s : c.s + c.r + c.o;
  add(c.s, c.o, sorted, c.a);
  add(c.o, c.s, sorted, c.a);
});
var ids = Object.keys(of).sort();
var types = kg.properties(ids, '<rdf:type>');
var rows = ids.map(function (id) {
  var e = of[id];
  return {id: id, class: (types[id]['<rdf:type>'] || []).map(kg.local).sort().join(', '), others: Object.keys(e.others).length, facts: Object.keys(e.facts).length, articles: Object.keys(e.articles).length};
}).filter(function (r) { return !params.class || r.class.split(', ').indexOf(params.class) >= 0; });
kg.emit(kg.by(rows, [function (r) { return r.others; }], [function (r) { return r.facts; }], function (r) { return r.id; }).slice(0, params.limit).map(function (r) {
  return {name: kg.name(r.id), class: r.class, others: r.others, facts: r.facts, articles: r.articles, id: r.id};
}));
