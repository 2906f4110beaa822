/**
 * @name neighbours
 * @title Who is around someone
 * @description Those to whom a fact connects someone, by the number of articles.
 * @param {entity} name Who
 * @param {string} [class] Only of this class: Person, Country …
 * @param {number} [limit=50] At most this many
 * @column name The other
 * @column class What kind of thing
 * @column how The relations; an arrow backwards where the other acts
 * @column articles In how many articles
 * @column last The last day
 * @example kg query neighbours --param name="John Kerry"
 */
var who = params.name, of = {};
kg.facts(kg.brief(kg.about(who).has('<kg:fact>'))).forEach(function (f) {
  var other = f.subject === who ? f.object : f.subject;
  if (other === who || !kg.isNode(other)) return;
  var n = of[other] || (of[other] = {how: {}, articles: {}, last: ''});
  n.how[(f.subject === who || kg.isSymmetric(f.relation) ? '' : '\u2190 ') + kg.relation(f)] = true;
  f.claims.forEach(function (c) { n.articles[c.article] = true; });
  if (f.last > n.last) n.last = f.last;
});
var ids = Object.keys(of).sort(), types = kg.properties(ids, '<rdf:type>');
kg.load(ids);
kg.emit(kg.by(ids.map(function (id) {
  return {name: kg.name(id), class: (types[id]['<rdf:type>'] || []).map(kg.local).sort().join(', '), how: Object.keys(of[id].how).sort().join(', '), articles: Object.keys(of[id].articles).length, last: of[id].last, id: id};
}).filter(function (r) { return !params.class || r.class.split(', ').indexOf(params.class) >= 0; }), [function (r) { return r.articles; }], function (r) { return r.id; }), params.limit);
