/**
 * @name timeline
 * @title What happened, day by day
 * @description The claims about one, or about two, in order of their days.
 * @param {entity} name Who
 * @param {entity} [with] Only claims that this one is in, too
 * @param {date} [since] Only on this day or later
 * @param {date} [until] Only on this day or earlier
 * @param {enum:facts,all} [kind=facts] Only facts, or every claim
 * @param {number} [limit=200] At most this many, the latest; 0 is all
 * @column when The day
 * @column subject Who
 * @column what The relation, or the words of the text
 * @column object To whom or what
 * @column status fact, or how the article puts it
 * @column sentence The sentence
 * @column article Its headline, or its id
 * @example kg query timeline --param name="John Kerry" --param with="Sergei Lavrov"
 */
var path = params.with ? kg.between(params.name, params.with) : kg.about(kg.acting(params.name));
var dated = kg.brief(path).filter(function (c) { return c.when; });
kg.emit(kg.rows(kg.within(dated, params.since, params.until), {of: kg.acting(params.name), facts: params.kind === 'facts', limit: params.limit}));
