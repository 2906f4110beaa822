/**
 * @name what-happened-to
 * @title What was done to someone
 * @description Everything that articles say was done to someone, with its evidence.
 * @param {entity} name Whom
 * @param {relation} [relation] Only this relation and narrower ones
 * @param {date} [since] Only on this day or later
 * @param {date} [until] Only on this day or earlier
 * @param {number} [limit=200] At most this many, the latest; 0 is all
 * @column subject Who did it
 * @column what The relation, or the words of the text
 * @column when The day
 * @column status fact, or how the article puts it
 * @column saidBy Who says so, where it is not the article
 * @column sentence The sentence
 * @column article Its headline, or its id
 * @example kg query what-happened-to --param name=Aleppo
 */
kg.emit(kg.rows(kg.claims({
  about: kg.acting(params.name), role: 'object', undergoes: true, relations: params.relation && kg.narrower(params.relation),
  since: params.since, until: params.until, limit: params.limit
})));
