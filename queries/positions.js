/**
 * @name positions
 * @title Who held which position, and when
 * @description Positions, leadership and employment: of a person, or in a body.
 * @param {entity} [name] The person
 * @param {entity} [of] The body or the position
 * @column who The person
 * @column what Holds, leads, works for …
 * @column position The position or the body
 * @column from The first day that an article gives
 * @column to The last day that an article gives
 * @column articles How many articles say so
 * @column sentence The clearest sentence
 * @example kg query positions --param name="John Kerry"
 */
if (!params.name && !params.of) throw new Error('give name, of or both');
var kinds = kg.narrower(['<rel:holdsPosition>', '<rel:leads>', '<rel:worksFor>', '<rel:memberOf>', '<rel:appoints>', '<rel:resignsFrom>']);
var facts = kg.facts(kg.claims({
  about: params.name && params.of ? kg.acting(params.name) : params.name ? [params.name] : kg.acting(params.of),
  with: params.name && params.of ? kg.acting(params.of) : null, relations: kinds, facts: true
}));
kg.load([].concat.apply([], facts.map(function (f) { return [f.subject, f.relation, f.object]; })));
kg.emit(kg.by(facts, function (f) { return f.first; }, function (f) { return f.subject + f.relation + f.object; }).map(function (f) {
  var days = f.claims.map(function (c) { return c.to || c.when; }).filter(Boolean).sort();
  return {
    who: kg.name(f.subject), what: kg.relation(f), position: kg.name(f.object), from: f.first, to: days[days.length - 1] || '', articles: f.articles,
    sentence: f.best.sentence, whoId: f.subject, positionId: f.object, relation: f.relation, claim: f.best.id, article: f.best.article
  };
}));
