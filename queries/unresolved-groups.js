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
var all = kg.nodes(g.V('<kg:Group>').in('<rdf:type>')), known = {}, of = {};
kg.nodes(g.V(all).has('<skos:exactMatch>')).forEach(function (id) { known[id] = true; });
var groups = all.filter(function (id) { return !known[id]; });
['<kg:subject>', '<kg:object>'].forEach(function (side) {
  g.V(groups).tag('group').in(side).forEach(function (row) { (of[row.group] || (of[row.group] = {}))[row.id] = true; });
});
var most = kg.by(Object.keys(of).map(function (id) { return {id: id, claims: Object.keys(of[id])}; }), [function (r) { return r.claims.length; }], function (r) { return r.id; });
kg.emit(most.slice(0, params.limit).map(function (r) {
  var words = {}, articles = {};
  kg.evidence(g.V(r.claims)).forEach(function (c) {
    var w = c.subject === r.id ? c.subjectText : c.objectText;
    if (w) words[w] = true;
    articles[c.article] = true;
  });
  return {name: kg.name(r.id), words: Object.keys(words).sort().join('; '), claims: r.claims.length, articles: Object.keys(articles).length, id: r.id};
}));
