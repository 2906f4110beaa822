package article

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// makeID is a short readable name and ten hexadecimal digits of a hash: of the URL where there is one, else of
// the text. "en.wikinews.org-Bridge_opens-3f2a91c04d", "Bridge_opens_in_Oslo-91aa01c2ef".
func makeID(rawURL, title, text string) string {
	var name, key string
	if u := canonicalURL(rawURL); u != "" {
		key = "url\x00" + u
		host, path, _ := strings.Cut(strings.TrimPrefix(u, "//"), "/")
		path, _, _ = strings.Cut(path, "?")
		path = strings.TrimSuffix(path, "/")
		last := path[strings.LastIndexByte(path, '/')+1:]
		if p, err := url.PathUnescape(last); err == nil {
			last = p
		}
		for _, ext := range []string{".html", ".htm", ".php", ".aspx"} {
			last = strings.TrimSuffix(last, ext)
		}
		name = slug(strings.TrimPrefix(host, "www."), 30)
		if s := slug(last, 40); s != "" {
			name += "-" + s
		}
	} else {
		key = "text\x00" + text
		if title == "" {
			title = text[:min(len(text), 200)]
		}
		name = slug(title, 40)
	}
	sum := sha256.Sum256([]byte(key))
	h := hex.EncodeToString(sum[:5])
	if name == "" {
		return h
	}
	return name + "-" + h
}

// slug keeps the ASCII letters and digits of s, accents taken off, and makes "_" of what stands between them.
// It has at most limit bytes and is cut at a word where that is possible.
func slug(s string, limit int) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == '.' || r == '-' || r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		default:
			gap = true
		}
		if b.Len() > limit+20 {
			break
		}
	}
	t := b.String()
	if len(t) > limit {
		t = t[:limit]
		if i := strings.LastIndexAny(t, "_-"); i > limit/2 {
			t = t[:i]
		}
	}
	return strings.Trim(t, "._-")
}

// trimURL is u without white space around it and without its fragment.
func trimURL(u string) string {
	u = strings.TrimSpace(u)
	u, _, _ = strings.Cut(u, "#")
	if strings.ContainsFunc(u, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return ""
	}
	return u
}

// tracking names the parameters of a URL that say how a reader came to a page, not which page it is.
var tracking = map[string]bool{
	"fbclid": true, "gclid": true, "igshid": true, "mc_cid": true, "mc_eid": true, "cmpid": true, "ref": true,
	"smid": true, "partner": true, "source": true, "ocid": true,
}

// canonicalURL is what tells one page from another: the host in lower case, the path and the query without
// tracking parameters and in sorted order. The scheme is left out, since a site that moves to https is the same.
// It is empty where raw is not the URL of a page.
func canonicalURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return ""
	}
	q := u.Query()
	for k := range q {
		if l := strings.ToLower(k); tracking[l] || strings.HasPrefix(l, "utm_") {
			q.Del(k)
		}
	}
	host := strings.ToLower(u.Host)
	host = strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80")
	s := "//" + host + "/" + strings.Trim(u.EscapedPath(), "/")
	if e := q.Encode(); e != "" {
		s += "?" + e
	}
	return s
}
