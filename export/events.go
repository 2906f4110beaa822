package export

import (
	"bufio"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// eventColumns name the fields of an event record.
var eventColumns = []string{
	"id", "date", "date_end", "event", "mode", "source", "source_name", "source_country", "source_sector",
	"target", "target_name", "target_country", "target_sector", "relation", "polarity", "modality", "said_by",
	"place", "confidence", "sentence", "article", "published",
}

// events writes a line for each claim that is an event of PLOVER: who did what to whom, when and where, and the
// sentence that says so. A claim that is denied or only planned is an event record too, and says which.
func (e *exporter) events(w *bufio.Writer) error {
	actors := map[string]*node{}
	if err := e.subjects(schema.EntPrefix, func(quads []quad.Quad) error {
		n := e.readNode(quads)
		actors[n.ID] = &node{Label: n.Label, Country: n.Country, Sector: n.Sector, Class: n.Class}
		return nil
	}); err != nil {
		return err
	}
	if _, err := w.WriteString(strings.Join(eventColumns, "\t") + "\n"); err != nil {
		return err
	}
	return e.subjects(schema.ClaimPrefix, func(quads []quad.Quad) error {
		c := map[string]string{}
		for _, q := range quads {
			c[strings.TrimPrefix(text(q.Predicate), schema.KGPrefix)] = text(q.Object)
		}
		source, target := strings.TrimPrefix(c["subject"], schema.EntPrefix), strings.TrimPrefix(c["object"], schema.EntPrefix)
		if c["event"] == "" || !e.wanted(source) || target != "" && !e.wanted(target) {
			return nil
		}
		actor := func(id, words string) []string {
			n := actors[id]
			if n == nil {
				return []string{"", words, "", ""}
			}
			country := n.Country
			if country == "" && n.Class == "Country" {
				country = id
			}
			return []string{id, n.Label, country, n.Sector}
		}
		article := text(quads[0].Label)
		row := []string{strings.TrimPrefix(text(quads[0].Subject), schema.ClaimPrefix), c["from"], c["to"], c["event"], c["mode"]}
		row = append(row, actor(source, c["subjectText"])...)
		row = append(row, actor(target, c["objectText"])...)
		row = append(row, strings.TrimPrefix(c["relation"], schema.RelPrefix), c["polarity"], c["modality"],
			strings.TrimPrefix(c["saidBy"], schema.EntPrefix), strings.TrimPrefix(c["place"], schema.EntPrefix),
			decimal(c["confidence"]), c["sentence"], strings.TrimPrefix(article, schema.ArtPrefix), e.dates[article])
		for i := range row {
			row[i] = strings.Join(strings.Fields(row[i]), " ")
		}
		_, err := w.WriteString(strings.Join(row, "\t") + "\n")
		return err
	})
}

// decimal is a number without an exponent; what is no number stays as it is.
func decimal(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
