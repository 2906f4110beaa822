//go:build !race

package english

const race = false
