package main

import "strings"

// irregular lists verbs with their past and participle; one form stands for both.
const irregular = `
arise arose arisen, awake awoke awoken, bear bore borne, beat beat beaten, become became become,
befall befell befallen, begin began begun, behold beheld, bend bent, beset beset, bet bet, bid bid, bind bound,
bite bit bitten, bleed bled, blow blew blown, break broke broken, breed bred, bring brought,
broadcast broadcast, build built, burst burst, buy bought, cast cast, catch caught, choose chose chosen,
cling clung, come came come, cost cost, creep crept, cut cut, deal dealt, dig dug, draw drew drawn,
drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought,
find found, flee fled, fling flung, fly flew flown, forbid forbade forbidden, forecast forecast,
foresee foresaw foreseen, forget forgot forgotten, forgive forgave forgiven, forgo forwent forgone,
forsake forsook forsaken, freeze froze frozen, get got gotten, give gave given, go went gone, grind ground,
grow grew grown, hang hung, hear heard, hide hid hidden, hit hit, hold held, hurt hurt, keep kept, kneel knelt,
know knew known, lay laid, lead led, leap leapt, leave left, lend lent, let let, lie lay lain, lose lost,
make made, mean meant, meet met, mislead misled, mistake mistook mistaken, misunderstand misunderstood,
offset offset, outdo outdid outdone, overcome overcame overcome, override overrode overridden,
oversee oversaw overseen, overtake overtook overtaken, overthrow overthrew overthrown, partake partook partaken,
pay paid, put put, quit quit, read read, rebuild rebuilt, redo redid redone, repay repaid, rethink rethought,
rewrite rewrote rewritten, ride rode ridden, ring rang rung, rise rose risen, run ran run, say said,
see saw seen, seek sought, sell sold, send sent, set set, shake shook shaken, shed shed, shine shone,
shoot shot, show showed shown, shrink shrank shrunk, shut shut, sing sang sung, sink sank sunk, sit sat,
slay slew slain, sleep slept, slide slid, sling slung, slit slit, sow sowed sown, speak spoke spoken,
speed sped, spend spent, spin spun, split split, spread spread, spring sprang sprung, stand stood,
steal stole stolen, stick stuck, sting stung, stink stank stunk, strike struck struck, string strung,
strive strove striven, swear swore sworn, sweep swept, swell swelled swollen, swim swam swum, swing swung,
take took taken, teach taught, tear tore torn, tell told, think thought, throw threw thrown, thrust thrust,
tread trod trodden, undercut undercut, undergo underwent undergone, understand understood,
undertake undertook undertaken, undo undid undone, uphold upheld, upset upset, wake woke woken,
wear wore worn, weave wove woven, weep wept, win won, wind wound, withdraw withdrew withdrawn,
withhold withheld, withstand withstood, wring wrung, write wrote written`

// irregularVerbs maps each to its past and its participle.
func irregularVerbs() map[string][2]string {
	m := map[string][2]string{}
	for _, verb := range strings.Split(irregular, ",") {
		f := strings.Fields(verb)
		m[f[0]] = [2]string{f[1], f[len(f)-1]}
	}
	return m
}
