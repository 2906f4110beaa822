package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean takes out of the paragraphs what a site puts around its news, and what says again what a already has: the
// title, the day. It sets a.Date where that is empty and a line gives it.
func clean(ps []string, a *Article) []string {
	var out []string
	latin := mostlyLatin(ps)
	links := false // in a list of links that a heading such as "Also read" has begun
	for _, raw := range ps {
		p := oneLine(raw)
		if latin {
			p = dropOtherScript(p)
		}
		p = strings.TrimSpace(speaker.ReplaceAllString(p, ""))
		if !strings.ContainsFunc(p, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			continue
		}
		if day, ok := parseDate(p); ok && len(out) < 3 {
			if a.Date == "" {
				a.Date = day
			}
			continue
		}
		if len(out) < 3 && a.Title != "" && strings.EqualFold(strings.Trim(p, ". "), strings.Trim(a.Title, ". ")) {
			continue
		}
		if linkHeading(p) {
			links = true
			continue
		}
		if links && !ended(p) && len(strings.Fields(p)) <= 20 {
			continue
		}
		links = false
		if isFurniture(p) || len(out) < 3 && byline.MatchString(p) {
			continue
		}
		if len(out) > 0 && out[len(out)-1] == p {
			continue
		}
		if len(out) == 0 {
			if m := dateline.FindStringIndex(p); m != nil {
				out = append(out, strings.TrimSpace(p[:m[1]]))
				p = strings.TrimSpace(p[m[1]:])
			}
		}
		out = append(out, p)
	}
	if len(out) > 0 {
		// What cut an article short is no part of it: "… [more]", "Read more".
		last := &out[len(out)-1]
		head, tail := splitTail(*last, 100)
		*last = strings.TrimSpace(head + cutShort.ReplaceAllString(tail, ""))
		if *last == "" {
			out = out[:len(out)-1]
		}
	}
	return out
}

// splitTail splits s before its last n bytes, or a little before these where a letter would be cut.
func splitTail(s string, n int) (head, tail string) {
	i := max(0, len(s)-n)
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return s[:i], s[i:]
}

// dropOtherScript takes runs of words of another script out of a text of Latin letters, with the name of the language
// before them: what was said, beside its translation. Fewer than four words stay: they are names.
func dropOtherScript(p string) string {
	words := strings.Fields(p)
	var out []string
	for i := 0; i < len(words); {
		if !foreign(words[i]) {
			out = append(out, words[i])
			i++
			continue
		}
		// A run goes on over up to four words in between, as speakers mix languages.
		n, end := 0, i
		for k := i; k < len(words) && k-end <= 4; k++ {
			if foreign(words[k]) {
				n++
				end = k + 1
			} else if strings.ContainsAny(words[k-1][max(0, len(words[k-1])-3):], ".?!।") {
				break // the translation begins
			}
		}
		if n < 4 {
			out = append(out, words[i:end]...)
		} else if k := len(out); k > 1 && out[k-1] == "language:" {
			out = out[:k-2]
		}
		i = end
	}
	return strings.Join(out, " ")
}

// foreign reports whether the first letter of a word is in another script than the Latin one.
func foreign(w string) bool {
	for _, r := range w {
		if unicode.IsLetter(r) {
			return !unicode.Is(unicode.Latin, r)
		}
	}
	return false
}

// mostlyLatin reports whether two letters of three are Latin ones.
func mostlyLatin(ps []string) bool {
	letters, latin := 0, 0
	for _, p := range ps {
		for _, r := range p {
			if unicode.IsLetter(r) {
				letters++
				if unicode.Is(unicode.Latin, r) {
					latin++
				}
			}
		}
	}
	return latin*3 >= letters*2
}

// headings begin lists of links to other articles. They stand alone on their line, perhaps with a colon.
var headings = set(`also read|read also|also see|see also|also watch|also on|also in the news|read more|read next|read this next|
	up next|next up|more|more news|more stories|more from|more from us|more on this|more on this story|more on this topic|
	related|related articles|related article|related stories|related story|related news|related topics|related content|
	related links|related coverage|related posts|related video|related videos|recommended|recommended for you|
	recommended stories|recommended reading|further reading|you may also like|you might also like|you might like|
	most read|most popular|most viewed|trending|trending now|top stories|latest|latest news|latest stories|editor's picks|
	editors' picks|don't miss|in this story|in case you missed it|sources|source|references|external links|sister links|
	around the web|from around the web|promoted stories|sponsored|sponsored content|must read|must reads|popular|tags|topics|
	stories for you|what to read next|in other news|elsewhere|read full story|keep reading`)

// labels stand alone on a line and are left out; what follows them is the article.
var labels = set(`advertisement|advertising|advert|ad|ads|continue reading|story continues below advertisement|story continues below|
	article continues below|article continues after advertisement|share|share this|share this article|share this story|tweet|
	email|print|save|comment|comments|leave a comment|post a comment|view comments|show comments|loading|play|play video|
	watch|watch live|listen|video|photo|photos|gallery|image|image caption|image source|image copyright|media caption|
	caption|close|menu|home|search|sign in|log in|login|register|subscribe|subscribe now|sign up|newsletter|
	breaking|breaking news|live|exclusive|updated|just in|published|facebook|twitter|whatsapp|linkedin|copy link|link copied|
	back to top|skip to content|skip to main content|about the author|about us|contact us|terms of use|privacy policy|
	cookie policy|terms and conditions|all rights reserved|follow us|disclaimer|end|ends|toggle navigation|edit|cancel|
	this article is more than a year old|get the app|download the app|enlarge this image|toggle caption|hide caption`)

func set(s string) map[string]bool {
	m := map[string]bool{}
	for f := range strings.SplitSeq(s, "|") {
		m[strings.TrimSpace(f)] = true
	}
	return m
}

// ofSites are things that sites have and news seldom tells of.
const ofSites = `newsletters?|this (article|story|post|page|site)|on (facebook|twitter|instagram|whatsapp|telegram|google news|youtube|linkedin|x)|` +
	`your inbox|our app|the app|javascript|cookies|full (story|article)|live blog|our podcasts?|comments? section|free account|opinion on this`

var (
	// A note that names itself: "Disclaimer: …", "Also read: …", "Photo: …".
	named = regexp.MustCompile(`(?i)^[\[(]?(disclaimer|also read|read also|read more|read next|see also|also see|also watch|watch( now| live| video)?|` +
		`listen( now)?|related( article| story| news| video)?s?|more on this|editor'?s'? note|editor’s note|note to (editors|readers)|photos?|pictures?|images?|` +
		`file photo|video|photo credit|image credits?|credits?|(photo|image|picture) (by|courtesy)|copyright|tags|topics|filed under|categories|keywords|follow us|` +
		`contact|last (updated|modified)|first published|published( on)?|updated( on| at)?|posted( on)?|reporting by|writing by|` +
		`edited by|editing by|compiled by|additional reporting by|sources?|via|trending|recommended|advertisement|sponsored|` +
		`full (story|coverage)|download|newsletter|must read)\s*[:|]`)

	// An order to the reader that has to do with the site. A verb that news uses too needs an object that only sites have.
	order = regexp.MustCompile(`(?i)^(please |you can |to |don'?t forget to |for more[^.]{0,60}, |click |tap )*` +
		`((sign up|subscribe|follow|click|tap|download|register|log in|donate|like|visit|share|continue reading|support|contact|e-?mail)\b[^.]{0,120}\b(us|our|here|below|more|` + ofSites + `)|` +
		`(join|get|send|become|read|watch|see|stay|enable|turn on|report|leave|catch|listen to|check out|add|find|have|become)\b[^.]{0,120}\b(` + ofSites + `))\b`)

	// Rights, credits and the notes of agencies.
	legal = regexp.MustCompile(`(?i)^(©|\(c\) ?\d{4}|copyright( ©| \(c\)|[^a-z]*\d{4}| by\b| the\b)|all rights reserved|\(?(reporting|writing|editing|compiled|additional reporting) by .{2,80}([;)]|editing by)|` +
		`this (article|story|report|post|material|piece|content|transcript|copy|column) (was|has been|is|may|originally|first|appeared|and|by|requires)\b.{0,160}\b(publish\w*|generated|syndicated|feed|edited|republish\w*|` +
		`broadcast|updated|corrected|review\w*|agency|licen[cs]e\w*|adapted|translated|reproduced|appeared)\b|` +
		`\(?(this story|with (inputs|agency|files) from|\(?with agencies)|` +
		`the views expressed|opinions expressed|views expressed|the opinions expressed|the author is|we use cookies|by (using|continuing|clicking|signing)\b.{0,80}\b(agree|consent|accept)|` +
		`your (email|e-mail|browser|subscription|account)\b|you (must|need to) (be logged|enable|sign|register)|already (a subscriber|have an account|registered)|` +
		`have an opinion on this|this (site|website|page) (uses|is|requires)\b|.{0,60}\ball rights reserved\b|.{0,40}\bcontributed to this (report|story|article)\b|` +
		`terms (of (use|service)|and conditions) ?[|·•]|\d+ (comments?|shares?|likes?|views?)$|\d+ (min|minute)s? read$)`)

	// A caption carries its credit: "A bridge in Oslo (Image: A. Berg)".
	caption   = regexp.MustCompile(`(?i)(\(|\[|\b|[a-z])(image|photo|picture|photograph|file photo|credit|courtesy|illustration|file)s?( credit| by| courtesy( of)?)?: ?([^.]|\b\p{Lu}\.){0,80}[.)\]]*$`)
	agencies  = regexp.MustCompile(`(?i)(\b|/)(getty images|reuters|afp|ap photo|associated press|shutterstock|epa|pa media|wikimedia( commons)?|flickr)[)\]]?\.?$`)
	file      = regexp.MustCompile(`(?i)^(file|image):\s*\S.*\.(jpe?g|png|gif|svg|webp|ogg|webm)$|^\S+\.(jpe?g|png|gif|svg|webp)$`)
	legend    = regexp.MustCompile(`^[█■▬▇●▲▼◆]{1,4}\s`)
	pullQuote = regexp.MustCompile(`^[—–]\s?\p{Lu}|^[—–]\s?(the|one|a|an)\s`)
	byline    = regexp.MustCompile(`^(?:[Bb]y|BY)\s+\p{Lu}[\p{L}.'’-]+(\s+(and\s+|&\s+|,\s*)?\p{Lu}[\p{L}.'’-]*){0,7}(\s*[,|-].{0,60})?$`)
	speaker   = regexp.MustCompile(`^\(\([^()]{1,60}\)\)\s*:?\s*`)
	cutShort  = regexp.MustCompile(`(?i)\s*(\[\s*(more|…|\.\.\.|\+\d+ chars)\s*\]|\(?(continue reading|read more)\)?( »|…|\.\.\.|→|>)?)\s*$`)
	dateline  = regexp.MustCompile(`^\p{Lu}{2}[\p{Lu}.' ,/-]{1,40}(,? \(?(\p{Lu}\p{L}+\.?|\d{1,2})( \d{1,2})?)?( ?\([^()]{2,30}\))?( ?[—–]|\s--?\s)\s*|^\p{Lu}[\p{L}.' ,-]{1,40} \((AP|AFP|Reuters|UPI|PTI|ANI|IANS|CNN|Xinhua|dpa|Bloomberg|TASS)\)( ?[—–]|\s--?\s)\s*`)
)

// key is p as it is looked up: in lower case, straight quotes, without what stands around it.
func key(p string) string {
	p = strings.ToLower(strings.ReplaceAll(p, "’", "'"))
	return strings.TrimFunc(p, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func linkHeading(p string) bool { return len(p) < 60 && headings[key(p)] }

// ended reports whether p ends as a sentence does.
func ended(p string) bool {
	p = strings.TrimRight(p, `"'”’)] `)
	return strings.HasSuffix(p, ".") || strings.HasSuffix(p, "!") || strings.HasSuffix(p, "?") || strings.HasSuffix(p, ":")
}

// isFurniture reports whether a paragraph is the site's and not the article's. It errs on the side of keeping: what
// is as long as a paragraph of news goes only if it names itself.
func isFurniture(p string) bool {
	words := len(strings.Fields(p))
	switch {
	case len(p) < 60 && labels[key(p)],
		words <= 60 && named.MatchString(p),
		words <= 45 && legal.MatchString(p),
		words <= 30 && order.MatchString(p),
		words <= 45 && caption.MatchString(p),
		words <= 40 && !strings.Contains(p, ". ") && agencies.MatchString(p) && !verbal(p),
		words <= 12 && !ended(p) && pullQuote.MatchString(p),
		words <= 12 && legend.MatchString(p),
		file.MatchString(p):
		return true
	}
	// A row of links: "Home | News | Sport".
	if n := strings.Count(p, " | ") + strings.Count(p, " · ") + strings.Count(p, " • "); n >= 2 && words <= n*5 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p)
	return r == '#' && words == strings.Count(p, "#")
}

// verbal reports whether p, which ends in the name of an agency, tells of someone who told the agency.
func verbal(p string) bool {
	for _, w := range []string{" told ", " said ", " says ", " according to ", " reported ", " to ", " by the "} {
		if strings.Contains(p, w) {
			return true
		}
	}
	return false
}
