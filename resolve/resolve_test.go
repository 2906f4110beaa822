package resolve

import (
	"slices"
	"strings"
	"testing"

	"kg/extract"
)

func TestNames(t *testing.T) {
	r := newResolver(t)
	for _, c := range []struct{ name, date, text, want string }{
		{"country names", "", "[LOC US ] [LOC U.S. ] [LOC America ] [LOC the United States ] [LOC USA ]", "United_States United_States United_States United_States United_States"},
		{"capitals and seats keep their node", "", "[LOC Moscow ] and [ORG the Kremlin ] [LOC Washington ] [ORG White House ]", "Moscow Kremlin Washington White_House"},
		{"full and short", "", "[PER Anna Berg ] left . [PER Berg ] said so . [PER Anna ] too .", "Anna_Berg Anna_Berg Anna_Berg"},
		{"titles", "", "[PER Mayor Anna Berg ] left . [PER Mrs. Berg ] said so .", "Anna_Berg Anna_Berg"},
		{"possessive", "", "[PER Anna Berg 's ] dog , [LOC Oslo 's ] harbour", "Anna_Berg Oslo"},
		{"middle initials", "", "[PER Anna K. Berg ] left . [PER Anna Berg ] did .", "Anna_Berg Anna_Berg"},
		{"middle initial alone", "", "[PER Anna K. Berg ] left .", "Anna_Berg"},
		{"nickname", "", "[PER Robert Dahl ] left . [PER Bob Dahl ] did .", "Robert_Dahl Robert_Dahl"},
		{"particles", "", "[PER Samir al-Halabi ] left . [PER Halabi ] did . [PER al-Halabi ] too .", "Samir_al-Halabi Samir_al-Halabi Samir_al-Halabi"},
		{"two of one family", "", "[PER Anna Berg ] and [PER Carl Berg ] left . [PER Carl ] fell . [PER Berg ] sat .", "Anna_Berg Carl_Berg Carl_Berg Carl_Berg"},
		{"two of one family, chain", "", "[PER#1 Anna Berg ] and [PER#2 Carl Berg ] left . [PER#1 Berg ] sat .", "Anna_Berg Carl_Berg Anna_Berg"},
		{"initials differ", "", "[PER Anna Berg ] left . [PER Olga Berg ] did .", "Anna_Berg Olga_Berg"},
		{"bracket", "", "[ORG Harbour Workers of Oslo ] ( [ORG HWO ] ) struck . [ORG HWO ] won .", "Harbour_Workers_of_Oslo Harbour_Workers_of_Oslo Harbour_Workers_of_Oslo"},
		{"letters", "", "[ORG Oslo Tram Board ] met . [ORG OTB ] agreed .", "Oslo_Tram_Board Oslo_Tram_Board"},
		{"letters of two", "", "[ORG Oslo Tram Board ] met [ORG Odense Tram Board ] . [ORG OTB ] agreed .", "Oslo_Tram_Board Odense_Tram_Board OTB"},
		{"company", "", "[ORG Bolt Corp. ] grew . [ORG Bolt ] fell .", "Bolt_Corp Bolt_Corp"},
		{"article prefix al", "", "[ORG Al-Noor Front ] fell . [ORG Noor Front ] rose .", "Al-Noor_Front Al-Noor_Front"},
		{"renamed", "", "The former/ADJ [ORG Red Front ] , a [ORG Al-Qaeda ] affiliate recently renamed [ORG Green Front ] , fell .", "Green_Front Al-Qaeda Green_Front"},
		{"formerly", "", "[ORG Green Front ] , formerly [ORG Red Front ] , fell .", "Green_Front Green_Front"},
		{"known body by acronym", "", "[ORG UN ] and [ORG the United Nations ] and [ORG WHO ]", "United_Nations United_Nations World_Health_Organization"},
		{"surname with its country", "2016-05-01", "[PER Putin ] spoke in [LOC Russia ] .", "Vladimir_Putin Russia"},
		{"surname without its country", "2016-05-01", "[PER May ] spoke in [LOC Peru ] .", "May_(0123456789) Peru"},
		{"surname before his time", "1950-05-01", "[PER Putin ] spoke in [LOC Russia ] .", "Putin_(0123456789) Russia"},
		{"namesake of another country", "2016-05-01", "[PER Peruvian President John Kerry ] spoke .", "John_Kerry_(Peru)"},
		{"person named as a place", "", "[PER Lincoln Washington ] left . [PER Washington ] sat . [LOC Washington ] slept .", "Lincoln_Washington Lincoln_Washington Washington"},
		{"nationality", "", "the [NORP Russians ] and [NORP French ] and [NORP Islamist ]", "Russians French_people Islamists"},
		{"institutions of the article's country", "", "[LOC India ] and [NORP Indian ] [ORG Supreme Court ] , [ORG Indian Supreme Court ] , [ORG the Supreme Court of India ]", "India Indians Indian_Supreme_Court Indian_Supreme_Court Indian_Supreme_Court"},
		{"institution of no country", "", "[ORG the Supreme Court ] sat .", "Supreme_Court_(0123456789)"},
		{"institution that is known", "", "[LOC US ] and [LOC US ] [ORG the Senate ] [ORG Supreme Court ] [ORG Congress ]", "United_States United_States United_States_Senate United_States_Supreme_Court United_States_Congress"},
		{"party of another country", "", "[LOC Australia ] and [LOC Australia ] [ORG Labour Party ] ; [ORG British Labour Party ]", "Australia Australia Australian_Labour_Party Labour_Party_(UK)"},
		{"ministry", "", "[ORG Russian Foreign Ministry ] , [ORG Ministry of Health ] of [LOC Peru ] , [LOC Peru ]", "Russian_Foreign_Ministry Peruvian_Health_Ministry Peru Peru"},
		{"bare head", "", "[LOC India ] , [LOC India ] . [ORG Oslo District Court ] sat . [ORG the Court ] rose .", "India India Oslo_District_Court Oslo_District_Court"},
		{"place that is taken for a person", "", "[PER Hong Kong ] grew .", "Hong_Kong"},
		{"classes that differ", "", "[PER Rachel ] left . [MISC Rachel ] sat . [PER Rachel ] ate . [ORG JDX ] met . [PER JDX ] won . [ORG JDX ] lost .", "Rachel_(0123456789) Rachel_(0123456789) Rachel_(0123456789) JDX JDX JDX"},
		{"states in a list", "", "[LOC Florida ] , [LOC Georgia ] , [LOC Ohio ] and [LOC Washington ] voted .", "Florida Georgia_(U.S._state) Ohio Washington_(state)"},
		{"a relative of someone known", "", "[LOC US ] . [PER Barron Trump ] left . [PER Trump ] ate .", "United_States Barron_Trump Barron_Trump"},
		{"of several the main one", "", "[PER Odd Vik ] died . [PER Siri Vik ] wept . [PER Vik ] sang . [PER Vik ] wrote .", "Odd_Vik Siri_Vik Odd_Vik Odd_Vik"},
		{"a word that ends several names", "", "[ORG Red Tundra ] , [PER Blue Tundra ] , [MISC Big Green Tundra ] . [PER Tundra ] .", "Red_Tundra Blue_Tundra Big_Green_Tundra Tundra"},
		{"a storm by its name", "", "[EVENT Cyclone Vilde ] came . [PER Vilde ] went . [NORP Vilde ] ended .", "Cyclone_Vilde Cyclone_Vilde Cyclone_Vilde"},
		{"spelt alike", "", "[MISC Longhorners ] met . [MISC Longhorners ] ate . [MISC Longhornners ] left .", "Longhorners Longhorners Longhorners"},
		{"a place before a known name", "2019-05-01", "[LOC Hong Kong ] . [PER Hong Kong Carrie Lam ] spoke .", "Hong_Kong Carrie_Lam"},
		{"another script", "", "[LOC Oslo ] . [MISC काम किया ] .", "Oslo "},
		{"another script beside it", "", "[LOC Oslo ] . [LOC Oslo के ] .", "Oslo Oslo"},
		{"a day before a name", "", "[PER Saturday Anna Berg ] left .", "Anna_Berg"},
		{"bodies of two countries", "", "[ORG Peruvian Chess Federation ] . [ORG the Federation ] . [ORG Chilean Chess Federation ] . [ORG the Federation ] .", "Peruvian_Chess_Federation Peruvian_Chess_Federation Chilean_Chess_Federation Chilean_Chess_Federation"},
		{"people of a part", "", "American/ADJ [NORP Samoans ] met .", "American_Samoans"},
		{"a body with its country", "", "[LOC US ] . [ORG U.S. Environmental Protection Agency ] .", "United_States EPA"},
		{"parties by their adjectives", "", "[NORP Republican ] and [NORP Democratic ] leaders .", "Republican_Party_(United_States) Democratic_Party_(United_States)"},
		{"a title that is taken for a name", "", "[MISC Secretary Dunwell ] left . [MISC Dunwell ] .", "Dunwell_(0123456789) Dunwell_(0123456789)"},
		{"the country of that name", "", "[LOC Georgia ] and [LOC US ] met . [NORP Georgian ] men ate in [LOC Tbilisi ] .", "Georgia United_States Georgians Tbilisi"},
		{"the capital", "", "[LOC Washington ] praised [LOC Florida ] .", "Washington Florida"},
		{"family name of two words", "", "[PER Gloria La Riva ] ran . [PER La Riva ] won . [PER La Riva ] slept . [LOC La Riva ] ate .", "Gloria_La_Riva Gloria_La_Riva Gloria_La_Riva Gloria_La_Riva"},
		{"family name of two words that no list has", "", "[PER Miguel Vilde Dunn ] ran . [PER Vilde Dunn ] won . [PER Dunn ] sat . [PER Anna Dunn ] left .", "Miguel_Vilde_Dunn Miguel_Vilde_Dunn Miguel_Vilde_Dunn Anna_Dunn"},
		{"a namesake of a member of Congress", "2024-05-01", "[LOC US ] . the golfer/NOUN [PER Adam Smith ] won . [PER Smith ] sat .", "United_States Adam_Smith_(golfer) Adam_Smith_(golfer)"},
		{"the member of Congress", "2024-05-01", "[LOC US ] . the lawyer/NOUN [PER Adam Smith ] won .", "United_States Adam_Smith"},
		{"family name first, taken for a body", "", "[ORG Chae Won-bin ] ran . [PER Chae ] won . [ORG Chae ] sat .", "Chae_Won-bin Chae_Won-bin Chae_Won-bin"},
		{"family name first, cut", "", "[PER Chae ] Won-bin ran . [PER Chae ] won . [PER Won-bin ] sat .", "Chae_Won-bin Chae_Won-bin Chae_Won-bin"},
		{"a family name with a hyphen", "", "[PER Ann Smith-Jones ] ran . [PER Smith-Jones ] won .", "Ann_Smith-Jones Ann_Smith-Jones"},
		{"a family name that many bear", "2015-01-01", "[LOC South Korea ] . [PER Park ] ran .", "South_Korea Park_(0123456789)"},
		{"titles are no name", "", "[ORG the Lord Mayor ] left .", ""},
		{"pronoun that does not fit", "", "[ORG#1 Bolt Corp ] said [pro#1 I ] .", "Bolt_Corp"},
		{"a title is no name", "", "[PER Mayor ] left .", ""},
		{"a magazine and a sea", "", "he told [ORG The Atlantic ] by [LOC the Atlantic ] .", "The_Atlantic Atlantic_Ocean"},
		{"a company and a forest", "", "[ORG Amazon ] sold/VERB books .", "Amazon"},
		{"a name with its kind", "", "[ORG Amazon ] rainforest/NOUN burned . [ORG Amazon ] fires .", "Amazon_rainforest Amazon_rainforest"},
		{"letters that nothing is said to be in", "", "[LOC DC ] superheroes .", "DC"},
		{"letters of a city", "", "police in [LOC DC ] . [LOC DC ] police .", "Washington Washington"},
		{"a text is no party", "", "[LOC US ] . [ORG US Constitution Party ] met . [MISC US Constitution ] .", "United_States US_Constitution_Party US_Constitution"},
		{"names the other way round", "", "[PER Hanae Mori ] drew . [PER Mori Hanae ] sold .", "Hanae_Mori Hanae_Mori"},
		{"letters after a name", "", "[PER Anna Berg FRS ] left . [PER Berg ] sat .", "Anna_Berg_FRS Anna_Berg_FRS"},
		{"a plural for islands", "", "[LOC Vilde Islands ] . the [LOC Vildes ] .", "Vilde_Islands Vilde_Islands"},
		{"the island without its kind", "", "[LOC Vilde Island ] . [LOC Vilde ] .", "Vilde_Island Vilde_Island"},
		{"a storm with letters", "", "[EVENT Cyclone Vilde ] came . [PER T C Vilde ] went .", "Cyclone_Vilde Cyclone_Vilde"},
		{"the usual name is not short for one of many", "", "[ORG Red Hat ] , [ORG Red Hat ] , [ORG Red Hat ] : [ORG Red Hat Tundra ] , [ORG Blue Tundra ] , [ORG Green Tundra ] .", "Red_Hat Red_Hat Red_Hat Red_Hat_Tundra Blue_Tundra Green_Tundra"},
		{"unknown place", "", "[LOC Smallville ] burned .", "Smallville"},
		{"small town far away", "", "[LOC Hamar ] burned . [LOC Norway ] paid .", "Hamar Norway"},
	} {
		d := parse(t, c.text)
		res := r.Resolve(d, nil, Meta{ID: "x-0123456789", Date: c.date})
		if got := strings.Join(ids(res, d), " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestDescriptions(t *testing.T) {
	r := newResolver(t)
	for _, c := range []struct{ name, text, want string }{
		{"the country of the article", "[LOC Peru ] . [LOC Peru ] . [nom our nation ] .", "Peru Peru Peru"},
		{"of two countries neither", "[LOC Peru ] . [LOC Chile ] . [nom our nation ] .", "Peru Chile -"},
		{"a country in passing", "[LOC Peru ] . [LOC Peru ] . [LOC Peru ] . [LOC Peru ] . [LOC Chile ] . [nom the country ] .", "Peru Peru Peru Peru Chile Peru"},
		{"the president is no vice president", "[LOC Peru ] . President [PER Anna Berg ] met Vice President [PER Odd Vik ] . [nom the president/NOUN ] left .", "Peru Anna_Berg Odd_Vik Anna_Berg"},
		{"a storm by its kind", "[EVENT Hurricane Vilde ] came . [nom the storm ] went .", "Hurricane_Vilde Hurricane_Vilde"},
		{"a bill is an act", "[LAW Vilde Act ] passed . [nom the bill ] failed .", "Vilde_Act Vilde_Act"},
		{"the last country", "[LOC Peru ] . [LOC Chile ] . [nom the country ] .", "Peru Chile Chile"},
		{"a country is no party", "[ORG#1 Purple Party ] met . [nom#1 the country ] .", "Purple_Party -"},
		{"a name that says no more", "[LOC Peru ] . [LOC Peru ] . our/PRON [LOC Nation ] .", "Peru Peru Peru"},
		{"a pronoun with a description", "[LOC Peru ] . [LOC Peru ] . [nom#2 our nation ] grew . [pro#2 it ] won .", "Peru Peru Peru Peru"},
		{"a pronoun that does not go with it", "[LOC Peru ] . [LOC Peru ] . [nom#2 our nation ] grew . [pro#2 he ] won .", "Peru Peru Peru -"},
	} {
		d := parse(t, c.text)
		var got []string
		for _, id := range r.Resolve(d, nil, Meta{ID: "x-0123456789"}).Mentions {
			if id == "" {
				id = "-"
			}
			got = append(got, id)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestGroups(t *testing.T) {
	r := newResolver(t)
	for _, c := range []struct{ text, words, core, id, label, country, sector string }{
		{"a coalition of rebel/NOUN groups/NOUN:group fled .", "a coalition of rebel groups", "rebel groups", "rebels_(0123456789)", "rebels", "", "REB"},
		{"the rebels/NOUN:rebel fled .", "the rebels", "rebels", "rebels_(0123456789)", "rebels", "", "REB"},
		{"[NORP Syrian ] rebels/NOUN:rebel fled .", "Syrian rebels", "", "Syrian_rebels", "Syrian rebels", "Syria", "REB"},
		{"a senior/ADJ [LOC US ] official/NOUN spoke .", "a senior US official", "senior US official", "US_officials", "US officials", "United_States", "GOV"},
		{"[NORP American ] officials/NOUN:official spoke .", "American officials", "", "US_officials", "US officials", "United_States", "GOV"},
		{"[LOC Paris ] police/NOUN spoke .", "Paris police", "", "police_in_Paris", "police in Paris", "France", "COP"},
		{"[ORG UN ] officials/NOUN:official spoke .", "UN officials", "", "United_Nations_officials", "United Nations officials", "", "GOV"},
		{"several/ADJ armed/ADJ men/NOUN:man fled .", "several armed men", "", "armed_men_(0123456789)", "armed men", "", "CVL"},
		{"the [NORP Italian ] bank/NOUN fell .", "the Italian bank", "Italian bank", "Italian_bank_(0123456789)", "Italian bank", "Italy", "BUS"},
		{"[NORP Italian ] banks/NOUN:bank fell .", "Italian banks", "", "Italian_banks", "Italian banks", "Italy", "BUS"},
		{"the [ORG Vilde ] airline/NOUN fell .", "the Vilde airline", "airline", "Vilde", "Vilde", "", ""},
		{"the [ORG Vilde ] website/NOUN fell .", "the Vilde website", "website", "website_(0123456789)", "website", "", "MED"},
		{"an airline/NOUN fell .", "an airline", "airline", "airline_(0123456789)", "airline", "", "BUS"},
		{"the [NORP Russian ] army/NOUN fled .", "the Russian army", "Russian army", "Russian_army", "Russian army", "Russia", "MIL"},
	} {
		d := parse(t, c.text)
		a := argOf(t, d, extract.GroupArg, c.words, c.core, 0)
		res := r.Resolve(d, []extract.Claim{{Subject: a}}, Meta{ID: "x-0123456789"})
		got := res.Claims[0].Subject.Entity
		if got != c.id {
			t.Errorf("%s: got %s, want %s", c.words, got, c.id)
			continue
		}
		i := slices.IndexFunc(res.Entities, func(e Entity) bool { return e.ID == got })
		if e := res.Entities[i]; e.Label != c.label || e.Country != c.country || e.Sector != c.sector {
			t.Errorf("%s: %+v", c.words, e)
		}
	}
}

func TestGroupAfterPreposition(t *testing.T) {
	d := parse(t, "police/NOUN in [LOC Paris ] spoke .")
	d.Tokens[1].Head, d.Tokens[1].Rel = 2, "case"
	d.Tokens[2].Head, d.Tokens[2].Rel = 0, "nmod"
	a := argOf(t, d, extract.GroupArg, "police in Paris", "police", 0)
	res := newResolver(t).Resolve(d, []extract.Claim{{Subject: a}}, Meta{ID: "x-0123456789"})
	if got := res.Claims[0].Subject.Entity; got != "police_in_Paris" {
		t.Errorf("got %s", got)
	}
}

// An unscoped group of an article that speaks of one scoped group of the name is that one; of two it is neither.
func TestGroupScopeInArticle(t *testing.T) {
	r := newResolver(t)
	d := parse(t, "the rebels/NOUN:rebel fled . [NORP Syrian ] rebels/NOUN:rebel fled .")
	claims := []extract.Claim{{Subject: argOf(t, d, extract.GroupArg, "the rebels", "rebels", 0)}, {Subject: argOf(t, d, extract.GroupArg, "Syrian rebels", "", 0)}}
	claims[1].Subject.Of = 0
	res := r.Resolve(d, claims, Meta{ID: "x-0"})
	if a, b := res.Claims[0].Subject.Entity, res.Claims[1].Subject.Entity; a != "Syrian_rebels" || a != b {
		t.Errorf("got %s and %s", a, b)
	}
	d = parse(t, "the rebels/NOUN:rebel fled . [NORP Syrian ] rebels/NOUN:rebel met [NORP Libyan ] rebels/NOUN:rebel .")
	claims = []extract.Claim{{Subject: argOf(t, d, extract.GroupArg, "the rebels", "rebels", 0)}, {Subject: argOf(t, d, extract.GroupArg, "Syrian rebels", "", 0), Object: argOf(t, d, extract.GroupArg, "Libyan rebels", "", 0)}}
	claims[1].Subject.Of, claims[1].Object.Of = 0, 1
	res = r.Resolve(d, claims, Meta{ID: "x-0"})
	if a, b, c := res.Claims[0].Subject.Entity, res.Claims[1].Subject.Entity, res.Claims[1].Object.Entity; a != "rebels_(0)" || b != "Syrian_rebels" || c != "Libyan_rebels" {
		t.Errorf("got %s, %s and %s", a, b, c)
	}
}

func TestChains(t *testing.T) {
	r := newResolver(t)
	d := parse(t, "[PER#1 Anna Berg ] met [PER#1 Olga Dahl ] . [pro#1 She ] left . [nom#1 The ministers/NOUN:minister ] ate . [nom#2 the mayor/NOUN ] slept .")
	d.Tokens[9].XPOS = "NNS"
	for i := range d.Tokens {
		if d.Word(i) == "ministers" {
			d.Tokens[i].XPOS = "NNS"
		}
	}
	res := r.Resolve(d, nil, Meta{})
	// A chain that holds two people does not make them one; the pronoun is the one named first; a plural is neither.
	if want := []string{"Anna_Berg", "Olga_Dahl", "Anna_Berg", "", ""}; !slices.Equal(res.Mentions, want) {
		t.Errorf("got %q, want %q", res.Mentions, want)
	}
}

func TestEpithet(t *testing.T) {
	d := parse(t, "[NORP Russian ] Foreign/PROPN Minister/PROPN:minister [PER Oleg Sorin ] left . [nom The [NORP Russian ] foreign/ADJ minister/NOUN ] ate . [nom The [NORP French ] foreign/ADJ minister/NOUN ] slept .")
	res := newResolver(t).Resolve(d, nil, Meta{})
	var got []string
	for i, m := range d.Mentions {
		if m.Kind != 0 {
			got = append(got, res.Mentions[i])
		}
	}
	if want := []string{"Oleg_Sorin", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEntities(t *testing.T) {
	d := parse(t, "[LOC Moscow ] backs [PER Bashar al-Assad ] . [PER Assad ] rules [LOC Syria ] . He met [LOC US ] men in [LOC London ] . [LOC USA ] paid .")
	e := func(words string, n int) extract.Arg { return argOf(t, d, extract.EntityArg, words, "", n) }
	london := e("London", 0)
	claims := []extract.Claim{
		{Subject: e("Moscow", 0), Relation: "backs", Object: e("Bashar al-Assad", 0)},
		{Subject: e("Assad", 1), Relation: "leads", Object: e("Syria", 0), Place: &london},
		{Subject: e("USA", 0), Object: extract.Arg{Text: "the bill", Kind: extract.ThingArg, Mention: -1, Of: -1}},
	}
	res := newResolver(t).Resolve(d, claims, Meta{ID: "x-0", Date: "2016-05-01"})
	var got []string
	for _, e := range res.Entities {
		got = append(got, e.ID+" "+string(e.Class)+" "+e.Label+" "+strings.Join(e.Aliases, ",")+" "+strings.Join(e.StandsFor, ",")+" "+e.Country)
	}
	want := []string{
		"Bashar_al-Assad Person Bashar al-Assad Assad  Syria",
		"London City London   United_Kingdom",
		"Moscow City Moscow  Russia Russia",
		"Russia Country Russia   ",
		"Syria Country Syria   ",
		"United_Kingdom Country United Kingdom   ",
		"United_States Country United States US,USA  ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if r := res.Claims[2].Object; r.Entity != "" || r.Literal != "the bill" {
		t.Errorf("a thing as an object: %+v", r)
	}
	if i := slices.IndexFunc(res.Entities, func(e Entity) bool { return e.ID == "United_States" }); !slices.Contains(res.Entities[i].ExactMatch, "iso3166:USA") {
		t.Errorf("exact matches of the United States: %q", res.Entities[i].ExactMatch)
	}
	if len(res.Decisions) == 0 || res.Decisions[0].Text != "Moscow" || res.Decisions[0].Entity != "Moscow" {
		t.Errorf("decisions: %+v", res.Decisions)
	}
}

// The thing that a claim is about has a node, and the same words have the same.
func TestThings(t *testing.T) {
	d := parse(t, "The attack/NOUN killed four . The attack/NOUN hurt two .")
	a, b := argOf(t, d, extract.ThingArg, "The attack", "", 0), argOf(t, d, extract.ThingArg, "The attack", "", 1)
	res := newResolver(t).Resolve(d, []extract.Claim{{Subject: a}, {Subject: b}}, Meta{ID: "oslo-77"})
	if x, y := res.Claims[0].Subject.Entity, res.Claims[1].Subject.Entity; x != "attack_(77)" || x != y {
		t.Errorf("got %s and %s", x, y)
	}
}

func TestDeterministic(t *testing.T) {
	r := newResolver(t)
	text := "[PER Anna Berg ] and [PER Carl Berg ] of [ORG Oslo Tram Board ] ( [ORG OTB ] ) met [NORP Russians ] in [LOC Moscow ] . [PER Berg ] sat . [ORG OTB ] won . [ORG Tram Board ] lost ."
	d := parse(t, text)
	first := r.Resolve(d, nil, Meta{ID: "x-0"})
	for range 20 {
		again := r.Resolve(parse(t, text), nil, Meta{ID: "x-0"})
		if !slices.Equal(first.Mentions, again.Mentions) || len(first.Decisions) != len(again.Decisions) {
			t.Fatalf("got %q, then %q", first.Mentions, again.Mentions)
		}
		for i := range again.Decisions {
			if again.Decisions[i].Reason != first.Decisions[i].Reason {
				t.Fatalf("decision %d: %q, then %q", i, first.Decisions[i].Reason, again.Decisions[i].Reason)
			}
		}
	}
}
