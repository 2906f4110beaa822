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
 * @column when The day
 * @column sentence The clearest sentence
 * @example kg query single-source --param name=Russia
 */
var path = params.name ? kg.about(kg.acting(params.name)) : g.V('<kg:Claim>').in('<rdf:type>');
var facts = kg.outline(path).filter(function (f) { return f.publishers === 1; });
kg.emit(kg.by(facts, [function (f) { return f.latest; }], function (f) { return f.subject + f.relation + f.object; }).slice(0, params.limit).map(function (o) {
  var f = kg.full(o);
  return {
    subject: kg.name(f.subject), what: kg.relation(f), object: kg.name(f.object), publisher: f.best.publisher || kg.local(f.best.article), when: f.last,
    sentence: f.best.sentence, subjectId: f.subject, objectId: f.object, relation: f.relation, claim: f.best.id, article: f.best.article
  };
}));
