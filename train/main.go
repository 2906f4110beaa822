// Command train makes the weights of the English pipeline from the shared data.
//
//	go run ./train joint -out nlp/english/weights
//
// makes those of nlp/joint, in some hours on two cores; it keeps its state in train/runs and goes on where it
// stopped. With -run it does a single run with the options given.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"kg/train/joint"
)

func main() {
	debug.SetGCPercent(400) // most memory is in buffers that live on
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 || args[0] != "joint" {
		return fmt.Errorf("usage: train joint [flags]")
	}
	opt := joint.Default()
	fs := flag.NewFlagSet("joint", flag.ContinueOnError)
	data := fs.String("data", "../shared/data/train", "folder of the training data")
	runs := fs.String("runs", "train/runs/joint", "folder of the runs that make the network that ships")
	fs.StringVar(&opt.Run, "run", "", "folder of the checkpoint of a single run")
	fs.Uint64Var(&opt.Seed, "seed", opt.Seed, "seed")
	fs.IntVar(&opt.Epochs, "epochs", opt.Epochs, "epochs")
	fs.IntVar(&opt.Stop, "stop", 0, "stop after this many epochs, to go on later")
	fs.IntVar(&opt.Batch, "batch", opt.Batch, "tokens a step")
	fs.Float64Var(&opt.Rate, "rate", opt.Rate, "highest learning rate")
	fs.IntVar(&opt.Workers, "workers", opt.Workers, "shards of a batch")
	fs.IntVar(&opt.Config.Hidden, "hidden", opt.Config.Hidden, "width of one direction of a recurrent layer")
	fs.IntVar(&opt.Config.Layers, "layers", opt.Config.Layers, "recurrent layers")
	fs.Float64Var(&opt.Dropout, "dropout", opt.Dropout, "dropout of the recurrent layers")
	fs.BoolVar(&opt.Swap, "swap", opt.Swap, "now and then read another name in the place of one")
	out := fs.String("out", "", "folder to write the weights and their MANIFEST to")
	teachers := fs.String("teachers", "", "finished runs to learn from: folder:hidden:layers,…")
	only := fs.Bool("export", false, "do not train: write the weights of the run")
	if err := fs.Parse(args[1:]); err != nil {
		return err
	}
	command := "go run ./train " + strings.Join(args, " ")
	if opt.Run == "" {
		if *out == "" {
			return fmt.Errorf("joint: -out or -run is missing")
		}
		return joint.Make(*data, *runs, *out, command)
	}
	var err error
	if opt.Teachers, err = joint.ParseRuns(*teachers, opt); err != nil {
		return err
	}
	if !*only {
		if err := joint.Train(*data, opt); err != nil {
			return err
		}
	}
	if *out == "" {
		return nil
	}
	return joint.Export(*data, *out, opt, command)
}
