package joint

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	model "kg/nlp/joint"
)

// step is a part of the recipe: a run up to some epoch, and folders that its state then is copied to.
type step struct {
	Options
	keep string
}

// recipe are the steps that make the network that ships, in order: a large network learns from gold labels; the one
// that ships learns from it, and from its own state after 16 epochs too from then on; a second large network learns
// from both, with names that change; then the one that ships goes on with that one and its own past as teachers; then
// it is given senses, lists and what is between as inputs, and learns types of mentions and roles of arguments beside; at
// last only its scorers of heads and relations learn, each treebank with something of its own. Where the number of epochs
// changes within a run, so does the slope of the learning rate.
func recipe(runs string) []step {
	run := func(name string) string { return filepath.Join(runs, name) }
	teacher := Options{
		Config: model.Config{Word: 64, Gram: 64, Form: 48, Lex: 32, Hidden: 256, Layers: 3, Arc: 128, Label: 128},
		Run:    run("teacher"), Seed: 11, Epochs: 18, Stop: 9, Batch: 1000, Rate: 2.5e-3, Dropout: 0.3,
		Workers: 2, Warm: 300, Every: 1,
	}
	pupil := Default()
	pupil.Run = run("pupil")
	snapshot, past := pupil, pupil // states of it
	snapshot.Run, past.Run = run("snapshot"), run("past")
	second := teacher
	second.Config.Hidden, second.Config.Layers = 224, 4
	second.Run, second.Seed, second.Batch, second.Dropout = run("second"), 31, 1200, 0.28

	last := pupil
	last.Dropout = 0.2
	knowing := last
	knowing.Config.Sense, knowing.Config.Between = 48, model.Betweens
	knowing.Run, knowing.Seed, knowing.Rate, knowing.Workers = run("knowing"), 41, 1.5e-3, 2
	knowing.Beside, knowing.Start = true, &last
	labelled := knowing
	labelled.Labelled = true
	scorers := labelled
	scorers.Run, scorers.Seed, scorers.Rate, scorers.Dropout = run("scorers"), 71, 5e-4, 0.15
	scorers.Banks, scorers.Graft, scorers.Start = true, true, &knowing

	part := func(opt Options, stop, epochs int, swap bool, keep string, teachers ...Options) step {
		opt.Stop, opt.Epochs, opt.Swap, opt.Teachers = stop, epochs, swap, teachers
		return step{opt, keep}
	}
	return []step{
		part(teacher, 9, 18, false, ""),
		part(teacher, 13, 13, false, ""),
		part(pupil, 9, 26, false, "", teacher),
		part(pupil, 16, 36, false, snapshot.Run, teacher),
		part(pupil, 36, 36, false, past.Run, teacher, snapshot),
		part(second, 2, 20, false, "", teacher, past),
		part(second, 16, 16, true, "", teacher, past),
		part(last, 68, 68, true, "", second, past),
		part(knowing, 4, 28, true, "", second, last),
		part(labelled, 6, 28, true, "", second, last),
		part(labelled, 17, 17, true, "", second, last),
		part(scorers, 8, 8, true, "", knowing),
	}
}

// Make makes the network that ships from the data under dir, with its runs in the folder runs, and writes it to out.
// It goes on where an earlier call stopped.
func Make(dir, runs, out, command string) error {
	return follow(folder(dir), recipe(runs), out, command)
}

// follow takes the steps and writes the network of the last to out.
func follow(src source, steps []step, out, command string) error {
	for _, s := range steps {
		n, err := epochs(s.Run)
		if err != nil {
			return err
		}
		if n < s.Stop {
			if err := train(src, s.Options); err != nil {
				return err
			}
			n = s.Stop
		}
		if s.keep != "" {
			if err := keep(s.Run, n, s.Stop, s.keep); err != nil {
				return err
			}
		}
	}
	return export(src, out, steps[len(steps)-1].Options, command)
}

// epochs is the number of epochs that the run in a folder has behind it.
func epochs(run string) (int, error) {
	f, err := os.Open(filepath.Join(run, "checkpoint"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	var head [2]int64
	err = binary.Read(f, binary.LittleEndian, &head)
	return int(head[1]), err
}

// keep copies the state of a run that is n epochs old to another folder, unless that has it. It must be of the
// epoch that is wanted.
func keep(from string, n, want int, to string) error {
	dst := filepath.Join(to, "checkpoint")
	if _, err := os.Stat(dst); err == nil {
		return nil
	}
	if n != want {
		return fmt.Errorf("%s is gone, and %s has gone on from epoch %d to %d", to, from, want, n)
	}
	data, err := os.ReadFile(filepath.Join(from, "checkpoint"))
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(to, 0o755), os.WriteFile(dst, data, 0o644))
}
