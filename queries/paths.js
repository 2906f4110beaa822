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
// Breadth first from the start: before[n] lists the steps by which n is reached on a shortest chain.
var start = params.from, goal = params.to, before = {}, depth = {};
depth[start] = 0;
var front = [start];
for (var d = 1; d <= params.steps && front.length > 0 && depth[goal] === undefined; d++) {
  var next = [];
  ['subject', 'object'].forEach(function (side) {
    var other = side === 'subject' ? 'object' : 'subject';
    g.V(front).tag('at').in('<kg:' + side + '>').has('<kg:fact>').tag('claim').save('<kg:relation>', 'relation').out('<kg:' + other + '>').tagArray().forEach(function (row) {
      var to = row.id;
      if (!kg.isNode(to) || depth[to] !== undefined && depth[to] < d || to === row.at) return;
      if (depth[to] === undefined) { depth[to] = d; before[to] = []; next.push(to); }
      before[to].push({at: row.at, relation: row.relation, back: side === 'object', claim: row.claim});
    });
  });
  front = next.sort();
}

// One step for each pair and relation, with all its claims.
function steps(to) {
  var groups = {};
  (before[to] || []).forEach(function (s) {
    var back = s.back && !kg.isSymmetric(s.relation), key = s.at + ' ' + s.relation + (back ? '<' : '>');
    if (!groups[key]) groups[key] = {key: key, at: s.at, to: to, relation: s.relation, back: back, claims: []};
    groups[key].claims.push(s.claim);
  });
  return kg.by(Object.keys(groups).map(function (k) { return groups[k]; }), [function (s) { return s.claims.length; }], function (s) { return s.key; });
}

var chains = [];
(function walk(to, chain) {
  if (chains.length >= params.limit) return;
  if (to === start) { chains.push(chain); return; }
  steps(to).forEach(function (s) { walk(s.at, [s].concat(chain)); });
})(goal, []);

chains.forEach(function (chain, i) {
  chain.forEach(function (s, j) {
    var best = kg.by(kg.evidence(g.V(s.claims)), [function (c) { return Number(c.confidence) || 0; }], kg.when, function (c) { return c.id; })[0];
    g.emit({
      path: i + 1, step: j + 1, subject: kg.name(s.at), what: (s.back ? '\u2190 ' : '') + kg.name(s.relation), object: kg.name(s.to), sentence: best.sentence,
      subjectId: s.at, objectId: s.to, relation: s.relation, backwards: s.back, claim: best.id, article: best.article
    });
  });
});
