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
var found = g.ask('articles', {about: kg.acting(params.name), since: params.since, until: params.until, limit: params.limit});
kg.loadArticles(found.map(function (f) { return f.id; }));
kg.emit(found.map(function (f) {
  var a = kg.article(f.id);
  return {published: a.published, headline: a.headline, publisher: a.publisher, claims: f.claims, url: a.url, id: f.id};
}));
