/**
 * @name what-did
 * @title What someone did
 * @description Everything that articles say someone did, with its evidence. What is denied, planned or wanted is marked so.
 * @param {entity} name Who
 * @param {relation} [relation] Only this relation and narrower ones
 * @param {date} [since] Only on this day or later
 * @param {date} [until] Only on this day or earlier
 * @param {enum:facts,all} [kind=all] Only facts, or every claim
 * @param {number} [limit=200] At most this many, the latest; 0 is all
 * @column what The relation, or the words of the text
 * @column object To whom or what
 * @column when The day
 * @column status fact, or how the article puts it: denied, planned, wanted, possible, conditional, reported
 * @column saidBy Who says so, where it is not the article
 * @column sentence The sentence
 * @column article Its headline, or its id
 * @example kg query what-did --param name="John Kerry" --param since=2016-08
 */
var who = kg.acting(params.name);
// A claim of a symmetric relation counts from either side.
kg.emit(kg.rows(kg.claims({
  about: who, acts: true, relations: params.relation && kg.narrower(params.relation), facts: params.kind === 'facts',
  since: params.since, until: params.until, limit: params.limit
}), {of: who}));
