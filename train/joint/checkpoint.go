package joint

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
	"unsafe"
)

// save writes the state of the run, so that a later one goes on from here.
func (t *trainer) save() error {
	tmp := t.checkpoint() + ".new"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	head := []int64{int64(t.step), int64(t.epoch), int64(t.spent), int64(len(t.net.params))}
	err = binary.Write(w, binary.LittleEndian, head)
	for _, p := range t.net.params {
		for _, s := range [][]float32{p.w, p.m, p.v, p.avg} {
			if err == nil {
				_, err = w.Write(asBytes(s))
			}
		}
		if err == nil && p.sparse {
			err = binary.Write(w, binary.LittleEndian, p.last)
		}
	}
	if err = errors.Join(err, w.Flush(), f.Close()); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	return os.Rename(tmp, t.checkpoint())
}

// resume reads the state that save wrote, if there is one.
func (t *trainer) resume() error {
	f, err := os.Open(t.checkpoint())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	var head [4]int64
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if int(head[3]) != len(t.net.params) {
		return fmt.Errorf("checkpoint of %d parameters, the network has %d", head[3], len(t.net.params))
	}
	for _, p := range t.net.params {
		for _, s := range [][]float32{p.w, p.m, p.v, p.avg} {
			if _, err := io.ReadFull(r, asBytes(s)); err != nil {
				return fmt.Errorf("checkpoint: %s: %w", p.name, err)
			}
		}
		if p.sparse {
			if err := binary.Read(r, binary.LittleEndian, p.last); err != nil {
				return fmt.Errorf("checkpoint: %s: %w", p.name, err)
			}
		}
	}
	if _, err := r.ReadByte(); err != io.EOF {
		return errors.New("checkpoint of another network")
	}
	t.step, t.epoch, t.spent = int(head[0]), int(head[1]), time.Duration(head[2])
	return nil
}

func asBytes(s []float32) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), 4*len(s))
}
