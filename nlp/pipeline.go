package nlp

import "fmt"

// Stage is one step of a pipeline. Run may be called by several goroutines at once, each with its own Doc;
// it must not look at a layer that Needs does not name, nor write one that Adds does not name.
type Stage struct {
	Name        string
	Needs, Adds Layer
	Run         func(*Doc) error
}

// Pipeline runs stages in order.
type Pipeline struct {
	stages []Stage
	adds   Layer
}

// NewPipeline makes a pipeline of stages. It is an error if one needs a layer that none before it adds.
func NewPipeline(stages ...Stage) (*Pipeline, error) {
	p := &Pipeline{stages: stages}
	for _, s := range stages {
		if missing := s.Needs &^ p.adds; missing != 0 {
			return nil, fmt.Errorf("nlp: stage %s needs %v, which no stage before it adds", s.Name, missing)
		}
		p.adds |= s.Adds
	}
	return p, nil
}

// Adds is the set of layers that the pipeline adds.
func (p *Pipeline) Adds() Layer { return p.adds }

// Annotate makes a Doc of text and runs every stage over it. Date is the day of publication,
// "2006-01-02", or empty where nobody knows it.
func (p *Pipeline) Annotate(text, date string) (*Doc, error) {
	d := &Doc{Text: text, Date: date}
	if err := p.Run(d); err != nil {
		return nil, err
	}
	return d, nil
}

// Run runs the stages over d, leaving out a stage whose layers d has already: a document with given tokens
// and sentences keeps them.
func (p *Pipeline) Run(d *Doc) error {
	for _, s := range p.stages {
		if d.Has&s.Adds == s.Adds {
			continue
		}
		if missing := s.Needs &^ d.Has; missing != 0 {
			return fmt.Errorf("nlp: stage %s needs %v", s.Name, missing)
		}
		if err := s.Run(d); err != nil {
			return fmt.Errorf("nlp: stage %s: %w", s.Name, err)
		}
		d.Has |= s.Adds
	}
	return nil
}
