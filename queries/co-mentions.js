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
var who = kg.acting(params.name), mine = {}, of = {};
var own = kg.brief(kg.about(who));
own.forEach(function (c) { mine[c.article + ' ' + c.start] = true; });
var articles = kg.uniq(own.map(function (c) { return c.article; }));
articles = kg.latest(kg.by(articles, function (a) { return kg.article(a).published; }, String), params.articles);
for (var i = 0; i < articles.length; i += 500) {
  var claims = g.V(articles.slice(i, i + 500)).in('<prov:wasDerivedFrom>').toArray();
  kg.records(claims, ['<kg:subject>', '<kg:object>', '<kg:start>', '<prov:wasDerivedFrom>']).forEach(function (c) {
    [c.subject, c.object].forEach(function (id) {
      if (!kg.isNode(id) || who.indexOf(id) >= 0) return;
      var e = of[id] || (of[id] = {articles: {}, sentences: {}});
      e.articles[c.wasDerivedFrom] = true;
      var sentence = c.wasDerivedFrom + ' ' + c.start;
      if (mine[sentence]) e.sentences[sentence] = true;
    });
  });
}
var rows = kg.by(Object.keys(of).map(function (id) {
  return {id: id, articles: Object.keys(of[id].articles).length, sentences: Object.keys(of[id].sentences).length};
}), [function (r) { return r.articles; }], [function (r) { return r.sentences; }], function (r) { return r.id; });
if (params.limit) rows = rows.slice(0, params.limit);
var ids = rows.map(function (r) { return r.id; }), types = kg.properties(ids, '<rdf:type>');
kg.load(ids);
kg.emit(rows.map(function (r) {
  return {name: kg.name(r.id), class: (types[r.id]['<rdf:type>'] || []).map(kg.local).sort().join(', '), articles: r.articles, sentences: r.sentences, id: r.id};
}));
