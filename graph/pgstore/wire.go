package pgstore

import (
	"encoding/binary"
	"fmt"

	"kg/graph/backend"
)

// id stands for a value; the zero id for no label.
type id = backend.Hash

// Types of parameters, as PostgreSQL numbers them.
const (
	oidBytea     = 17
	oidInt8      = 20
	oidText      = 25
	oidByteaList = 1001
	oidInt8List  = 1016
	oidTID       = 27
	oidTIDList   = 1010
	oidUUID      = 2950
	oidUUIDList  = 2951
)

// A param is a parameter of a statement in PostgreSQL's binary form.
type param struct {
	oid  uint32
	data []byte
}

func uuid(n id) param      { return param{oidUUID, n[:]} }
func text(s string) param  { return param{oidText, []byte(s)} }
func bytea(b []byte) param { return param{oidBytea, b} }
func int8p(n int64) param  { return param{oidInt8, binary.BigEndian.AppendUint64(nil, uint64(n))} }
func uuids(ns []id) param {
	return list(oidUUIDList, oidUUID, len(ns), func(i int) []byte { return ns[i][:] })
}
func int8s(n int, at func(i int) int64) param {
	return list(oidInt8List, oidInt8, n, func(i int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(at(i))) })
}
func byteas(b [][]byte) param {
	return list(oidByteaList, oidBytea, len(b), func(i int) []byte { return b[i] })
}

// tid is where a row lies in its table.
type tid [6]byte

func tids(n int, at func(i int) tid) param {
	return list(oidTIDList, oidTID, n, func(i int) []byte { t := at(i); return t[:] })
}

func tidAt(b []byte) (t tid, err error) {
	if len(b) != len(t) {
		return t, fmt.Errorf("%w: a place of %d bytes", backend.ErrDamaged, len(b))
	}
	return tid(b), nil
}

// list writes an array of one dimension.
func list(oid, elem uint32, n int, at func(i int) []byte) param {
	size := 20
	for i := range n {
		size += 4 + len(at(i))
	}
	b := make([]byte, 0, size)
	put := func(n int) { b = binary.BigEndian.AppendUint32(b, uint32(n)) }
	if n == 0 {
		put(0)
		put(0)
		put(int(elem))
		return param{oid, b}
	}
	put(1) // dimensions
	put(0) // no nulls
	put(int(elem))
	put(n)
	put(1) // its first index
	for i := range n {
		v := at(i)
		put(len(v))
		b = append(b, v...)
	}
	return param{oid, b}
}

// idAt reads an id of a row; NULL is the zero id.
func idAt(b []byte) (n id, err error) {
	if b == nil {
		return n, nil
	}
	if len(b) != len(n) {
		return n, fmt.Errorf("%w: an id of %d bytes", backend.ErrDamaged, len(b))
	}
	return id(b), nil
}

// int8At reads a bigint of a row; NULL is 0.
func int8At(b []byte) (int64, error) {
	switch len(b) {
	case 0:
		return 0, nil
	case 8:
		return int64(binary.BigEndian.Uint64(b)), nil
	}
	return 0, fmt.Errorf("%w: a number of %d bytes", backend.ErrDamaged, len(b))
}

// copyHead and copyTail frame the rows of COPY in its binary form.
var (
	copyHead = []byte("PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	copyTail = []byte{0xff, 0xff}
)

// appendCopyRow writes a row of ids.
func appendCopyRow(b []byte, ns ...id) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(len(ns)))
	for i := range ns {
		b = binary.BigEndian.AppendUint32(b, uint32(len(ns[i])))
		b = append(b, ns[i][:]...)
	}
	return b
}
