/**
 * @name who-is
 * @title Who or what someone is
 * @description Names, class, what it stands for, country, ids elsewhere, and how much the graph knows.
 * @param {entity} name Who
 * @column property What is told
 * @column value What it is
 * @example kg query who-is --param name=Washington
 */
var show = {
  '<rdf:type>': 'class', '<rdfs:label>': 'name', '<skos:altLabel>': 'also called', '<kg:standsFor>': 'stands for', '<kg:country>': 'country',
  '<kg:formerName>': 'formerly', '<kg:sector>': 'sector', '<skos:exactMatch>': 'same as'
};
var of = kg.properties([params.name], Object.keys(show))[params.name];
g.emit({property: 'id', value: kg.local(params.name), id: params.name});
Object.keys(show).forEach(function (p) {
  (of[p] || []).slice().sort().forEach(function (v) {
    var name = p === '<kg:standsFor>' || p === '<kg:country>';
    g.emit({property: show[p], value: name ? kg.name(v) : p === '<skos:exactMatch>' ? v.slice(1, -1) : kg.local(v), id: kg.isNode(v) ? v : null});
  });
});
kg.ends(params.name, '<kg:standsFor>', true).forEach(function (n) { g.emit({property: 'acts through', value: kg.name(n), id: n}); });
var sum = g.ask('summary', {of: params.name});
g.emit({property: 'claims', value: sum.claims, id: null});
g.emit({property: 'facts', value: sum.facts, id: null});
g.emit({property: 'articles', value: sum.articles, id: null});
if (sum.first) {
  g.emit({property: 'first seen', value: sum.first, id: null});
  g.emit({property: 'last seen', value: sum.last, id: null});
}
