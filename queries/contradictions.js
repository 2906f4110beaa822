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
var only = params.name ? kg.acting(params.name) : null;
function source(c) { return c.publisher || c.headline || kg.local(c.article); }
function row(kind, what, object, one, other) {
  g.emit({
    kind: kind, subject: kg.name(one.subject), what: what, object: object, one: one.sentence, oneSource: source(one), other: other.sentence, otherSource: source(other),
    subjectId: one.subject, relation: one.relation || null, oneClaim: one.id, otherClaim: other.id
  });
}

// Denials are rare: each is held against what else is said of the same two.
var denied = only ? kg.about(only).has('<kg:polarity>', 'denied') : g.V('denied').in('<kg:polarity>');
kg.facts(kg.evidence(denied.has('<kg:object>').has('<kg:modality>', 'asserted'))).filter(function (f) { return f.relation && kg.isNode(f.subject); }).forEach(function (f) {
  function against(subject, object) {
    return kg.evidence(g.V(subject).in('<kg:subject>').has('<kg:object>', object).has('<kg:relation>', f.relation)
      .has('<kg:polarity>', 'affirmed').has('<kg:modality>', 'asserted'));
  }
  var yes = against(f.subject, f.object);
  if (yes.length === 0 && kg.isSymmetric(f.relation)) yes = against(f.object, f.subject);
  if (yes.length > 0) row('denial', kg.relation(f), kg.name(f.object), yes[0], f.claims[0]);
});

// Figures: the same subject, the same words, the same thing counted, but another number.
var figures = {};
(only ? kg.about(only, 'subject') : g.V('<kg:Claim>').in('<rdf:type>')).save('<kg:value>', 'value').has('<kg:polarity>', 'affirmed')
  .has('<kg:modality>', 'asserted').save('<kg:subject>', 's').saveOpt('<kg:relation>', 'r').saveOpt('<kg:lemma>', 'lemma').forEach(function (c) {
    var m = /^\D*([\d.,]*\d)\s*(.*)$/.exec(c.value);
    if (!m) return;
    var key = JSON.stringify([c.s, c.r || c.lemma, m[2]]);
    (figures[key] = figures[key] || []).push({n: m[1].replace(/,/g, ''), claim: c.id});
  });
Object.keys(figures).sort().forEach(function (key) {
  if (kg.uniq(figures[key].map(function (x) { return x.n; })).length < 2) return;
  var number = {};
  figures[key].forEach(function (x) { number[x.claim] = x.n; });
  // Figures of one day differ; those of two days may have grown.
  var days = {};
  kg.evidence(g.V(Object.keys(number))).forEach(function (c) {
    var first = days[c.when || ''];
    if (!first) days[c.when || ''] = c;
    else if (!first.done && number[first.id] !== number[c.id]) {
      first.done = true;
      row('figures', kg.relation(c), first.value + ' / ' + c.value, first, c);
    }
  });
});
