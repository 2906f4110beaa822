/**
 * @name who-supports
 * @title Who supports someone
 * @description Who supports, backs or praises someone, by every relation that the schema counts as support. One who
 *   stands for another, as a capital for its country, is answered with whom it stands for.
 * @param {entity} name Whom
 * @param {relation} [relation=supports] Another relation, with what is narrower than it: aids, sanctions, accuses …
 * @column who Who supports
 * @column standsFor Whom that one stands for
 * @column how The relation
 * @column whom Who is supported
 * @column articles How many articles say so
 * @column sentence The clearest sentence
 * @example kg query who-supports --param name="Bashar al-Assad"
 * @example kg query who-supports --param name=rebels --param relation=aids
 */
var relations = kg.narrower(params.relation);
var facts = kg.facts(kg.claims({about: kg.acting(params.name), role: 'object', relations: relations, facts: true}));
var stands = kg.properties(kg.uniq(facts.map(function (f) { return f.subject; })), '<kg:standsFor>');
kg.emit(kg.by(facts, [function (f) { return f.articles; }], function (f) { return f.subject; }, function (f) { return f.relation + f.object; }).map(function (f) {
  var whole = (stands[f.subject]['<kg:standsFor>'] || []).slice().sort();
  return {
    who: kg.name(f.subject), standsFor: whole.map(kg.name).join(', '), how: kg.relation(f), whom: kg.name(f.object), articles: f.articles,
    sentence: f.best.sentence, whoId: f.subject, whomId: f.object, relation: f.relation, claim: f.best.id, article: f.best.article
  };
}));
