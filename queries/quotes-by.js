/**
 * @name quotes-by
 * @title Quotations of someone
 * @description Sentences that quote someone in their own words, each once.
 * @param {entity} name Who is quoted
 * @param {number} [limit=100] At most this many, the latest; 0 is all
 * @column when The day
 * @column sentence The sentence
 * @column publisher Who published it
 * @column article Its headline, or its id
 * @example kg query quotes-by --param name="Angela Merkel"
 */
// More claims than are wanted, as several may stand in one sentence.
var most = params.limit > 0 ? 4 * params.limit : 0, seen = {};
var quoted = kg.claims({about: kg.acting(params.name), role: 'saidBy', containing: ['"', '\u201c', '\u201d'], limit: most}).filter(function (c) {
  // A sentence is told with its first claim.
  var key = c.article + c.sentence;
  if (seen[key]) return false;
  return seen[key] = true;
});
kg.emit(kg.rows(kg.latest(quoted, params.limit)).map(function (r) {
  return {when: r.when, sentence: r.sentence, publisher: r.publisher, article: r.article, articleId: r.articleId, claim: r.claim};
}));
