/**
 * @name unresolved-groups
 * @title Groups without a name
 * @description Actors that articles name only by what they are, such as rebels or police, with the words used for them.
 * @param {number} [limit=50] At most this many
 * @column name The group
 * @column words The words of the texts, those used most in its latest 40 claims
 * @column claims How many claims
 * @column articles In how many articles
 * @example kg query unresolved-groups
 */
var pronoun = /^(it|he|she|they|them|him|her|this|these|those|that|we|us|one|who|which)$/i;
kg.emit(g.ask('mentioned', {class: '<kg:Group>', unmatched: true, limit: params.limit}).map(function (r) {
  var words = g.ask('words', {of: r.id, latest: 40}).filter(function (w) { return !pronoun.test(w); });
  return {name: kg.name(r.id), words: words.slice(0, 8).join('; '), claims: r.claims, articles: r.articles, id: r.id};
}));
