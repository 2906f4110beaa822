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
var meets = kg.narrower('<rel:meets>');
var claims = params.who && params.with ? kg.between(params.who, params.with)
  : params.who || params.with ? kg.about(kg.acting(params.who || params.with))
  : g.V(meets).in('<kg:fact>');
claims = kg.within(kg.brief(claims.has('<kg:fact>', meets)), params.since, params.until);

var first = kg.acting(params.who || params.with);
// Every kind of meeting between two sides is one row.
claims.forEach(function (c) { c.relation = '<rel:meets>'; });
var facts = kg.facts(claims);
facts = kg.by(facts, [function (f) { return f.articles; }], function (f) { return f.first; }, function (f) { return f.subject + f.object; });
if (params.limit) facts = facts.slice(0, params.limit);
kg.whole(facts.map(function (f) { return f.best; }));
kg.load([].concat.apply([], facts.map(function (f) { return [f.subject, f.object]; })));
kg.emit(facts.map(function (f) {
  var swap = first.indexOf(f.object) >= 0 && first.indexOf(f.subject) < 0;
  var a = swap ? f.object : f.subject, b = swap ? f.subject : f.object;
  return {who: kg.name(a), whom: kg.name(b), when: f.first, articles: f.articles, sentence: f.best.sentence, whoId: a, whomId: b, claim: f.best.id, article: f.best.article};
}));
