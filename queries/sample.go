package queries

import (
	"context"
	"fmt"
	"strings"

	"kg/graph"
	"kg/schema"
)

// Sample is a small graph in memory on which every saved query has an answer: the one that its tests and
// "kg query check" run on. The caller closes it.
func Sample(ctx context.Context) (*graph.Store, error) {
	s, err := graph.Open(ctx, graph.Options{Backend: graph.Memory})
	if err != nil {
		return nil, fmt.Errorf("sample graph: %w", err)
	}
	_, errs := s.PutAll(ctx, sampleRecords())
	for _, err := range errs {
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("sample graph: %w", err)
		}
	}
	return s, nil
}

var sampleEntities = []graph.Entity{
	{ID: "John_Kerry", Class: "Person", Label: "John Kerry", Aliases: []string{"Kerry", "Secretary Kerry"}, Country: "United_States"},
	{ID: "Sergei_Lavrov", Class: "Person", Label: "Sergei Lavrov", Aliases: []string{"Lavrov"}, Country: "Russia"},
	{ID: "Staffan_de_Mistura", Class: "Person", Label: "Staffan de Mistura", Aliases: []string{"De Mistura"}},
	{ID: "Angela_Merkel", Class: "Person", Label: "Angela Merkel", Country: "Germany"},
	{ID: "Bashar_al-Assad", Class: "Person", Label: "Bashar al-Assad", Aliases: []string{"Assad"}, Country: "Syria"},
	{ID: "Rosa_Carter", Class: "Person", Label: "Rosa Carter", Aliases: []string{"Carter"}},
	{ID: "Ben_Carter", Class: "Person", Label: "Ben Carter", Aliases: []string{"Carter"}},
	{ID: "Moscow", Class: "City", Label: "Moscow", StandsFor: []string{"Russia"}, Sector: "GOV"},
	{ID: "Russia", Class: "Country", Label: "Russia", ExactMatch: []string{"wikidata:Q159"}},
	{ID: "United_States", Class: "Country", Label: "United States", Aliases: []string{"US", "Washington"}},
	{ID: "Iran", Class: "Country", Label: "Iran", FormerName: "Persia"},
	{ID: "Syria", Class: "Country", Label: "Syria"},
	{ID: "Germany", Class: "Country", Label: "Germany"},
	{ID: "North_Korea", Class: "Country", Label: "North Korea"},
	{ID: "Aleppo", Class: "City", Label: "Aleppo", Country: "Syria"},
	{ID: "rebels", Class: "Group", Label: "rebels"},
	{ID: "United_Nations", Class: "InternationalBody", Label: "United Nations", Aliases: []string{"UN"}},
	{ID: "Russian_Foreign_Ministry", Class: "PublicBody", Label: "Russian Foreign Ministry", Country: "Russia"},
	{ID: "shelling", Class: "Event", Label: "shelling"},
}

// sampleClaim is a claim of the sample in short; what is empty has its usual value.
type sampleClaim struct {
	sentence                  string
	subject, relation, object string // an object with a space in it is a literal
	status                    string // "", "denied", "planned", "possible", "wanted"
	saidBy                    string
	lemma                     string
	confidence                float32
}

type sampleArticle struct {
	id, title, publisher, date string
	claims                     []sampleClaim
}

var sampleArticles = []sampleArticle{
	{"s1", "Talks on Syria", "Harbour Post", "2016-08-26", []sampleClaim{
		{sentence: "John Kerry met Sergei Lavrov by the lake.", subject: "John_Kerry", relation: "meets", object: "Sergei_Lavrov", confidence: 0.9},
		{sentence: "Moscow supports Bashar al-Assad, while Washington is behind groups of rebels.", subject: "Moscow", relation: "supports", object: "Bashar_al-Assad"},
		{sentence: "Moscow supports Bashar al-Assad, while Washington is behind groups of rebels.", subject: "United_States", relation: "backs", object: "rebels"},
		{sentence: "The talks, said Staffan de Mistura, could help Aleppo.", subject: "United_Nations", relation: "aids", object: "Aleppo", status: "possible", saidBy: "Staffan_de_Mistura"},
		{sentence: "Russian jets bombed Aleppo again.", subject: "Russia", relation: "bombs", object: "Aleppo"},
	}},
	{"s2", "A second day by the lake", "Northern Wire", "2016-08-27", []sampleClaim{
		{sentence: "Mr Kerry was once more in talks with Mr Lavrov.", subject: "Sergei_Lavrov", relation: "negotiatesWith", object: "John_Kerry"},
		{sentence: "Russia has long stood by Assad.", subject: "Russia", relation: "supports", object: "Bashar_al-Assad"},
		{sentence: "Iran sends Assad weapons.", subject: "Iran", relation: "arms", object: "Bashar_al-Assad"},
		{sentence: "The shelling killed 120 people.", subject: "shelling", relation: "kills", object: "120 people"},
		{sentence: "North Korea may take part, diplomats say.", subject: "North_Korea", lemma: "take part", object: "the talks", status: "possible"},
	}},
	{"s3", "Ministers on the phone", "Harbour Post", "2016-08-28", []sampleClaim{
		{sentence: "Lavrov phoned Kerry at night.", subject: "Sergei_Lavrov", relation: "phones", object: "John_Kerry"},
		{sentence: "Lavrov, who heads the Russian Foreign Ministry, was calm.", subject: "Sergei_Lavrov", relation: "leads", object: "Russian_Foreign_Ministry"},
		{sentence: "Staffan de Mistura of the United Nations waited.", subject: "Staffan_de_Mistura", relation: "worksFor", object: "United_Nations"},
		{sentence: "Kerry accused Russia of delay.", subject: "John_Kerry", relation: "accuses", object: "Russia"},
		{sentence: "“Russia will not attack the rebels,” said Sergei Lavrov.", subject: "Russia", relation: "attacks", object: "rebels", status: "denied", saidBy: "Sergei_Lavrov"},
	}},
	{"s4", "Moscow rejects a report", "Northern Wire", "2016-09-02", []sampleClaim{
		{sentence: "Russia has not bombed Aleppo.", subject: "Russia", relation: "bombs", object: "Aleppo", status: "denied"},
		{sentence: "Angela Merkel plans to meet Kerry.", subject: "Angela_Merkel", relation: "meets", object: "John_Kerry", status: "planned"},
		{sentence: "Angela Merkel criticised Bashar al-Assad.", subject: "Angela_Merkel", relation: "criticises", object: "Bashar_al-Assad"},
		{sentence: "Rosa Carter and Ben Carter met in Aleppo.", subject: "Rosa_Carter", relation: "meets", object: "Ben_Carter"},
	}},
	{"s5", "The toll of a day", "Harbour Post", "2016-08-27", []sampleClaim{
		{sentence: "The shelling killed 150 people.", subject: "shelling", relation: "kills", object: "150 people"},
		{sentence: "It was the day on which John Kerry and Sergei Lavrov met.", subject: "Sergei_Lavrov", relation: "meets", object: "John_Kerry"},
	}},
}

func sampleRecords() []*graph.Record {
	entities := make(map[string]graph.Entity, len(sampleEntities))
	for _, e := range sampleEntities {
		entities[e.ID] = e
	}
	var out []*graph.Record
	for _, a := range sampleArticles {
		out = append(out, a.record(entities))
	}
	return out
}

func (a sampleArticle) record(entities map[string]graph.Entity) *graph.Record {
	r := &graph.Record{Article: graph.Article{
		ID: a.id, Title: a.title, Publisher: a.publisher, Date: a.date, Language: "en", URL: "https://news.example/" + a.id, Engine: "sample",
	}}
	at := make(map[string]int)
	for _, c := range a.claims {
		if _, ok := at[c.sentence]; !ok {
			at[c.sentence] = len(r.Article.Text)
			r.Article.Text += c.sentence + "\n"
		}
	}
	named := make(map[string]bool)
	var name func(id string)
	name = func(id string) {
		e, ok := entities[id]
		if !ok || named[id] {
			return
		}
		named[id] = true
		r.Entities = append(r.Entities, e)
		name(e.Country)
		for _, s := range e.StandsFor {
			name(s)
		}
	}
	for i, c := range a.claims {
		claim := graph.Claim{
			ID: fmt.Sprintf("%s-%d", a.id, i+1), Subject: c.subject, Relation: schema.RelationID(c.relation), Phrase: c.relation, Lemma: c.lemma,
			Polarity: "affirmed", Modality: "asserted", SaidBy: c.saidBy, Confidence: c.confidence, Rule: "sample",
			SubjectText: entities[c.subject].Label, Sentence: c.sentence, Start: at[c.sentence], End: at[c.sentence] + len(c.sentence),
		}
		if claim.Confidence == 0 {
			claim.Confidence = 0.7
		}
		if c.relation == "phones" { // one claim has every property that a claim can have
			claim.Event, claim.Mode, claim.Tense, claim.Place = "CONSULT", "phone", "past", "Syria"
			claim.From, claim.To, claim.Precision, claim.TimeText = a.date, a.date, "day", "at night"
		}
		if c.saidBy != "" {
			claim.SaidWith = "say"
		}
		switch c.status {
		case "":
		case "denied":
			claim.Polarity = "denied"
		default:
			claim.Modality = c.status
		}
		if strings.Contains(c.object, " ") {
			claim.Literal = c.object
		} else {
			claim.Object, claim.ObjectText = c.object, entities[c.object].Label
			claim.Edge = c.status == "" && c.saidBy == ""
		}
		for _, id := range []string{c.subject, claim.Object, c.saidBy, claim.Place} {
			name(id)
		}
		r.Claims = append(r.Claims, claim)
	}
	return r
}
