package extract

// What a verb or noun does to the clause or event below it.
type effect uint8

const (
	transparent effect = iota // "began to", "managed to"
	denies                    // "refused to", "failed to", "denied"
	plans                     // "plans to", "agreed to"
	wants                     // "wants to", "calls for"
	may                       // "may", "is likely to", "fears that"
	reports                   // "said that"
	knows                     // "confirmed that": presented as true
	doubts                    // "alleged that"
)

func effects(e effect, m map[string]effect, words ...string) {
	for _, w := range words {
		m[w] = e
	}
}

// verbEffects has the verbs that govern a clause (that, to or -ing) or an event, and what becomes of it.
var verbEffects = func() map[string]effect {
	m := map[string]effect{}
	effects(denies, m, "deny", "refuse", "fail", "decline", "avoid", "neglect", "forget", "refrain", "prevent", "stop", "cease", "abstain",
		"reject", "rule_out", "cancel", "abandon", "halt", "block", "prohibit", "forbid", "ban", "bar", "thwart", "avert", "foil", "scrap",
		"call_off", "dismiss", "disprove", "refute", "lack", "suspend", "postpone", "boycott", "quit", "discourage", "dissuade", "deter", "exclude", "oppose", "veto", "dispute", "miss", "shun", "skip")
	effects(plans, m, "plan", "intend", "aim", "prepare", "agree", "decide", "vow", "promise", "threaten", "pledge", "schedule", "set", "prepare",
		"order", "resolve", "arrange", "commit", "choose", "opt", "propose", "expect", "undertake", "offer", "swear", "authorize", "authorise", "approve", "gear_up", "ready", "mull", "due", "poised", "slate", "announce_plan", "organize", "poise", "instruct", "command", "direct", "assign", "volunteer", "consent", "go", "determine", "mean", "design")
	effects(wants, m, "ought", "focus", "concentrate", "want", "hope", "wish", "seek", "urge", "demand", "ask", "request", "call", "need", "like", "love", "beg", "plead", "desire", "appeal",
		"encourage", "advise", "recommend", "press", "insist", "require", "long", "advocate", "favor", "favour", "prefer", "lobby", "pressure", "push", "suggest", "invite", "implore", "petition", "campaign", "call_on", "exhort", "demand", "tell", "try", "attempt", "struggle", "strive", "work", "fight", "bid", "endeavor", "endeavour", "support", "back")
	effects(may, m, "may", "seem", "appear", "fear", "suspect", "consider", "expect", "predict", "doubt", "assume", "imagine", "speculate",
		"guess", "suppose", "bet", "worry", "anticipate", "estimate", "feel", "wonder", "allow", "permit", "let", "enable", "risk", "tend", "contemplate", "presume", "ask_whether", "forecast", "discuss", "debate", "hint", "weigh", "study", "explore", "help", "entitle", "project", "rumor", "rumour", "tip", "dream", "figure", "hear", "warn", "caution", "investigate", "examine", "probe", "question")
	effects(reports, m, "say", "tell", "announce", "report", "state", "add", "declare", "note", "write", "comment", "remark", "explain", "mention", "inform", "tweet", "describe",
		"testify", "conclude", "recall", "observe", "notify", "post", "cite", "quote", "warn_that", "emphasize", "emphasise", "stress", "reiterate", "underline", "underscore", "indicate", "reply", "respond", "answer", "continue", "point_out", "argue", "insist", "maintain", "reckon", "publish", "estimate", "hail", "joke", "lament", "complain")
	effects(knows, m, "confirm", "reveal", "acknowledge", "admit", "discover", "show", "know", "realize", "realise", "prove", "find", "learn", "remember", "demonstrate", "establish", "recognize", "recognise", "regret",
		"celebrate", "verify", "concede", "confess", "see", "notice", "disclose", "determine_that", "mean", "forget_that", "ensure", "uncover", "document", "witness", "praise", "welcome", "condemn", "criticize", "criticise", "denounce", "mourn")
	effects(doubts, m, "claim", "allege", "accuse", "blame", "suggest", "purport", "profess", "assert", "contend", "speculate", "imply", "boast", "charge", "pretend", "lie", "rumor", "think", "believe", "suspect", "reckon")
	effects(transparent, m, "begin", "start", "continue", "manage", "help", "come", "use", "proceed", "keep", "get", "make", "force", "cause", "have", "succeed", "go_on", "resume", "finish", "end", "end_up", "happen", "complete", "carry_on", "lead", "dare", "bother", "rush", "be", "allow_to", "spend", "travel", "return", "turn", "gather", "meet", "send", "leave", "enjoy", "elect", "persuade", "convince", "compel", "train", "hire", "appoint")
	return m
}()

// nounEffects has the nouns that govern a clause or an event: "plans to", "calls for", "a threat of".
var nounEffects = func() map[string]effect {
	m := map[string]effect{}
	effects(denies, m, "failure", "refusal", "denial", "reluctance", "inability", "unwillingness", "rejection", "absence", "lack", "cancellation", "ban", "prevention", "impossibility", "end", "halt", "suspension")
	effects(plans, m, "plan", "decision", "agreement", "intention", "threat", "promise", "pledge", "vow", "offer", "order", "proposal", "preparation", "commitment", "move", "intent", "deal", "schedule", "invitation", "eve", "readiness", "willingness", "determination", "mission", "aim", "objective", "goal", "purpose", "permission", "authority", "right", "mandate", "run-up", "instruction", "resolution", "bill", "strategy", "initiative")
	effects(wants, m, "call", "demand", "request", "appeal", "wish", "desire", "hope", "need", "bid", "effort", "attempt", "plea", "push", "pressure", "petition", "campaign", "step", "measure", "way", "ambition", "quest", "try", "recommendation", "advice", "drive", "struggle", "encouragement", "urge", "duty", "obligation")
	effects(may, m, "possibility", "chance", "prospect", "likelihood", "risk", "fear", "expectation", "speculation", "belief", "suspicion", "idea", "ability", "power", "opportunity", "doubt", "hypothesis", "theory", "danger", "rumor", "rumour", "question", "talk_of", "probability", "potential", "capability", "concern", "warning", "hint", "impression", "sign", "debate", "assumption", "notion", "thought", "opinion", "view", "prediction", "capacity")
	effects(reports, m, "statement", "report", "announcement", "comment", "remark", "news", "testimony", "argument", "conclusion", "declaration", "word")
	effects(knows, m, "fact", "confirmation", "evidence", "proof", "revelation", "knowledge", "admission", "discovery", "acknowledgement", "realization")
	effects(doubts, m, "allegation", "claim", "accusation", "charge", "suggestion", "assertion", "insinuation")
	return m
}()

// adjEffects has the predicates "likely to", "unable to", "clear that".
var adjEffects = func() map[string]effect {
	m := map[string]effect{}
	effects(denies, m, "unable", "unwilling", "reluctant", "impossible", "false", "untrue", "incapable", "unlikely")
	effects(plans, m, "ready", "due", "set", "willing", "prepared", "determined", "about", "poised", "committed", "bound", "certain", "sure", "scheduled", "open", "happy", "eager", "slated")
	effects(wants, m, "keen", "anxious", "necessary", "important", "essential", "vital", "crucial", "imperative", "desirable", "better", "hopeful", "desperate", "best", "advisable", "urgent", "critical", "time", "eager", "reluctant")
	effects(may, m, "likely", "possible", "able", "probable", "afraid", "worried", "free", "capable", "confident", "concerned", "optimistic", "convinced", "conceivable", "plausible", "unclear", "unsure", "uncertain", "doubtful", "skeptical", "sceptical", "close", "near", "dangerous", "hard", "difficult", "easy", "safe", "eligible", "unlikely")
	effects(knows, m, "clear", "true", "obvious", "evident", "aware", "glad", "sorry", "proud", "sad", "shocked", "pleased", "surprised", "known", "responsible", "guilty", "famous", "busy")
	return m
}()

// negators turn their clause or noun round; "no", "neither" and "nobody" do so as determiner, subject or object.
var negators = set("not", "n't", "never", "n’t", "neither", "nor", "hardly", "barely", "scarcely", "nowhere", "seldom", "rarely", "nt", "no")

var nobody = set("nobody", "none", "no-one", "nothing", "no_one", "neither")

// modals by what they say.
var modals = map[string]Modality{"would": Conditional, "could": Possible, "may": Possible, "might": Possible, "can": Possible, "should": Wanted,
	"must": Wanted, "ought": Wanted, "shall": Planned, "will": Planned, "'ll": Planned, "’ll": Planned, "wo": Planned, "ca": Possible, "need": Wanted, "dare": Possible, "'d": Conditional}

// conditions open a clause that does not hold yet.
var conditions = map[string]Modality{"if": Conditional, "unless": Conditional, "provided": Conditional, "providing": Conditional, "in_case": Conditional,
	"as_long_as": Conditional, "whether": Possible, "lest": Possible, "should": Conditional, "assuming": Conditional, "otherwise": Conditional,
	"even_if": Conditional, "only_if": Conditional, "until": Planned, "till": Planned, "so_that": Wanted, "in_order": Wanted, "as_if": Possible, "as_though": Possible, "once": Conditional, "except": Conditional}

// perhaps are adverbs that make a clause possible or doubtful.
var perhaps = map[string]Modality{"perhaps": Possible, "maybe": Possible, "possibly": Possible, "probably": Possible, "likely": Possible, "potentially": Possible,
	"presumably": Possible, "supposedly": Possible, "conceivably": Possible, "hopefully": Wanted, "unlikely": Possible, "theoretically": Possible, "seemingly": Possible, "apparently": Possible, "almost": Possible, "nearly": Possible}

// hearsay are adverbs that put a claim into someone's mouth.
var hearsay = set("allegedly", "reportedly", "purportedly", "supposedly")

// unreal are adjectives of an event that has not happened: "planned talks", "a possible attack".
var unreal = map[string]Modality{"planned": Planned, "scheduled": Planned, "upcoming": Planned, "proposed": Planned, "forthcoming": Planned, "future": Planned,
	"possible": Possible, "potential": Possible, "alleged": Possible, "suspected": Possible, "likely": Possible, "expected": Planned, "threatened": Planned, "hypothetical": Conditional,
	"impending": Planned, "imminent": Planned, "looming": Planned, "prospective": Planned, "feared": Possible, "would-be": Planned, "attempted": Possible, "failed": Possible, "next": Planned, "foiled": Possible, "thwarted": Possible, "eventual": Planned, "supposed": Possible, "purported": Possible, "further": Planned}
