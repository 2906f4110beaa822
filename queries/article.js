/**
 * @name article
 * @title What an article contributed
 * @description The claims of one article, in the order of its text.
 * @param {string} id The article's id, its url or its headline
 * @column subject Who
 * @column what The relation, or the words of the text
 * @column object To whom or what
 * @column status fact, or how the article puts it
 * @column saidBy Who says so, where it is not the article
 * @column confidence From 0 to 1
 * @column sentence The sentence
 * @example kg query article --param id="Talks on Syria"
 */
var id = params.id.replace(/^<?(art:)?/, '').replace(/>$/, ''), node = '<art:' + id + '>';
var found = kg.nodes(g.V(node).has('<rdf:type>'));
if (found.length === 0) found = kg.nodes(g.V(str(params.id)).in(['<schema:headline>', '<schema:url>']));
if (found.length === 0) throw new Error('no article ' + params.id);
if (found.length > 1) throw new Error(params.id + ' may be ' + found.map(kg.local).join(', '));
var claims = kg.evidence(g.V(found).in('<prov:wasDerivedFrom>'));
kg.emit(kg.rows(kg.by(claims, function (c) { return c.start; }, function (c) { return c.id; })));
