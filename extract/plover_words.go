package extract

// enders are verbs that end or lessen what they govern.
var enders = set("end", "suspend", "halt", "stop", "cut", "reduce", "terminate", "cancel", "freeze", "discontinue", "cease", "scrap", "withdraw", "pull",
	"slash", "break_off", "call_off", "lift", "ease", "drop", "relax", "abandon", "remove", "quash", "revoke", "overturn", "reverse", "cut_off", "scale_back",
	"limit", "postpone", "withhold", "sever", "curtail", "loosen", "repeal", "dismantle", "waive", "rescind", "abolish", "annul", "soften", "shelve", "renounce", "trim", "lower", "roll_back")

// verbOf is the verb of a noun of ending.
var verbOf = map[string]string{"suspension": "suspend", "end": "end", "halt": "halt", "cut": "cut", "reduction": "reduce", "termination": "terminate", "freeze": "freeze",
	"cessation": "cease", "withdrawal": "withdraw", "cancellation": "cancel", "lifting": "lift", "easing": "ease", "stop": "stop", "pause": "suspend", "removal": "remove"}

// hostile things end in a retreat or a concession, kindly ones in a sanction.
var (
	hostile = set("sanction", "ban", "embargo", "blockade", "siege", "curfew", "restriction", "tariff", "strike", "protest", "boycott", "attack", "offensive", "operation",
		"fighting", "hostility", "hostilities", "war", "bombing", "investigation", "charge", "case", "threat", "detention", "arrest", "emergency", "law", "sentence",
		"violence", "crackdown", "deportation", "penalty", "demonstration", "campaign", "occupation", "martial", "lockdown", "quarantine", "fine", "airstrike", "probe", "lawsuit",
		"hunger", "sit-in", "rally", "shelling", "raid", "rebellion", "insurgency", "measure", "duty", "exercise", "bombardment", "armed", "struggle", "standoff")
	kindly = set("aid", "assistance", "help", "relief", "supply", "supplies", "food", "support", "cooperation", "talk", "talks", "negotiation", "mediation", "effort", "relation",
		"relations", "tie", "link", "trade", "import", "export", "visa", "flight", "funding", "payment", "membership", "contract", "deal", "agreement", "peacekeeper", "treaty",
		"mission", "shipment", "loan", "fund", "finance", "contact", "visit", "service", "ambassador", "diplomat", "accord", "program", "programme", "purchase", "delivery", "grant", "meeting", "summit", "dialogue", "asset", "access")
)

// orders are verbs that bring about, or make known, the event that they govern.
var orders = set("order", "authorize", "authorise", "announce", "declare", "command", "direct", "call", "approve", "begin", "start", "launch", "open", "issue", "impose", "seek", "grant", "decree", "recommend")

// summons are verbs of calling someone, for a purpose that counts for more than the call.
var summons = set("summon", "call", "phone", "telephone", "recall", "write")

// pledges are verbs that commit to what they govern.
var pledges = set("pledge", "promise", "reiterate", "express", "vow", "reaffirm", "renew", "offer", "voice", "declare", "affirm", "assure")

// seals are verbs that make an agreement formal.
var seals = set("sign", "reach", "conclude", "ink", "strike", "finalize", "finalise", "seal", "make", "clinch")

// bland verbs are no event without the words around them, whatever the dictionary says.
var bland = set("announce", "say", "give", "grant", "have", "be", "take", "make", "go", "come", "do", "get", "put", "set", "tell", "send", "serve", "see", "move", "use", "increase", "introduce", "decide", "want", "like", "let", "award", "keep", "find", "begin", "start", "continue", "declare", "hold", "run", "bring", "lead", "issue", "receive", "pay", "leave", "work", "play", "show", "turn")

// visits are things whose cancelling is a rejection.
var visits = set("visit", "trip", "meeting", "summit", "tour")

// gifts are verbs of giving, which is help where nothing else is said.
var gifts = set("provide", "give", "supply", "donate", "deliver", "contribute", "award", "distribute", "grant")
