/**
 * @name said-by
 * @title What someone said
 * @description What an article says on someone's word: every claim that is attributed to them.
 * @param {entity} name Who said it
 * @param {entity} [about] Only claims about this one
 * @param {date} [since] Only on this day or later
 * @param {date} [until] Only on this day or earlier
 * @param {number} [limit=200] At most this many, the latest; 0 is all
 * @column subject Who, in what was said
 * @column what The relation, or the words of the text
 * @column object To whom or what
 * @column when The day
 * @column status How it was put: denied, planned, wanted, possible, conditional, reported, fact
 * @column sentence The sentence
 * @column article Its headline, or its id
 * @example kg query said-by --param name="Staffan de Mistura"
 */
kg.emit(kg.rows(kg.claims({
  about: kg.acting(params.name), role: 'saidBy', with: params.about && kg.acting(params.about), since: params.since, until: params.until, limit: params.limit
})));
