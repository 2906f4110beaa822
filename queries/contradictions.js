/**
 * @name contradictions
 * @title What one article says and another denies
 * @description Claims that are affirmed in one place and denied in another, and figures that differ for the same statement.
 * @param {entity} [name] Only claims about this one
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
var claims = kg.evidence(params.name ? kg.about(kg.acting(params.name)) : g.V('<kg:Claim>').in('<rdf:type>'));
function source(c) { return c.publisher || c.headline || kg.local(c.article); }
function row(kind, what, object, one, other) {
  g.emit({
    kind: kind, subject: kg.name(one.subject), what: what, object: object, one: one.sentence, oneSource: source(one), other: other.sentence, otherSource: source(other),
    subjectId: one.subject, relation: one.relation || null, oneClaim: one.id, otherClaim: other.id
  });
}
var asserted = claims.filter(function (c) { return !c.modality || c.modality === 'asserted'; });
kg.facts(asserted.filter(function (c) { return c.object !== undefined; })).forEach(function (f) {
  var yes = f.claims.filter(function (c) { return c.polarity !== 'denied'; }), no = f.claims.filter(function (c) { return c.polarity === 'denied'; });
  if (yes.length > 0 && no.length > 0) row('denial', kg.relation(f), kg.name(f.object), yes[0], no[0]);
});

// Figures: the same subject, the same words, the same thing counted, on the same day, but another number.
var figures = {};
asserted.forEach(function (c) {
  if (c.value === undefined || c.polarity === 'denied') return;
  var m = /^\D*([\d.,]*\d)\s*(.*)$/.exec(c.value);
  if (!m) return;
  var key = JSON.stringify([c.subject, c.relation || c.lemma, m[2], c.when || '']);
  (figures[key] = figures[key] || []).push({n: m[1].replace(/,/g, ''), claim: c});
});
Object.keys(figures).sort().forEach(function (key) {
  var first = figures[key][0];
  var other = figures[key].filter(function (x) { return x.n !== first.n; })[0];
  if (other) row('figures', kg.relation(first.claim), first.claim.value + ' / ' + other.claim.value, first.claim, other.claim);
});
