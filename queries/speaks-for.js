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
var speakers = g.ask('mentioned', {entities: entities, roles: 'saidBy', limit: only ? 0 : params.limit});
speakers.some(function (who, i) {
  // They come in the order of the answer.
  if (!only && params.limit && rows.length >= params.limit && who.claims < speakers[i - 1].claims) return true;
  var ties = g.ask('joins', {nodes: who.id, by: kinds}).map(function (t) { return {body: t.other, relation: t.relation}; });
  ties = kg.by(ties, function (t) { return t.body + ' ' + t.relation; });
  (ties.length ? ties : [undefined]).forEach(function (t) {
    if (only && only.indexOf(who.id) < 0 && !(t && only.indexOf(t.body) >= 0)) return;
    rows.push({who: who, body: t ? t.body : null, relation: t ? t.relation : null});
  });
});
rows = kg.by(rows, [function (r) { return r.who.claims; }], function (r) { return r.who.id + (r.body || ''); });
rows = params.limit ? rows.slice(0, params.limit) : rows;
kg.load([].concat.apply([], rows.map(function (r) { return [r.who.id, r.body, r.relation].filter(Boolean); })));
kg.emit(rows.map(function (r) {
  return {speaker: kg.name(r.who.id), how: kg.name(r.relation), body: kg.name(r.body), statements: r.who.claims, articles: r.who.articles, speakerId: r.who.id, bodyId: r.body};
}));
