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
function how(ties) {
  return kg.uniq(ties.map(function (t) { return (t.backwards ? '\u2190 ' : '') + kg.name(t.relation); })).sort().join(', ');
}
var both = g.ask('common', {a: params.a, b: params.b});
kg.load(both.map(function (n) { return n.id; }));
kg.emit(both.map(function (n) {
  return {name: kg.name(n.id), toA: how(n.a), toB: how(n.b), articles: n.articles, id: n.id};
}));
