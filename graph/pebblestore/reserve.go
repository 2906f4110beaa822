package pebblestore

import (
	"errors"
	"os"
	"path/filepath"
)

// releaseReserve gives back what Pebble reserved on the disk for its logs beyond their end: some 35 MB each, which
// would be most of a small store. Nothing of their content changes.
func releaseReserve(dir string) error {
	logs, err := filepath.Glob(filepath.Join(dir, "*.log"))
	if err != nil {
		return err
	}
	for _, log := range logs {
		info, statErr := os.Stat(log)
		if statErr != nil {
			err = errors.Join(err, statErr)
			continue
		}
		err = errors.Join(err, os.Truncate(log, info.Size()))
	}
	return err
}
