//go:build race

package english

const race = true
