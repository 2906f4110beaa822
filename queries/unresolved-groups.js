/**
 * @name unresolved-groups
 * @title Groups without a name
 * @description Actors that articles name only by what they are, such as rebels or police, with the words used for them.
 * @param {number} [limit=50] At most this many
 * @column name The group
 * @column words The words of the texts
 * @column claims How many claims
 * @column articles In how many articles
 * @example kg query unresolved-groups
 */
var rows = kg.nodes(g.V('<kg:Group>').in('<rdf:type>').except(g.V('<kg:Group>').in('<rdf:type>').has('<skos:exactMatch>'))).map(function (id) {
  var words = {}, articles = {}, claims = kg.evidence(kg.about(id));
  claims.forEach(function (c) {
    var w = c.subject === id ? c.subjectText : c.objectText;
    if (w) words[w] = true;
    articles[c.article] = true;
  });
  return {name: kg.name(id), words: Object.keys(words).sort().join('; '), claims: claims.length, articles: Object.keys(articles).length, id: id};
});
kg.emit(kg.by(rows, [function (r) { return r.claims; }], function (r) { return r.id; }), params.limit);
