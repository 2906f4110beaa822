/**
 * @name co-mentions
 * @title Who is named together with someone
 * @description Entities that stand in the same articles, and how often in the same sentence.
 * @param {entity} name Who
 * @param {number} [limit=30] At most this many
 * @param {number} [articles=200] In the latest so many articles that name the one; 0 is all
 * @column name Who else
 * @column class What kind of thing
 * @column articles In how many of the articles
 * @column sentences In how many of the sentences
 * @example kg query co-mentions --param name="John Kerry"
 */
var rows = g.ask('together', {who: kg.acting(params.name), articles: params.articles, limit: params.limit});
var ids = rows.map(function (r) { return r.id; }), types = kg.properties(ids, '<rdf:type>');
kg.load(ids);
kg.emit(rows.map(function (r) {
  return {name: kg.name(r.id), class: (types[r.id]['<rdf:type>'] || []).map(kg.local).sort().join(', '), articles: r.articles, sentences: r.sentences, id: r.id};
}));
