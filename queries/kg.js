// The functions that saved queries share, as the global kg. Their types are in kg.d.ts.
//
// A node is the text "<ent:John_Kerry>". A claim is an object of its properties, without their prefixes
// (subject, relation, object, value, polarity, sentence …), with id, and with those of its article
// (article, headline, publisher, published, url). Lists come in an order that does not depend on the store.
var kg = (function () {
  'use strict';

  function list(x) {
    return x === null || x === undefined ? [] : Array.isArray(x) ? x : [x];
  }

  function uniq(items) {
    return Array.from(new Set(items));
  }

  function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  // by sorts a copy of items: each key is a function; a key in an array sorts the other way round.
  function by(items) {
    var keys = Array.prototype.slice.call(arguments, 1).map(function (k) { return Array.isArray(k) ? {of: k[0], down: true} : {of: k, down: false}; });
    // Each key is asked for once, not at every comparison.
    return items.map(function (x) {
      return {item: x, keys: keys.map(function (k) { return k.of(x); })};
    }).sort(function (a, b) {
      for (var i = 0; i < keys.length; i++) {
        var c = compare(a.keys[i], b.keys[i]);
        if (c !== 0) return keys[i].down ? -c : c;
      }
      return 0;
    }).map(function (x) { return x.item; });
  }

  // nodes is the ends of a path, each once, sorted.
  function nodes(path) {
    return uniq(path.toArray()).sort();
  }

  function isNode(x) {
    return typeof x === 'string' && x.charAt(0) === '<' && x.charAt(x.length - 1) === '>';
  }

  // local is "John_Kerry" for "<ent:John_Kerry>".
  function local(node) {
    return isNode(node) ? node.slice(node.indexOf(':') + 1, -1) : String(node);
  }

  // find is the node with a label or an alias. It throws where there is none, or more than one.
  function find(text) {
    var found = nodes(g.V(str(text)).in('<rdfs:label>'));
    if (found.length === 0) found = nodes(g.V(str(text)).in('<skos:altLabel>'));
    if (found.length === 0) throw new Error('nothing in the graph is called ' + text);
    if (found.length > 1) throw new Error(text + ' may be ' + found.join(', '));
    return found[0];
  }

  // ends is the nodes to which quads of the predicates lead from some nodes, each once, sorted; with into, those from
  // which they lead there. A path does the same, but goes along each quad: an entity has one for each article.
  function ends(from, predicates, into) {
    return g.ask('ends', {nodes: list(from), by: list(predicates), in: into === true});
  }

  // narrower is the relations and all that the schema puts below them.
  function narrower(relations) {
    var all = uniq(list(relations));
    for (var next = all; next.length > 0;) {
      next = ends(next, '<kg:narrowerThan>', true).filter(function (r) { return all.indexOf(r) < 0; });
      all = all.concat(next);
    }
    return all;
  }

  // acting is the entities themselves and those that stand for them: Moscow for Russia.
  function acting(entities) {
    var all = uniq(list(entities));
    for (var next = all; next.length > 0;) {
      next = ends(next, '<kg:standsFor>', true).filter(function (e) { return all.indexOf(e) < 0; });
      all = all.concat(next);
    }
    return all;
  }

  // actorsOf is acting, and the entities that belong to these countries.
  function actorsOf(countries) {
    var all = acting(countries);
    return uniq(all.concat(ends(all, '<kg:country>', true)));
  }

  function supports() { return g.M().out(narrower('<rel:supports>')); }
  function between(a, b) {
    return g.V(acting(a)).in(['<kg:subject>', '<kg:object>']).and(g.V(acting(b)).in(['<kg:subject>', '<kg:object>'])).unique();
  }

  // about is the path to the claims in which one of the entities has the role: "subject", "object" or both.
  function about(entities, role) {
    return g.V(list(entities)).in(role ? '<kg:' + role + '>' : ['<kg:subject>', '<kg:object>']).unique();
  }

  // properties reads the properties of nodes: an object by node, of lists by predicate.
  function properties(ids, predicates) {
    return g.properties(list(ids), predicates === undefined ? null : predicates);
  }

  // records reads one object a node: its id, and one value of each predicate by the local name of the predicate.
  function records(ids, predicates) {
    var out = [];
    ids = list(ids);
    for (var i = 0; i < ids.length; i += 50000) {
      g.records(ids.slice(i, i + 50000), predicates === undefined ? null : predicates).forEach(function (r) { out.push(r); });
    }
    return out;
  }

  var articles = {};
  var articleNames = {
    '<schema:headline>': 'headline', '<schema:publisher>': 'publisher', '<schema:datePublished>': 'published', '<schema:url>': 'url'
  };

  // loadArticles reads many articles at once, so that article need not ask for each.
  function loadArticles(ids) {
    ids = uniq(ids).filter(function (id) { return id && !articles[id]; });
    records(ids, Object.keys(articleNames)).forEach(function (got) {
      var a = articles[got.id] = {article: got.id, headline: '', publisher: '', published: '', url: ''};
      Object.keys(articleNames).forEach(function (p) {
        var v = got[local(p)];
        if (v !== undefined) a[articleNames[p]] = v;
      });
    });
  }

  // article is the headline, publisher, published and url of an article.
  function article(id) {
    loadArticles([id]);
    return articles[id];
  }

  // What brief reads of a claim: all that tells one from another, but not its words.
  var briefly = [
    '<prov:wasDerivedFrom>', '<kg:subject>', '<kg:relation>', '<kg:object>', '<kg:value>', '<kg:lemma>', '<kg:subjectText>', '<kg:objectText>',
    '<kg:fact>', '<kg:polarity>', '<kg:modality>', '<kg:saidBy>', '<kg:from>', '<kg:to>', '<kg:precision>', '<kg:start>', '<kg:confidence>'
  ];

  function read(path, predicates) { return ordered(records(uniq(Array.isArray(path) ? path : path.toArray()), predicates)); }

  // ordered adds to claims what is told of their articles, and sorts them: oldest first.
  function ordered(claims) {
    claims = claims.filter(function (c) { return c.wasDerivedFrom; });
    loadArticles(claims.map(function (c) { return c.wasDerivedFrom; }));
    var at = {}, keys = claims.map(function (c) {
      var a = articles[c.wasDerivedFrom];
      c.article = c.wasDerivedFrom;
      c.headline = a.headline; c.publisher = a.publisher; c.published = a.published; c.url = a.url;
      c.when = c.from || a.published;
      // One text a claim sorts faster than four keys do.
      var key = when(c) + '\0' + c.article + '\0' + String(c.start || 0).padStart(12, '0') + '\0' + c.id;
      at[key] = c;
      return key;
    });
    return keys.sort().map(function (k) { return at[k]; });
  }

  // evidence reads the claims of a list, or that a path ends in, with their articles, oldest first.
  function evidence(path) { return read(path, null); }

  // brief is evidence without sentences and other words, many times as fast where there are thousands: whole, or rows,
  // reads the words of those that are shown.
  function brief(path) {
    var claims = read(path, briefly);
    claims.forEach(function (c) { c.brief = true; });
    return claims;
  }

  // whole reads the rest of claims that brief has read.
  function whole(claims) {
    var of = {};
    claims.forEach(function (c) { if (c.brief) of[c.id] = c; });
    var ids = Object.keys(of);
    if (ids.length > 0) {
      records(ids).forEach(function (got) {
        var c = of[got.id];
        Object.keys(got).forEach(function (k) { if (c[k] === undefined) c[k] = got[k]; });
        delete c.brief;
      });
    }
    return claims;
  }

  // claims finds the claims that a filter wants, the latest where it has a limit, and reads them whole: oldest first. Of an
  // entity of thousands of claims it reads those that it answers and a few more, where evidence reads all.
  function claims(filter) { return ordered(g.ask('claims', filter)); }

  // topFacts is the facts that a filter wants, in its order: each with articles, publishers, published, latest, first
  // and, as best, its claim of the highest confidence.
  function topFacts(filter) {
    var found = g.ask('facts', filter), best = {};
    ordered(records(found.map(function (f) { return f.best; }).filter(Boolean))).forEach(function (c) { best[c.id] = c; });
    load([].concat.apply([], found.map(function (f) { return [f.subject, f.relation, f.object]; })));
    found.forEach(function (f) { f.best = best[f.best] || {id: null, article: null, sentence: ''}; });
    return found;
  }

  // latest is the last of a list that is sorted oldest first, at most as many as limit says; 0 is all.
  function latest(items, limit) { return limit > 0 ? items.slice(-limit) : items; }

  // shown is when something was, as exact as the text gives it: "2014" where it names a year.
  function shown(c) {
    if (!c.from || c.from.length !== 10) return c.when || '';
    switch (c.precision) {
      case 'decade': return c.from.slice(0, 3) + '0s';
      case 'year': return c.from.slice(0, 4);
      case 'month': case 'quarter': return c.from.slice(0, 7);
    }
    return c.from;
  }

  function when(c) { return c.when || '9999'; }

  // within keeps the claims of a span of days; either end may be missing. A claim without a date is left out.
  function within(claims, since, until) {
    if (!since && !until) return claims;
    return claims.filter(function (c) {
      return c.when && (!since || c.when >= since) && (!until || c.when.slice(0, until.length) <= until);
    });
  }

  function isFact(c) { return c.fact !== undefined; }

  var symmetric;

  function isSymmetric(relation) {
    if (!symmetric) {
      symmetric = {};
      nodes(g.V('<kg:Relation>').in('<rdf:type>').has('<kg:symmetric>')).forEach(function (r) { symmetric[r] = true; });
    }
    return symmetric[relation] === true;
  }

  // status is "fact", or how an article puts a claim that is none.
  function status(c) {
    if (c.polarity === 'denied') return 'denied';
    if (c.modality && c.modality !== 'asserted') return c.modality;
    return isFact(c) ? 'fact' : c.saidBy ? 'reported' : 'claim';
  }

  // rows is one row for each claim: what is said, when, how, by whom, with the sentence. A claim of a symmetric
  // relation is told from the side of one of opt.of; opt.relation keeps it and narrower ones; opt.facts keeps facts;
  // opt.limit keeps so many, the latest.
  function rows(claims, opt) {
    opt = opt || {};
    var of = list(opt.of), kept = opt.relation ? narrower(opt.relation) : null, seen = {};
    claims = claims.filter(function (c) {
      if (seen[c.id] || kept && kept.indexOf(c.relation) < 0 || opt.facts && !isFact(c)) return false;
      return seen[c.id] = true;
    });
    claims = whole(latest(claims, opt.limit));
    load([].concat.apply([], claims.map(function (c) { return [c.subject, c.object, c.saidBy, c.relation].filter(Boolean); })));
    return claims.map(function (c) {
      // An argument that is no entity is its words.
      var s = c.subject || c.subjectText || '', o = c.object || c.value || c.objectText || '';
      if (isSymmetric(c.relation) && of.indexOf(o) >= 0 && of.indexOf(s) < 0) { var t = s; s = o; o = t; }
      return {
        subject: name(s), what: relation(c), object: name(o), when: shown(c), status: status(c), saidBy: name(c.saidBy),
        sentence: c.sentence || '', article: c.headline || local(c.article), subjectId: isNode(s) ? s : null, objectId: isNode(o) ? o : null,
        relation: c.relation || null, claim: c.id, articleId: c.article, publisher: c.publisher, confidence: c.confidence
      };
    });
  }

  // facts groups claims by subject, relation and object (or value). A symmetric relation counts both ways as one.
  function facts(claims) {
    var groups = new Map();
    claims.forEach(function (c) {
      var s = c.subject || c.subjectText || '', o = c.object || c.value || c.objectText || '';
      if (isSymmetric(c.relation) && compare(o, s) < 0) { var t = s; s = o; o = t; }
      var key = JSON.stringify([s, c.relation || c.lemma, o]);
      var f = groups.get(key);
      if (!f) groups.set(key, f = {subject: s, relation: c.relation, lemma: c.lemma, object: o, claims: []});
      f.claims.push(c);
    });
    return Array.from(groups.values()).map(function (f) {
      f.articles = uniq(f.claims.map(function (c) { return c.article; })).length;
      f.publishers = uniq(f.claims.map(function (c) { return c.publisher || c.article; })).length;
      f.first = shown(f.claims[0]);
      f.last = shown(f.claims[f.claims.length - 1]);
      f.best = by(f.claims, [function (c) { return Number(c.confidence) || 0; }], when, function (c) { return c.id; })[0];
      return f;
    });
  }

  // outline groups the facts among the claims of a path as facts does, but reads only what tells them apart: each has
  // subject, relation, object, claims (their ids), articles, publishers, published (the first day) and latest (the
  // last). full reads the rest of one.
  function outline(path) {
    var groups = new Map();
    path.tag('c').save('<kg:fact>', 'r').save('<kg:subject>', 's').save('<kg:object>', 'o').save('<prov:wasDerivedFrom>', 'a').forEach(function (row) {
      var s = row.s, o = row.o;
      if (isSymmetric(row.r) && compare(o, s) < 0) { s = row.o; o = row.s; }
      var key = s + ' ' + row.r + ' ' + o, f = groups.get(key);
      if (!f) groups.set(key, f = {subject: s, relation: row.r, object: o, claims: {}, of: {}});
      f.claims[row.c] = f.of[row.a] = true;
    });
    var list = Array.from(groups.values()), all = {};
    list.forEach(function (f) { Object.keys(f.of).forEach(function (a) { all[a] = true; }); });
    loadArticles(Object.keys(all));
    return list.map(function (f) {
      var of = Object.keys(f.of), days = of.map(function (a) { return articles[a].published; }).filter(Boolean).sort();
      return {
        subject: f.subject, relation: f.relation, object: f.object, claims: Object.keys(f.claims), articles: of.length,
        publishers: uniq(of.map(function (a) { return articles[a].publisher || a; })).length,
        published: days[0] || '', latest: days[days.length - 1] || ''
      };
    });
  }

  // full is a fact of outline with its claims read.
  function full(f) {
    return facts(evidence(g.V(f.claims)))[0];
  }

  var names = {};

  // load reads the names of many nodes at once, so that name need not ask for each.
  function load(ids) {
    ids = uniq(ids.filter(function (id) { return isNode(id) && names[id] === undefined; }));
    var got = properties(ids, '<rdfs:label>');
    ids.forEach(function (id) {
      var labels = got[id]['<rdfs:label>'];
      names[id] = labels ? by(labels, [function (l) { return l.length; }], String)[0] : local(id);
    });
  }

  // name is the label of a node; any other value is its own name.
  function name(node) {
    if (node === undefined || node === null) return '';
    if (!isNode(node)) return node;
    load([node]);
    return names[node];
  }

  // relation is how a claim or a fact says what it states: the label of its relation, or its own words.
  function relation(c) {
    return c.relation ? name(c.relation) : c.lemma || c.phrase || '';
  }

  // emit answers rows, at most as many as limit says where it is given.
  function emit(rows, limit) {
    if (limit) rows = rows.slice(0, limit);
    rows.forEach(function (r) { g.emit(r); });
  }

  return {
    list: list, uniq: uniq, by: by, nodes: nodes, find: find, isNode: isNode, local: local,
    ends: ends, narrower: narrower, acting: acting, actorsOf: actorsOf, supports: supports, between: between, about: about,
    properties: properties, records: records, article: article, evidence: evidence, claims: claims, topFacts: topFacts, brief: brief, whole: whole, latest: latest, within: within, isFact: isFact, isSymmetric: isSymmetric, status: status,
    rows: rows, facts: facts, outline: outline, full: full, when: when, shown: shown,
    load: load, loadArticles: loadArticles, name: name, relation: relation, emit: emit
  };
})();
