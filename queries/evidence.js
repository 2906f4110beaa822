/**
 * @name evidence
 * @title What connects two, word by word
 * @description Every claim in which both are, either way round, with its sentence, article and confidence.
 * @param {entity} a One
 * @param {entity} b The other
 * @param {relation} [relation] Only this relation and narrower ones
 * @param {number} [limit=200] At most this many, the latest; 0 is all
 * @column subject Who
 * @column what The relation, or the words of the text
 * @column object To whom
 * @column status fact, or how the article puts it
 * @column saidBy Who says so, where it is not the article
 * @column when The day
 * @column confidence From 0 to 1
 * @column sentence The sentence
 * @column publisher Who published it
 * @column article Its headline, or its id
 * @example kg query evidence --param a="John Kerry" --param b="Sergei Lavrov"
 */
var claims = kg.claims({about: kg.acting(params.a), with: kg.acting(params.b), relations: params.relation && kg.narrower(params.relation), limit: params.limit});
kg.emit(kg.rows(claims));
