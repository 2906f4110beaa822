/**
 * @name co-mentions
 * @title Who is named together with someone
 * @description Entities that stand in the same articles, and how often in the same sentence.
 * @param {entity} name Who
 * @param {number} [limit=30] At most this many
 * @column name Who else
 * @column class What kind of thing
 * @column articles In how many of the articles
 * @column sentences In how many of the sentences
 * @example kg query co-mentions --param name="John Kerry"
 */
var who = kg.acting(params.name), mine = {}, of = {};
var own = kg.evidence(kg.about(who));
own.forEach(function (c) { mine[c.article + ' ' + c.start] = true; });
var articles = kg.uniq(own.map(function (c) { return c.article; }));
['<kg:subject>', '<kg:object>'].forEach(function (side) {
  if (articles.length === 0) return;
  g.V(articles).tag('a').in('<prov:wasDerivedFrom>').save('<kg:start>', 'at').out(side).tagArray().forEach(function (row) {
    if (!kg.isNode(row.id) || who.indexOf(row.id) >= 0) return;
    var e = of[row.id] || (of[row.id] = {articles: {}, sentences: {}});
    e.articles[row.a] = true;
    var sentence = row.a + ' ' + row.at;
    if (mine[sentence]) e.sentences[sentence] = true;
  });
});
var ids = Object.keys(of).sort(), types = kg.properties(ids, '<rdf:type>');
kg.load(ids);
kg.emit(kg.by(ids.map(function (id) {
  return {name: kg.name(id), class: (types[id]['<rdf:type>'] || []).map(kg.local).sort().join(', '), articles: Object.keys(of[id].articles).length, sentences: Object.keys(of[id].sentences).length, id: id};
}), [function (r) { return r.articles; }], [function (r) { return r.sentences; }], function (r) { return r.id; }), params.limit);
