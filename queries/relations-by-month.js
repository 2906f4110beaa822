/**
 * @name relations-by-month
 * @title Relations between the actors of two countries, by month
 * @description Facts between those who act for one country, or belong to it, and those of another, counted by month and relation.
 * @param {entity} a One country
 * @param {entity} b The other
 * @column month The month
 * @column what The relation
 * @column from The side that acts
 * @column facts How many facts
 * @column articles In how many articles
 * @column sentence One of the sentences
 * @example kg query relations-by-month --param a=Russia --param b="United States"
 */
var a = kg.actorsOf(params.a), b = kg.actorsOf(params.b), groups = {};
function add(list, side, other) {
  kg.facts(kg.claims({about: list, role: 'subject', with: other, side: 'object', facts: true})).forEach(function (f) {
    f.claims.forEach(function (c) {
      var from = kg.isSymmetric(c.relation) ? 'both' : kg.name(side), month = (c.when || '').slice(0, 7);
      var key = JSON.stringify([month, c.relation, from]);
      var gr = groups[key] || (groups[key] = {key: key, month: month, relation: c.relation, from: from, facts: {}, articles: {}, sentence: c.sentence});
      gr.facts[[f.subject, f.object].sort().join()] = gr.articles[c.article] = true;
    });
  });
}
add(a, params.a, b);
add(b, params.b, a);
kg.emit(kg.by(Object.keys(groups).map(function (k) { return groups[k]; }), function (x) { return x.key; }).map(function (x) {
  return {month: x.month, what: kg.name(x.relation), from: x.from, facts: Object.keys(x.facts).length, articles: Object.keys(x.articles).length, sentence: x.sentence, relation: x.relation};
}));
