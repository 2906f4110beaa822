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
var who = kg.acting(params.name);
var claims = kg.brief(kg.about(who, 'object')).filter(function (c) { return !kg.isSymmetric(c.relation); });
kg.emit(kg.rows(kg.within(claims, params.since, params.until), {relation: params.relation, limit: params.limit}));
