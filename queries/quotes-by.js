/**
 * @name quotes-by
 * @title Quotations of someone
 * @description Sentences that quote someone in their own words, each once.
 * @param {entity} name Who is quoted
 * @column when The day
 * @column sentence The sentence
 * @column publisher Who published it
 * @column article Its headline, or its id
 * @example kg query quotes-by --param name="Angela Merkel"
 */
var seen = {};
kg.emit(kg.rows(kg.evidence(kg.about(kg.acting(params.name), 'saidBy'))).filter(function (r) {
  var key = r.articleId + r.sentence;
  if (seen[key] || !/["\u201c\u201d]/.test(r.sentence)) return false;
  return seen[key] = true;
}).map(function (r) {
  return {when: r.when, sentence: r.sentence, publisher: r.publisher, article: r.article, articleId: r.articleId, claim: r.claim};
}));
