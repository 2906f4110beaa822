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
var rows = g.ask('connected', {class: params.class && '<kg:' + params.class + '>', limit: params.limit});
var ids = rows.map(function (r) { return r.id; }), types = kg.properties(ids, '<rdf:type>');
kg.load(ids);
kg.emit(rows.map(function (r) {
  return {name: kg.name(r.id), class: (types[r.id]['<rdf:type>'] || []).map(kg.local).sort().join(', '), others: r.others, facts: r.facts, articles: r.articles, id: r.id};
}));
