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
// The words of the claims are read from the latest on, until there are enough.
var claims = kg.brief(kg.about(kg.acting(params.name), 'saidBy')), found = {}, enough = [];
for (var end = claims.length; end > 0 && !(params.limit > 0 && enough.length >= params.limit); end -= 200) {
  var quoted = {};
  kg.whole(claims.slice(Math.max(0, end - 200), end)).forEach(function (c) {
    var key = c.article + c.sentence;
    if (/["\u201c\u201d]/.test(c.sentence || '') && !quoted[key]) quoted[key] = c;
  });
  // What an older claim quotes too is told with the older one.
  enough = Object.keys(quoted).map(function (k) {
    if (found[k]) found[k].again = true;
    return found[k] = quoted[k];
  }).concat(enough).filter(function (c) { return !c.again; });
}
kg.emit(kg.rows(kg.latest(enough, params.limit)).map(function (r) {
  return {when: r.when, sentence: r.sentence, publisher: r.publisher, article: r.article, articleId: r.articleId, claim: r.claim};
}));
