package joint

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	model "kg/nlp/joint"
)

// recipe are the runs that make the network that ships, in order: a large network learns from gold labels; the one
// that ships learns from it, and from its own state after 16 epochs too from then on. Where the number of epochs
// changes within a run, so does the slope of the learning rate.
func recipe(runs string) []Options {
	teacher := Options{
		Config: model.Config{Word: 64, Gram: 64, Form: 48, Lex: 32, Hidden: 256, Layers: 3, Arc: 128, Label: 128},
		Run:    filepath.Join(runs, "teacher"), Seed: 11, Epochs: 18, Stop: 9, Batch: 1000, Rate: 2.5e-3, Dropout: 0.3,
		Workers: 2, Warm: 300, Every: 1,
	}
	teacher2 := teacher
	teacher2.Epochs, teacher2.Stop = 13, 0
	pupil := Default()
	pupil.Run, pupil.Epochs, pupil.Stop = filepath.Join(runs, "pupil"), 26, 9
	pupil.Teachers = []Options{teacher}
	pupil2 := pupil
	pupil2.Epochs, pupil2.Stop = 36, 16
	pupil3 := pupil2
	snapshot := pupil2
	snapshot.Run = filepath.Join(runs, "snapshot")
	pupil3.Stop = 0
	pupil3.Teachers = []Options{teacher, snapshot}
	return []Options{teacher, teacher2, pupil, pupil2, pupil3}
}

// Make makes the network that ships from the data under dir, with its runs in the folder runs, and writes it to out.
// It goes on where an earlier call stopped.
func Make(dir, runs, out, command string) error {
	stages := recipe(runs)
	for _, opt := range stages {
		last := opt.Epochs
		if opt.Stop > 0 {
			last = opt.Stop
		}
		if n, err := epochs(opt.Run); err != nil {
			return err
		} else if n >= last {
			continue
		}
		for _, t := range opt.Teachers {
			if filepath.Base(t.Run) == "snapshot" {
				if err := snapshot(opt.Run, t.Run); err != nil {
					return err
				}
			}
		}
		if err := Train(dir, opt); err != nil {
			return err
		}
	}
	return Export(dir, out, stages[len(stages)-1], command)
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

// snapshot copies the checkpoint of one run to another, unless that has one.
func snapshot(from, to string) error {
	dst := filepath.Join(to, "checkpoint")
	if _, err := os.Stat(dst); err == nil {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(from, "checkpoint"))
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(to, 0o755), os.WriteFile(dst, data, 0o644))
}
