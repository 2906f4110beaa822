package pebblestore

import (
	"errors"
	"os"
	"path/filepath"
)

// releaseReserve gives back what the logs of a store that has been closed take for nothing: what Pebble reserved
// beyond their end, some 140 MB each, which would be most of a small store; and where flushed says that all they
// hold is in tables, their content too, which is that of older logs whose files were used again.
func releaseReserve(dir string, flushed bool) error {
	logs, err := filepath.Glob(filepath.Join(dir, "*.log"))
	if err != nil {
		return err
	}
	for _, log := range logs {
		var size int64
		if !flushed {
			info, statErr := os.Stat(log)
			if statErr != nil {
				err = errors.Join(err, statErr)
				continue
			}
			size = info.Size()
		}
		err = errors.Join(err, os.Truncate(log, size))
	}
	return err
}
