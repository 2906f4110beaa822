package pebblestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cockroachdb/pebble/vfs"
)

// Pebble's log is blocks of 32 KB, each a series of chunks: checksum, length, kind, number of the log, payload.
const (
	logBlock     = 32 << 10
	logHeader    = 11
	firstLogKind = 5
	lastLogKind  = 8
	logMask      = 0xa282ead8
	logLengthAt  = 4
	logKindAt    = 6
	logNumberAt  = 7
	logSuffix    = ".log"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// logChunk reads the chunk at b[at:]; ok is false unless it is whole and of this log.
func logChunk(b []byte, at int, number uint32) (end int, ok bool) {
	if at+logHeader > len(b) {
		return 0, false
	}
	h := b[at:]
	kind := h[logKindAt]
	end = at + logHeader + int(binary.LittleEndian.Uint16(h[logLengthAt:]))
	if kind < firstLogKind || kind > lastLogKind || end > len(b) || binary.LittleEndian.Uint32(h[logNumberAt:]) != number {
		return 0, false
	}
	c := crc32.Checksum(b[at+logKindAt:end], castagnoli)
	return end, binary.LittleEndian.Uint32(h) == (c>>15|c<<17)+logMask
}

// logHole looks for damage in the middle of a log: a chunk that cannot be read with one behind it that can.
// Pebble takes the first chunk that cannot be read for the end, as it is after a crash, and would lose what
// follows without a word.
func logHole(r io.Reader, number uint32) (offset int64, found bool, err error) {
	buf := make([]byte, logBlock)
	bad := int64(-1)
	for block := int64(0); ; block++ {
		n, err := io.ReadFull(r, buf)
		if n == 0 || err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return 0, false, err
		}
		b := buf[:n]
		at := 0
		for at+logHeader <= n {
			end, ok := logChunk(b, at, number)
			if ok && bad >= 0 {
				return bad, true, nil
			}
			if ok {
				at = end
				continue
			}
			if bad < 0 {
				bad = block*logBlock + int64(at)
			}
			// The payload may be wrong and the length right.
			next := at + logHeader + int(binary.LittleEndian.Uint16(b[at+logLengthAt:]))
			if _, ok := logChunk(b, next, number); ok && next > at {
				return bad, true, nil
			}
			break // go on with the next block
		}
	}
}

// checkLogs reads the logs of a store that was not closed.
func checkLogs(f vfs.FS, dir string) (holes []string, err error) {
	names, err := f.List(dir)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		digits, ok := strings.CutSuffix(filepath.Base(name), logSuffix)
		number, perr := strconv.ParseUint(digits, 10, 64)
		if !ok || perr != nil {
			continue
		}
		file, err := f.Open(f.PathJoin(dir, name))
		if err != nil {
			return nil, err
		}
		offset, found, err := logHole(file, uint32(number))
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if found {
			holes = append(holes, fmt.Sprintf("%s cannot be read at byte %d, and goes on behind it", name, offset))
		}
	}
	return holes, nil
}
