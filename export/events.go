package export

import (
	"bufio"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/graph/linesort"
	"kg/schema"
)

// eventColumns name the fields of an event record.
var eventColumns = []string{
	"id", "date", "date_end", "event", "mode", "cameo", "source", "source_name", "source_country", "source_sector",
	"target", "target_name", "target_country", "target_sector", "relation", "polarity", "modality", "said_by",
	"place", "confidence", "sentence", "article", "published",
}

// The places of the fields of actors in an event record.
const (
	sourceField  = 6
	targetField  = 10
	actorColumns = 4 // id, name, country, sector
)

// events writes a line for each claim that is an event of PLOVER: who did what to whom, when and where, and the
// sentence that says so. A claim that is denied or only planned is an event record too, and says which.
//
// Who an actor is stands with the entity and not with the claim. So what the claims ask is sorted by entity, next to
// what the entities tell, and the answers are sorted by claim, next to its record: no entity is kept in memory.
func (e *exporter) events(w *bufio.Writer) error {
	asked, told := &linesort.Sorter{Run: e.opts.Memory}, &linesort.Sorter{Run: e.opts.Memory}
	defer asked.Close()
	defer told.Close()
	if err := e.claims(func(claim []quad.Quad) error { return e.event(claim, asked, told) }); err != nil {
		return err
	}
	if err := e.nodes(func(n *node) error {
		country := n.Country
		if country == "" && n.Class == "Country" {
			country = n.ID
		}
		return asked.Add(record(n.ID, "0", n.Label, country, n.Sector))
	}); err != nil {
		return err
	}
	var actor []string // the entity that is asked for
	if err := asked.Each(func(line []byte) error {
		row := fields(line)
		if row[1] == "0" {
			actor = row
			return nil
		}
		if actor == nil || actor[0] != row[0] {
			return nil // a node that is no entity
		}
		return told.Add(record(row[2], row[3], actor[0], actor[2], actor[3], actor[4]))
	}); err != nil {
		return err
	}
	if _, err := w.WriteString(strings.Join(eventColumns, "\t") + "\n"); err != nil {
		return err
	}
	var event []string
	flush := func() error {
		if event == nil {
			return nil
		}
		_, err := w.Write(record(event...))
		return err
	}
	if err := told.Each(func(line []byte) error {
		row := fields(line)
		if row[1] != "0" {
			at := sourceField
			if row[1] == "2" {
				at = targetField
			}
			copy(event[at:at+actorColumns], row[2:])
			return nil
		}
		err := flush()
		event = row[2:]
		return err
	}); err != nil {
		return err
	}
	return flush()
}

// event adds the record of a claim that is an event to told, with the words of the text for actors, and to asked who
// the actors are that are entities.
func (e *exporter) event(claim []quad.Quad, asked, told *linesort.Sorter) error {
	c := map[string]string{}
	for _, q := range claim {
		c[strings.TrimPrefix(text(q.Predicate), schema.KGPrefix)] = text(q.Object)
	}
	source, target := strings.TrimPrefix(c["subject"], schema.EntPrefix), strings.TrimPrefix(c["object"], schema.EntPrefix)
	if c["event"] == "" || !e.wanted(source) || target != "" && !e.wanted(target) {
		return nil
	}
	article := text(claim[0].Label)
	key := quad.ToString(claim[0].Subject) // with its brackets, as claims are sorted
	for i, id := range []string{source, target} {
		if id == "" {
			continue
		}
		if err := asked.Add(record(id, "1", key, strconv.Itoa(i+1))); err != nil {
			return err
		}
	}
	return told.Add(record(key, "0",
		strings.TrimPrefix(text(claim[0].Subject), schema.ClaimPrefix), c["from"], c["to"], c["event"], c["mode"],
		cameoRoot(c["event"], c["mode"]), "", c["subjectText"], "", "", "", c["objectText"], "", "",
		strings.TrimPrefix(c["relation"], schema.RelPrefix), c["polarity"], c["modality"],
		strings.TrimPrefix(c["saidBy"], schema.EntPrefix), strings.TrimPrefix(c["place"], schema.EntPrefix),
		decimal(c["confidence"]), c["sentence"], strings.TrimPrefix(article, schema.ArtPrefix), e.days[article]))
}

// record is a line of fields, white space in which becomes a space.
func record(fields ...string) []byte {
	var b []byte
	for i, f := range fields {
		if i > 0 {
			b = append(b, '\t')
		}
		b = append(b, strings.Join(strings.Fields(f), " ")...)
	}
	return append(b, '\n')
}

// fields is the inverse of record.
func fields(line []byte) []string { return strings.Split(strings.TrimSuffix(string(line), "\n"), "\t") }

// decimal is a number without an exponent; what is no number stays as it is.
func decimal(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
