/**
 * @name most-corroborated
 * @title Facts that most articles report
 * @description Facts by the number of articles, then of publishers, that state them.
 * @param {entity} [name] Only facts about this one
 * @param {number} [limit=20] At most this many
 * @column subject Who
 * @column what The relation
 * @column object To whom
 * @column articles How many articles say so
 * @column publishers How many publishers
 * @column first The first day
 * @column sentence The clearest sentence
 * @example kg query most-corroborated
 */
kg.emit(kg.topFacts({about: params.name && kg.acting(params.name), order: 'articles', limit: params.limit}).map(function (f) {
  return {
    subject: kg.name(f.subject), what: kg.relation(f), object: kg.name(f.object), articles: f.articles, publishers: f.publishers, first: f.first,
    sentence: f.best.sentence, subjectId: f.subject, objectId: f.object, relation: f.relation, claim: f.best.id, article: f.best.article
  };
}));
