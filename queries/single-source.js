/**
 * @name single-source
 * @title Facts that only one publisher reports
 * @description Facts that stand in the articles of a single publisher, the latest first.
 * @param {entity} [name] Only facts about this one
 * @param {number} [limit=100] At most this many
 * @column subject Who
 * @column what The relation
 * @column object To whom
 * @column publisher The only publisher, or the article where none is known
 * @column when The day of its last article
 * @column sentence The clearest sentence
 * @example kg query single-source --param name=Russia
 */
kg.emit(kg.topFacts({about: params.name && kg.acting(params.name), onePublisher: true, order: 'latest', limit: params.limit}).map(function (f) {
  return {
    subject: kg.name(f.subject), what: kg.relation(f), object: kg.name(f.object), publisher: f.best.publisher || kg.local(f.best.article), when: f.latest,
    sentence: f.best.sentence, subjectId: f.subject, objectId: f.object, relation: f.relation, claim: f.best.id, article: f.best.article
  };
}));
