/**
 * @name contradictions
 * @title What one article says and another denies
 * @description Claims that are affirmed in one place and denied in another, and figures that differ for the same statement.
 * @param {entity} [name] Only claims about this one
 * @param {number} [limit=50] At most this many of each kind, of denials the latest; 0 is all
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

var denials = g.ask('denials', {about: only, limit: params.limit}), figures = g.ask('figures', {about: only, limit: params.limit}), of = {};
var ids = [].concat.apply([], denials.map(function (d) { return [d.affirmed, d.denied]; }).concat(figures.map(function (f) { return [f.one, f.other]; })));
kg.evidence(ids).forEach(function (c) { of[c.id] = c; });
// What was forgotten since is left out.
denials = denials.filter(function (d) { return of[d.affirmed] && of[d.denied]; });
figures = figures.filter(function (f) { return of[f.one] && of[f.other]; });
kg.load([].concat.apply([], Object.keys(of).map(function (id) { return [of[id].subject, of[id].relation, of[id].object].filter(Boolean); })));
denials.forEach(function (d) { row('denial', kg.relation(of[d.denied]), kg.name(of[d.denied].object), of[d.affirmed], of[d.denied]); });
figures.forEach(function (f) { row('figures', kg.relation(of[f.other]), of[f.one].value + ' / ' + of[f.other].value, of[f.one], of[f.other]); });
