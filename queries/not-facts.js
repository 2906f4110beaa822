/**
 * @name not-facts
 * @title What is denied, planned, wanted or only possible
 * @description Claims about someone that no article states as a fact.
 * @param {entity} name Who
 * @param {enum:any,denied,planned,wanted,possible,conditional,reported} [status=any] Only of this kind
 * @param {number} [limit=200] At most this many, the latest; 0 is all
 * @column status How the article puts it
 * @column subject Who
 * @column what The relation, or the words of the text
 * @column object To whom or what
 * @column saidBy Who says so, where it is not the article
 * @column when The day
 * @column sentence The sentence
 * @example kg query not-facts --param name=Russia --param status=denied
 */
kg.emit(kg.rows(kg.claims({about: kg.acting(params.name), notFacts: true, status: params.status === 'any' ? null : params.status, limit: params.limit})));
