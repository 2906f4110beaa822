/**
 * @name new-since
 * @title What is new since a day
 * @description Facts that no article of before that day states, by the day of publication.
 * @param {date} since The day
 * @param {entity} [name] Only facts about this one
 * @param {number} [limit=200] At most this many
 * @column published The day of the first article
 * @column subject Who
 * @column what The relation
 * @column object To whom
 * @column articles How many articles say so
 * @column sentence The clearest sentence
 * @example kg query new-since --param since=2016-08-26
 */
kg.emit(kg.topFacts({about: params.name && kg.acting(params.name), since: params.since, order: 'published', limit: params.limit}).map(function (f) {
  return {
    published: f.published, subject: kg.name(f.subject), what: kg.relation(f), object: kg.name(f.object), articles: f.articles,
    sentence: f.best.sentence, subjectId: f.subject, objectId: f.object, relation: f.relation, claim: f.best.id, article: f.best.article
  };
}));
