//go:build !linux

package kernel

// askForTiles is for Linux.
func askForTiles() bool { return false }
