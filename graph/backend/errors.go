// Package backend is what the quad stores of this module share: the bytes of a value and the hash that stands for
// it, what can be stored at all, and the errors that a caller branches on.
package backend

import "errors"

// What opening or using a store refuses. Each error that is returned for these wraps one of them and names the store.
var (
	ErrNoStore  = errors.New("no store there")
	ErrForeign  = errors.New("not a store, and not empty")
	ErrFormat   = errors.New("store of another format")
	ErrInUse    = errors.New("in use by another process, and one that writes is alone with its store")
	ErrReadOnly = errors.New("the store is open for reading only")
	ErrClosed   = errors.New("the store is closed")
	ErrDamaged  = errors.New("the store is damaged")
)
