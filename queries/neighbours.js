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
 * @column last The day of the last of them
 * @example kg query neighbours --param name="John Kerry"
 */
var found = g.ask('neighbours', {of: params.name, class: params.class && '<kg:' + params.class + '>', limit: params.limit});
var ids = found.map(function (n) { return n.id; }), types = kg.properties(ids, '<rdf:type>');
kg.load(ids);
kg.emit(found.map(function (n) {
  var how = kg.uniq(n.ties.map(function (t) { return (t.backwards ? '\u2190 ' : '') + kg.name(t.relation); })).sort().join(', ');
  return {name: kg.name(n.id), class: (types[n.id]['<rdf:type>'] || []).map(kg.local).sort().join(', '), how: how, articles: n.articles, last: n.last, id: n.id};
}));
