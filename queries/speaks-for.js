/**
 * @name speaks-for
 * @title Who speaks for whom
 * @description Those on whose word articles report, and the bodies that they lead, work for or belong to.
 * @param {entity} [name] Only this speaker, or those who speak for this body
 * @param {number} [limit=50] At most this many
 * @column speaker Who is quoted
 * @column how In which relation the speaker is to the body
 * @column body For whom
 * @column statements How many claims on the speaker's word
 * @column articles In how many articles
 * @example kg query speaks-for --param name="United Nations"
 */
var kinds = kg.narrower(['<rel:affiliatedWith>', '<rel:holdsPosition>', '<rel:citizenOf>']), rows = [];
var only = params.name ? kg.acting(params.name) : null;
// Those who speak for a body are among those whom its facts name.
var entities = only && kg.uniq(only.concat(kg.ends(only, kinds, true)));
g.ask('mentioned', {entities: entities, roles: 'saidBy', limit: only ? 0 : params.limit}).forEach(function (who) {
  var ties = [];
  kinds.forEach(function (r) {
    kg.ends(who.id, r).forEach(function (body) { ties.push({body: body, relation: r}); });
  });
  ties = kg.by(ties, function (t) { return t.body + ' ' + t.relation; });
  (ties.length ? ties : [undefined]).forEach(function (t) {
    if (only && only.indexOf(who.id) < 0 && !(t && only.indexOf(t.body) >= 0)) return;
    rows.push({speaker: kg.name(who.id), how: t ? kg.name(t.relation) : '', body: t ? kg.name(t.body) : '', statements: who.claims, articles: who.articles, speakerId: who.id, bodyId: t ? t.body : null});
  });
});
kg.emit(kg.by(rows, [function (r) { return r.statements; }], function (r) { return r.speakerId + (r.bodyId || ''); }), params.limit);
