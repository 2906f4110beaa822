/**
 * @name articles-about
 * @title Articles about someone
 * @description The articles that make a claim about someone, those with the most first.
 * @param {entity} name Who
 * @param {date} [since] Published on this day or later
 * @param {date} [until] Published on this day or earlier
 * @param {number} [limit=200] At most this many; 0 is all
 * @column published The day
 * @column headline The headline
 * @column publisher Who published it
 * @column claims How many claims about the one
 * @column url Where it stood
 * @column id The article's id
 * @example kg query articles-about --param name=Aleppo
 */
var of = {};
kg.brief(kg.about(kg.acting(params.name))).forEach(function (c) { of[c.article] = (of[c.article] || 0) + 1; });
kg.emit(kg.by(Object.keys(of).map(function (id) {
  var a = kg.article(id);
  return {published: a.published, headline: a.headline, publisher: a.publisher, claims: of[id], url: a.url, id: id};
}).filter(function (r) {
  return (!params.since || r.published >= params.since) && (!params.until || r.published !== '' && r.published <= params.until);
}), [function (r) { return r.claims; }], function (r) { return r.published; }, function (r) { return r.id; }), params.limit);
