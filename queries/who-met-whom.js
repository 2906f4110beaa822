/**
 * @name who-met-whom
 * @title Who met whom
 * @description Meetings, talks and negotiations that articles state as facts, the most reported first.
 * @param {entity} [who] Only meetings of this person, body or place
 * @param {entity} [with] Only meetings with this one
 * @param {date} [since] Only on this day or later
 * @param {date} [until] Only on this day or earlier
 * @param {number} [limit=100] At most this many rows
 * @column who One side
 * @column whom The other side
 * @column when The first day that an article gives
 * @column articles How many articles say so
 * @column sentence The clearest sentence
 * @example kg query who-met-whom --param who="John Kerry"
 */
var meets = kg.narrower('<rel:meets>'), who = kg.acting(params.who || params.with), facts;
if (params.since || params.until || params.who && params.with) {
  var claims = kg.claims({
    about: params.who || params.with ? who : null, with: params.who && params.with ? kg.acting(params.with) : null, relations: meets, facts: true,
    since: params.since, until: params.until
  });
  // Every kind of meeting between two sides is one row.
  claims.forEach(function (c) { c.relation = '<rel:meets>'; });
  facts = kg.by(kg.facts(claims), [function (f) { return f.articles; }], [function (f) { return f.publishers; }], function (f) { return f.subject + f.relation + f.object; });
  if (params.limit) facts = facts.slice(0, params.limit);
} else {
  facts = kg.topFacts({about: params.who || params.with ? who : null, relations: meets, merge: true, order: 'articles', limit: params.limit});
}
kg.load([].concat.apply([], facts.map(function (f) { return [f.subject, f.object]; })));
kg.emit(facts.map(function (f) {
  var swap = who.indexOf(f.object) >= 0 && who.indexOf(f.subject) < 0;
  var a = swap ? f.object : f.subject, b = swap ? f.subject : f.object;
  return {who: kg.name(a), whom: kg.name(b), when: f.first, articles: f.articles, sentence: f.best.sentence, whoId: a, whomId: b, claim: f.best.id, article: f.best.article};
}));
