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
var path = params.name ? kg.about(kg.acting(params.name)) : g.V('<kg:Claim>').in('<rdf:type>');
kg.emit(kg.by(kg.outline(path), [function (f) { return f.articles; }], [function (f) { return f.publishers; }], function (f) { return f.subject + f.relation + f.object; }).slice(0, params.limit).map(function (o) {
  var f = kg.full(o);
  return {
    subject: kg.name(f.subject), what: kg.relation(f), object: kg.name(f.object), articles: f.articles, publishers: f.publishers, first: f.first,
    sentence: f.best.sentence, subjectId: f.subject, objectId: f.object, relation: f.relation, claim: f.best.id, article: f.best.article
  };
}));
