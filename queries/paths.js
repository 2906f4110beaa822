/**
 * @name paths
 * @title How two are connected
 * @description The shortest chains of facts from one to the other, each step with the sentence behind it.
 * @param {entity} from Where the chain starts
 * @param {entity} to Where it ends
 * @param {number} [steps=4] At most this many steps
 * @param {number} [limit=10] At most this many chains
 * @column path Number of the chain
 * @column step Number of the step
 * @column subject From whom
 * @column what The relation; an arrow backwards where it is stated the other way round
 * @column object To whom
 * @column sentence The clearest sentence
 * @example kg query paths --param from="John Kerry" --param to="Bashar al-Assad"
 */
var chains = g.ask('chains', {from: params.from, to: params.to, steps: params.steps, limit: params.limit}), of = {};
kg.evidence(g.V(kg.uniq([].concat.apply([], chains.map(function (chain) { return chain.map(function (s) { return s.best; }); }))))).forEach(function (c) { of[c.id] = c; });
chains.forEach(function (chain, i) {
  kg.load([].concat.apply([], chain.map(function (s) { return [s.from, s.relation, s.to]; })));
  chain.forEach(function (s, j) {
    var best = of[s.best] || {};
    g.emit({
      path: i + 1, step: j + 1, subject: kg.name(s.from), what: (s.backwards ? '\u2190 ' : '') + kg.name(s.relation), object: kg.name(s.to), sentence: best.sentence || '',
      subjectId: s.from, objectId: s.to, relation: s.relation, backwards: s.backwards, claim: best.id || null, article: best.article || null
    });
  });
});
