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
var who = kg.acting(params.name);
kg.emit(kg.rows(kg.claims({
  about: who, with: params.with && kg.acting(params.with), facts: params.kind === 'facts', dated: true, since: params.since, until: params.until, limit: params.limit
}), {of: who}));
