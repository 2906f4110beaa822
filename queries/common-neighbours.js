/**
 * @name common-neighbours
 * @title Who is connected to both
 * @description Those to whom facts connect two entities, and how.
 * @param {entity} a One
 * @param {entity} b The other
 * @column name Who is connected to both
 * @column toA How to the first
 * @column toB How to the second
 * @column articles In how many articles
 * @example kg query common-neighbours --param a="John Kerry" --param b="Bashar al-Assad"
 */
function neighbours(node) {
  var of = {};
  kg.facts(kg.brief(kg.about(node).has('<kg:fact>'))).forEach(function (f) {
    var other = f.subject === node ? f.object : f.subject;
    if (other === node || !kg.isNode(other)) return;
    var n = of[other] || (of[other] = {how: {}, articles: {}});
    n.how[(f.subject === node || kg.isSymmetric(f.relation) ? '' : '\u2190 ') + kg.relation(f)] = true;
    f.claims.forEach(function (c) { n.articles[c.article] = true; });
  });
  return of;
}
var a = neighbours(params.a), b = neighbours(params.b);
var both = Object.keys(a).filter(function (n) { return b[n] && n !== params.b && n !== params.a; });
kg.load(both);
kg.emit(kg.by(both.map(function (n) {
  return {name: kg.name(n), toA: Object.keys(a[n].how).sort().join(', '), toB: Object.keys(b[n].how).sort().join(', '), articles: kg.uniq(Object.keys(a[n].articles).concat(Object.keys(b[n].articles))).length, id: n};
}), [function (r) { return r.articles; }], function (r) { return r.id; }));
