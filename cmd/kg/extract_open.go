package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"kg/extract"
	"kg/nlp/english"
)

// extractOpen prints the open claims of sentences, one a line in.
func (a *app) extractOpen(paths []string, open bool, form string) error {
	switch {
	case !open:
		return usageError{errors.New("--format: only with --open")}
	case form != "" && form != "carb":
		return usageError{fmt.Errorf("--format: %q is not carb", form)}
	}
	s, err := a.schema()
	if err != nil {
		return err
	}
	p, err := english.New()
	if err != nil {
		return err
	}
	e, err := extract.New(s, extract.Options{OnlyOpen: true})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(a.stdout)
	for _, path := range paths {
		in, err := a.input(path)
		if err != nil {
			return err
		}
		sc := bufio.NewScanner(in)
		sc.Buffer(make([]byte, 1<<16), 1<<24)
		for sc.Scan() {
			line := strings.TrimSpace(sc.Text())
			if line == "" {
				continue
			}
			d, err := p.Annotate(line, "")
			if err != nil {
				return err
			}
			if err := extract.WriteCaRB(w, line, d, e.Claims(d)); err != nil {
				return err
			}
		}
		in.Close()
		if err := sc.Err(); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return w.Flush()
}
