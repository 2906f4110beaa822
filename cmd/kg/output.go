package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeWhole calls write with a writer for each of paths. The files get their names when all of them are on the disk;
// where anything fails, none of them is there. What is there and no file, a device or a pipe, is written to as it is.
func writeWhole(paths []string, write func(out []io.Writer) error) (err error) {
	var files []*os.File // beside their places, or the device itself
	var buffers []*bufio.Writer
	var out []io.Writer
	defer func() {
		for i, f := range files { // one that has its name, and is closed, is not there any more under this one
			f.Close()
			if f.Name() == paths[i] {
				continue
			}
			if rmErr := os.Remove(f.Name()); rmErr != nil && !errors.Is(rmErr, fs.ErrNotExist) {
				err = errors.Join(err, rmErr)
			}
		}
	}()
	for _, path := range paths {
		f, err := createBeside(path)
		if err != nil {
			return fmt.Errorf("output %s: %w", path, unwrapPath(err))
		}
		b := bufio.NewWriterSize(f, 1<<16)
		files, buffers, out = append(files, f), append(buffers, b), append(out, b)
	}
	if err := write(out); err != nil {
		return err
	}
	for i, f := range files {
		if err := buffers[i].Flush(); err != nil {
			return err
		}
		if f.Name() == paths[i] {
			if err := f.Close(); err != nil {
				return err
			}
			continue
		}
		if err := errors.Join(f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	for i, f := range files {
		if f.Name() == paths[i] {
			continue
		}
		if err := os.Rename(f.Name(), paths[i]); err != nil {
			return err
		}
	}
	return nil
}

// createBeside makes a file in the folder of path, or opens what stands at path and is no file: a rename would put a
// file in the place of the device.
func createBeside(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return os.OpenFile(path, os.O_WRONLY, 0) // a folder is an error here
	}
	return os.CreateTemp(filepath.Dir(path), ".kg-*")
}
