/**
 * @name accusations-against
 * @title What someone is accused of
 * @description Accusations, charges, criticism and investigations of someone, by whom and in which words.
 * @param {entity} name Whom
 * @param {number} [limit=200] At most this many, the latest; 0 is all
 * @column subject Who accuses
 * @column what The relation
 * @column when The day
 * @column status fact, or how the article puts it
 * @column sentence The sentence
 * @column article Its headline, or its id
 * @example kg query accusations-against --param name="Bashar al-Assad"
 */
var kinds = kg.narrower(['<rel:accuses>', '<rel:charges>', '<rel:criticises>', '<rel:investigates>', '<rel:sues>', '<rel:convicts>']);
kg.emit(kg.rows(kg.claims({about: kg.acting(params.name), role: 'object', relations: kinds, limit: params.limit})));
