/**
 * @name contradictions
 * @title What one article says and another denies
 * @description Claims that are affirmed in one place and denied in another, and figures that differ for the same statement.
 * @param {entity} [name] Only claims about this one
 * @param {number} [limit=100] At most this many of each kind, of denials the latest; 0 is all
 * @column kind denial or figures
 * @column subject Who
 * @column what The relation, or the words of the text
 * @column object To whom or what; the two figures
 * @column one The sentence that says so
 * @column oneSource Its publisher, or its article
 * @column other The sentence against it
 * @column otherSource Its publisher, or its article
 * @example kg query contradictions --param name=Messi
 */
var only = params.name ? kg.acting(params.name) : null;
function source(c) { return c.publisher || c.headline || kg.local(c.article); }
function row(kind, what, object, one, other) {
  g.emit({
    kind: kind, subject: kg.name(one.subject), what: what, object: object, one: one.sentence, oneSource: source(one), other: other.sentence, otherSource: source(other),
    subjectId: one.subject, relation: one.relation || null, oneClaim: one.id, otherClaim: other.id
  });
}

function enough(n) { return params.limit > 0 && n >= params.limit; }

// Denials are rare: each is held against what else is said of the same two, from the latest on until there are enough.
var own = only ? kg.brief(kg.about(only)) : null;
var denied = (own || kg.brief(g.V('denied').in('<kg:polarity>'))).filter(function (c) {
  return c.polarity === 'denied' && c.modality === 'asserted' && c.object && c.relation && kg.isNode(c.subject);
});
var said = {}; // by subject, then object and relation: the claims that affirm it
function affirmed(claims) {
  claims.forEach(function (c) {
    if (c.polarity !== 'affirmed' || c.modality !== 'asserted' || !c.relation || !c.subject) return;
    var of = said[c.subject] || (said[c.subject] = {}), key = c.object + ' ' + c.relation;
    (of[key] = of[key] || []).push(c.id);
  });
}
// What is said of the one and another is among the claims about the one.
if (own) affirmed(own);
function against(subject, relation, object) {
  if (!own && !said[subject]) {
    said[subject] = {};
    affirmed(kg.records(g.V(subject).in('<kg:subject>').toArray(), ['<kg:subject>', '<kg:object>', '<kg:relation>', '<kg:polarity>', '<kg:modality>']));
  }
  var ids = said[subject] && said[subject][object + ' ' + relation];
  return ids ? kg.evidence(g.V(ids))[0] : undefined;
}
var denials = [], facts = kg.facts(denied);
for (var i = facts.length - 1; i >= 0 && !enough(denials.length); i--) {
  var f = facts[i], yes = against(f.subject, f.relation, f.object);
  if (!yes && kg.isSymmetric(f.relation)) yes = against(f.object, f.relation, f.subject);
  if (yes) denials.unshift({fact: f, yes: yes});
}
kg.whole(denials.map(function (d) { return d.fact.claims[0]; }));
denials.forEach(function (d) { row('denial', kg.relation(d.fact), kg.name(d.fact.object), d.yes, d.fact.claims[0]); });

// Figures: the same subject, the same words, the same thing counted, but another number.
var figures = {};
function figure(id, value, subject, what) {
  var m = /^\D*([\d.,]*\d)\s*(.*)$/.exec(value);
  if (!m) return;
  var key = JSON.stringify([subject, what, m[2]]);
  (figures[key] = figures[key] || []).push({n: m[1].replace(/,/g, ''), claim: id});
}
if (own) {
  own.forEach(function (c) {
    if (c.value !== undefined && c.polarity === 'affirmed' && c.modality === 'asserted' && only.indexOf(c.subject) >= 0) figure(c.id, c.value, c.subject, c.relation || c.lemma);
  });
} else {
  g.V('<kg:Claim>').in('<rdf:type>').save('<kg:value>', 'value').has('<kg:polarity>', 'affirmed').has('<kg:modality>', 'asserted')
    .save('<kg:subject>', 's').saveOpt('<kg:relation>', 'r').saveOpt('<kg:lemma>', 'lemma').forEach(function (c) { figure(c.id, c.value, c.s, c.r || c.lemma); });
}
var differing = 0;
Object.keys(figures).sort().forEach(function (key) {
  if (enough(differing) || kg.uniq(figures[key].map(function (x) { return x.n; })).length < 2) return;
  var number = {};
  figures[key].forEach(function (x) { number[x.claim] = x.n; });
  // Figures of one day differ; those of two days may have grown.
  var days = {};
  kg.brief(g.V(Object.keys(number))).forEach(function (c) {
    var first = days[c.when || ''];
    if (!first) days[c.when || ''] = c;
    else if (!first.done && !enough(differing) && number[first.id] !== number[c.id]) {
      first.done = true;
      differing++;
      kg.whole([first, c]);
      row('figures', kg.relation(c), first.value + ' / ' + c.value, first, c);
    }
  });
});
