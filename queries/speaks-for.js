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
var said = {};
g.V('<kg:Claim>').in('<rdf:type>').save('<prov:wasDerivedFrom>', 'a').save('<kg:saidBy>', 'who').forEach(function (c) {
  var s = said[c.who] || (said[c.who] = {n: {}, articles: {}});
  s.n[c.id] = s.articles[c.a] = true;
});
var kinds = kg.narrower(['<rel:affiliatedWith>', '<rel:holdsPosition>', '<rel:citizenOf>']), rows = [];
var only = params.name ? kg.acting(params.name) : null, speakers = Object.keys(said).sort();
var ties = {};
if (speakers.length > 0) {
  g.V(speakers).tag('who').in('<kg:subject>').has('<kg:fact>', kinds)
    .save('<kg:relation>', 'r').out('<kg:object>').tagArray().forEach(function (t) {
      var of = ties[t.who] || (ties[t.who] = {});
      of[t.id + ' ' + t.r] = {body: t.id, relation: t.r};
    });
}
speakers.forEach(function (who) {
  var of = ties[who] || {}, keys = Object.keys(of).sort();
  (keys.length ? keys : ['']).forEach(function (k) {
    var t = of[k];
    if (only && only.indexOf(who) < 0 && !(t && only.indexOf(t.body) >= 0)) return;
    rows.push({speaker: kg.name(who), how: t ? kg.name(t.relation) : '', body: t ? kg.name(t.body) : '', statements: Object.keys(said[who].n).length, articles: Object.keys(said[who].articles).length, speakerId: who, bodyId: t ? t.body : null});
  });
});
kg.emit(kg.by(rows, [function (r) { return r.statements; }], function (r) { return r.speakerId + (r.bodyId || ''); }), params.limit);
