// Extends Cayley's web UI: the labels of nodes, the saved queries, and what an answer left out.
(function () {
  'use strict';

  var labels = {};

  // kgLabel is what the drawing shows for a node.
  window.kgLabel = function (id) { return labels[id] || id; };

  function say(text) {
    var p = document.getElementById('kg-state');
    if (p) p.textContent = text;
  }

  function page() {
    var item = document.querySelector('.mdc-list-item--activated');
    return item ? item.textContent.trim() : '';
  }

  function nodesOf(value, into) {
    if (Array.isArray(value)) value.forEach(function (v) { nodesOf(v, into); });
    else if (value && typeof value === 'object') {
      if (typeof value['@id'] === 'string') into[value['@id']] = true;
      else Object.keys(value).forEach(function (k) { nodesOf(value[k], into); });
    }
    return into;
  }

  var fetchPage = window.fetch.bind(window);

  function loadLabels(result) {
    var ids = Object.keys(nodesOf(result, {})).filter(function (id) { return labels[id] === undefined; }).slice(0, 2000);
    if (ids.length === 0) return Promise.resolve();
    return fetchPage('/api/ui/labels', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(ids)})
      .then(function (res) { return res.ok ? res.json() : {}; })
      .then(function (got) { ids.forEach(function (id) { labels[id] = got[id] || ''; }); })
      .catch(function () {});
  }

  // A row draws an edge where it has a source and a target. A saved query names its two ends in its own words.
  var ends = [['subjectId', 'objectId'], ['whoId', 'whomId'], ['whoId', 'positionId'], ['speakerId', 'bodyId']];

  function isNode(x) { return !!x && typeof x === 'object' && typeof x['@id'] === 'string'; }

  function drawable(rows) {
    return rows.map(function (r) {
      if (isNode(r.source) && isNode(r.target)) return r;
      for (var i = 0; i < ends.length; i++) {
        var a = r[ends[i][0]], b = r[ends[i][1]];
        if (isNode(a) && isNode(b)) return Object.assign({}, r, {source: a, target: b});
      }
      // What cannot be drawn must not claim to be: the page would fail on it.
      var rest = Object.assign({}, r);
      delete rest.source;
      delete rest.target;
      return rest;
    });
  }

  window.fetch = function (url, options) {
    var text = String(url && url.url || url);
    // The page says nothing of how a write ended.
    if (/\/api\/v2\/(write|delete)/.test(text)) {
      return fetchPage(url, options).then(function (res) {
        res.clone().json().then(function (got) {
          say(got.error ? 'Not written: ' + got.error : String(got.result || 'Done.'));
        }, function () { say('The server answered ' + res.status + '.'); });
        return res;
      });
    }
    if (text.indexOf('/api/v2/query') < 0) return fetchPage(url, options);
    say('Running …');
    return fetchPage(url, options).then(function (res) {
      return res.text().then(function (body) {
        var answer;
        try {
          answer = JSON.parse(body);
        } catch (e) {
          answer = {error: 'the server answered ' + res.status + ': ' + body.slice(0, 200)};
        }
        if (answer.error) {
          say(String(answer.error));
          return new Response(JSON.stringify(answer), {status: 200, headers: {'Content-Type': 'application/json'}});
        }
        var rows = Array.isArray(answer.result) ? answer.result : answer.result ? [answer.result] : [];
        rows = rows.map(function (r) { return r && typeof r === 'object' ? r : {'@value': r}; });
        var limit = Number(res.headers.get('Kg-Row-Limit'));
        var drawing = page() === 'Visualize';
        if (drawing) {
          rows = drawable(rows);
          answer.result = rows;
        }
        var edges = rows.filter(function (r) { return r && r.source && r.target; }).length;
        var note = rows.length + (rows.length === 1 ? ' row' : ' rows');
        if (limit && rows.length >= limit) note += ': the answer was cut here, ask for less';
        if (drawing && edges === 0 && rows.length > 0) note += ', but none has a source and a target to draw: tag the nodes, as in .tag("source").out().tag("target")';
        return loadLabels(rows).then(function () {
          say(note);
          return new Response(JSON.stringify(answer), {status: res.status, headers: {'Content-Type': 'application/json'}});
        });
      });
    }, function (err) {
      say('No answer: ' + err.message);
      throw err;
    });
  };

  // The editor of the query is the first that can be written to.
  function setScript(text) {
    var monaco = window.monaco;
    if (!monaco) return false;
    var models = monaco.editor.getModels().filter(function (m) { return m.getModeId() === 'javascript'; });
    if (models.length === 0) return false;
    models[0].setValue(text);
    return true;
  }

  function element(name, props, children) {
    var e = document.createElement(name);
    Object.keys(props || {}).forEach(function (k) { e.setAttribute(k, props[k]); });
    (children || []).forEach(function (c) { e.append(c); });
    return e;
  }

  window.addEventListener('DOMContentLoaded', function () {
    var state = element('p', {id: 'kg-state', role: 'status', 'aria-live': 'polite'});
    var select = element('select', {id: 'kg-queries', 'aria-label': 'Saved queries'}, [element('option', {value: ''}, ['Saved queries …'])]);
    var bar = element('nav', {id: 'kg-bar', 'aria-label': 'kg'}, [select, element('a', {href: '/'}, ['Explorer'])]);
    document.body.prepend(bar);
    document.body.append(state);
    document.addEventListener('click', function (ev) {
      if (ev.target.closest && ev.target.closest('.mdc-drawer')) say('');
    });
    fetchPage('/ui/queries.json').then(function (res) { return res.json(); }).then(function (list) {
      list.forEach(function (q, i) { select.append(element('option', {value: String(i)}, [q.title])); });
      select.addEventListener('change', function () {
        var q = list[Number(select.value)];
        if (select.value === '' || !q) return;
        if (!setScript(q.script)) say('Choose the language Gizmo to use a saved query.');
        select.value = '';
      });
    });
  });
})();
