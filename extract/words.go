package extract

import (
	"kg/nlp"
	"kg/schema"
)

// classOf has the class of the schema for each class of name.
var classOf = map[nlp.Class]schema.ClassID{
	nlp.Person: "Person", nlp.Organization: "Organization", nlp.Location: "Place", nlp.Event: "Event",
	nlp.Work: "Work", nlp.Nationality: "People",
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// personal nouns stand for the person whose they are: "the regime of President X".
var personal = set("regime", "government", "administration", "rule", "presidency", "camp", "team", "leadership", "cabinet", "office")

// container nouns stand for what is in them: "a coalition of rebel groups".
var container = set("coalition", "group", "alliance", "number", "dozen", "hundred", "thousand", "million", "lot", "majority",
	"series", "handful", "couple", "pair", "crowd", "mob", "scores", "score", "ten", "rest", "most", "many", "some", "several", "one",
	"all", "both", "each", "none", "part", "band", "team", "member", "network", "array", "bloc", "collection", "group", "grouping",
	"host", "range", "mix", "umbrella", "list", "half", "third", "quarter", "percent", "kind", "sort", "type", "patchwork", "convoy", "squad", "gang")

// measure nouns count what is in them: "dozens of protesters" is a quantity.
var measure = set("number", "dozen", "hundred", "thousand", "million", "scores", "score", "ten", "half", "third", "quarter", "percent")

// weak nouns say nothing about who acts; the noun before them does: "rebel forces", "opposition groups".
var weak = set("group", "force", "fighter", "leader", "member", "official", "source", "side", "unit", "commander", "supporter", "alliance", "coalition", "faction",
	"chief", "spokesman", "troop", "position", "stronghold", "element", "figure", "activist", "movement", "militia", "organization", "organisation", "party", "ally", "body")

var sectorless = set("NGO", "CVL", "MIL", "GOV", "UAF", "OPP", "PTY", "")

// persons are nouns for people beyond those that the schema gives a sector.
var persons = map[string]schema.ClassID{}

// relative pronouns stand for what the clause is about.
var relative = set("who", "whom", "which", "that", "whose")

// subjectControl verbs hand their subject, not their object, to the infinitive: "promised him to go".
var subjectControl = set("promise", "vow", "pledge", "threaten", "swear", "use", "take", "need", "spend", "make", "join", "hold", "leave", "visit", "employ")

// degree adjectives say which of a group, not what group: "senior officials".
var degree = set("senior", "top", "new", "other", "several", "many", "more", "unnamed", "leading", "key", "high-ranking", "unidentified", "fellow", "various", "certain",
	"few", "numerous", "same", "first", "second", "third", "last", "next", "main", "major", "young", "old", "own", "additional", "unknown", "prominent", "entire", "whole", "such")

// blames are verbs whose object does, or does not do, what the clause with "of", "for" or "from" says.
var blames = set("accuse", "suspect", "blame", "charge", "convict", "acquit", "clear", "exonerate", "absolve", "prevent", "stop", "ban", "bar", "prohibit", "block", "discourage",
	"deter", "keep", "dissuade", "criticize", "criticise", "condemn", "denounce", "fault", "arrest", "detain", "indict", "jail", "sentence", "praise", "thank", "congratulate")

// collective nouns name a body of which a place has one, or many people: they do without a name.
var collective = set("police", "army", "military", "government", "opposition", "parliament", "regime", "junta", "navy", "gendarmerie", "people", "public", "clergy", "press", "media", "staff", "personnel", "youth", "congress", "senate", "militia", "insurgency")

// pluralOnly nouns are actors in the plural and something else in the singular: "authorities", "his authority".
var pluralOnly = set("authority", "source", "force", "power", "intelligence", "service", "state", "resistance", "society", "industry", "business", "mission", "rule", "industry", "minority", "majority", "television", "radio", "channel", "outlet", "daily", "website", "school", "hospital", "clinic", "practice", "native", "local", "subject", "radical", "captive", "exile", "strike", "daily", "justice", "general", "assembly", "corps", "press", "movement", "occupation", "representative", "alliance")

// truth has the predicates whose denial denies what they govern: "it is not true that", "they do not believe that".
var truth = set("true", "correct", "right", "case", "think", "believe", "expect", "suppose", "accurate", "imagine", "happen", "seem", "appear")

// objectControl verbs make their object do what the infinitive says.
var objectControl = set("force", "persuade", "urge", "ask", "order", "tell", "want", "allow", "compel", "encourage", "convince", "invite", "press", "require", "permit", "enable",
	"prompt", "get", "advise", "instruct", "direct", "command", "beg", "warn", "remind", "authorize", "authorise", "oblige", "expect", "push", "pressure", "challenge", "forbid", "teach", "train")

// placeNoun has the nouns that stand before the name of a place: "the city of Aden".
var placeNoun = set("city", "town", "village", "province", "state", "island", "republic", "kingdom", "district", "region", "county", "municipality", "port", "governorate", "municipality", "commonwealth", "territory", "suburb", "neighborhood", "neighbourhood", "borough", "capital")

// mutual verbs with two subjects say something between them: "A and B met".
var mutual = set("meet", "meet_up", "confer", "talk", "negotiate", "cooperate", "co-operate", "collaborate", "reconcile", "clash", "marry", "wed", "divorce", "converse", "parley",
	"huddle", "team_up", "join_forces", "unite", "debate", "agree", "spar", "affiliate")

// oneOfSeveral are titles that a body gives to more than one.
var oneOfSeveral = set("director", "manager", "commander", "chief", "captain", "coach", "superintendent", "bishop", "archbishop")

// parties are adjectives of a party or a creed, which has no president or minister of its own.
var parties = set("republican", "democratic", "democrat", "conservative", "labour", "labor", "liberal", "socialist", "communist", "green", "libertarian", "independent", "islamist", "muslim",
	"christian", "catholic", "roman catholic", "orthodox", "protestant", "jewish", "sunni", "shia", "shiite", "hindu", "buddhist", "marxist", "nationalist", "tory")

// suffix has what follows a name behind a comma and is no name.
var suffix = set("jr.", "jr", "sr.", "sr", "ii", "iii", "esq.", "inc.", "inc", "ltd.", "ltd", "llc", "m.p.", "ph.d.", "phd", "m.d.", "md", "mba", "m.b.a.", "esq", "qc", "kc", "mbe", "obe", "dbe")

// particles belong to the verb right before them, whatever the parser calls them: "rolled back".
var particles = set("back", "up", "down", "out", "off", "away", "over", "apart", "aside", "together", "forward")
