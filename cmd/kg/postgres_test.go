package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"kg/graph/pgstore/pgtest"
)

// The scripts of testdata/postgres find a database in the environment.
func TestPostgresScripts(t *testing.T) {
	server := pgtest.Start(t, "fsync=off")
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/postgres",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATABASE", server.Address("postgres"))
			env.Setenv("SOCKET", server.Dir)
			return nil
		},
	})
}
