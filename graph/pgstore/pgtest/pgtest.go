// Package pgtest runs a PostgreSQL server of its own for tests: in a temporary folder, reached by a socket in it
// only, and gone at the end. A test of a machine without PostgreSQL is skipped, and says so.
package pgtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// A Server is a running server with one database cluster.
type Server struct {
	Dir  string // the folder of its data, its socket and its log
	Port int

	bin   string
	as    *syscall.Credential // nil: the user of the test
	watch *exec.Cmd           // ends the server where the test is killed
}

// Missing says what this machine lacks to run a server, "" if nothing.
func Missing() string {
	if _, err := binaries(); err != nil {
		return err.Error()
	}
	if _, err := account(); err != nil {
		return err.Error()
	}
	return ""
}

// binaries is the folder of initdb and postgres of the newest version there is.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
		return filepath.Dir(found[len(found)-1]), nil
	}
	p, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("no PostgreSQL server here (Debian: apt-get install postgresql)")
	}
	if p, err = filepath.EvalSymlinks(p); err != nil {
		return "", err
	}
	return filepath.Dir(p), nil
}

func version(path string) int {
	n, _ := strconv.Atoi(strings.Split(strings.TrimPrefix(path, "/usr/lib/postgresql/"), "/")[0])
	return n
}

// account is whom the server runs as: PostgreSQL refuses root.
func account() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uerr := strconv.ParseUint(u.Uid, 10, 32)
		gid, gerr := strconv.ParseUint(u.Gid, 10, 32)
		if uerr == nil && gerr == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, fmt.Errorf("no account to run PostgreSQL as, which refuses root")
}

var ports atomic.Int32

// New makes the folder of a server: an empty cluster, or what make leaves in the folder that it is given. It is not
// started yet, see Start. dir is its parent; "" means the temporary folder.
func New(dir string, make func(s *Server, data string) error) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	as, err := account()
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, as: as, Port: 5433 + int(ports.Add(1))}
	if s.Dir, err = os.MkdirTemp(dir, "pg"); err != nil { // a short name: that of a socket has 107 bytes at the most
		return nil, err
	}
	if as != nil {
		if err := os.Chown(s.Dir, int(as.Uid), int(as.Gid)); err != nil {
			return nil, err
		}
	}
	if err := s.watchTest(); err != nil {
		return nil, err
	}
	if make == nil {
		make = func(s *Server, data string) error {
			return s.Run("initdb", "-D", data, "-U", "kg", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
		}
	}
	if err := make(s, s.data()); err != nil {
		return nil, err
	}
	return s, nil
}

// watchTest starts a process that waits for the end of this one, and then ends the server and deletes its folder, unless
// Remove has done so.
func (s *Server) watchTest() error {
	s.watch = exec.Command("sh", "-c", `while kill -0 "$0" 2>/dev/null; do sleep 1; done
		kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; sleep 1; rm -rf "$1"`, strconv.Itoa(os.Getpid()), s.Dir)
	s.watch.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return s.watch.Start()
}

func (s *Server) data() string { return filepath.Join(s.Dir, "data") }

// Run runs a program of PostgreSQL to its end.
func (s *Server) Run(program string, args ...string) error {
	cmd := s.command(program, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, out.String())
	}
	return nil
}

func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = s.Dir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	if s.as != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	}
	return cmd
}

// Start starts the server with these settings, as "fsync=off", and returns when it answers.
func (s *Server) Start(settings ...string) error {
	options := fmt.Sprintf("-k %s -p %d -c listen_addresses=''", s.Dir, s.Port)
	for _, o := range settings {
		name, value, _ := strings.Cut(o, "=")
		options += fmt.Sprintf(" -c %s='%s'", name, value)
	}
	log := filepath.Join(s.Dir, "log")
	if err := s.Run("pg_ctl", "-D", s.data(), "-l", log, "-o", options, "-w", "-t", "60", "start"); err != nil {
		text, _ := os.ReadFile(log)
		return fmt.Errorf("%w: %s", err, text)
	}
	return nil
}

// Stop stops the server: "fast" in order, "immediate" as if the power had gone.
func (s *Server) Stop(mode string) error {
	return s.Run("pg_ctl", "-D", s.data(), "-m", mode, "-w", "-t", "60", "stop")
}

// Promote makes a replica the primary.
func (s *Server) Promote() error { return s.Run("pg_ctl", "-D", s.data(), "-w", "promote") }

// Replica makes a server that follows this one, which must be running, under a name that synchronous_standby_names
// may list. It is not started yet.
func (s *Server) Replica(name string) (*Server, error) {
	return New(filepath.Dir(s.Dir), func(r *Server, data string) error {
		return r.Run("pg_basebackup", "-D", data, "-R", "-X", "stream", "-c", "fast", "-d", s.follow(name))
	})
}

// follow is how a replica reaches the server.
func (s *Server) follow(name string) string {
	return fmt.Sprintf("host=%s port=%d user=kg application_name=%s", s.Dir, s.Port, name)
}

// Follow makes a replica, which must be running, follow another server.
func (s *Server) Follow(primary *Server, name string) error {
	return s.Set("primary_conninfo", primary.follow(name))
}

// Set changes a setting that needs no restart.
func (s *Server) Set(setting, value string) error {
	sql := fmt.Sprintf("ALTER SYSTEM SET %s = '%s'", setting, value)
	return s.Run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", s.Address("postgres"), "-c", sql, "-c", "SELECT pg_reload_conf()")
}

// Remove stops the server, if it runs, and deletes its folder.
func (s *Server) Remove() error {
	_ = s.watch.Process.Kill()
	_ = s.watch.Wait()
	_ = s.Stop("immediate")
	var err error
	for range 20 { // the last of its processes may still be writing
		if err = os.RemoveAll(s.Dir); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

// Address is that of a database of the server.
func (s *Server) Address(database string) string {
	return fmt.Sprintf("host=%s port=%d user=kg dbname=%s sslmode=disable", s.Dir, s.Port, database)
}

// Start gives a running server that ends with the test. The test is skipped where there is no PostgreSQL.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	if why := Missing(); why != "" {
		t.Skip("skipped: ", why)
	}
	s, err := New("", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Remove(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Start(settings...); err != nil {
		t.Fatal(err)
	}
	return s
}

var shared struct {
	once sync.Once
	s    *Server
	err  error
}

// Address gives the address of a server that the tests of a package share; its durability is off. The test is
// skipped where there is no PostgreSQL. Main has to be called by TestMain.
func Address(t testing.TB) string {
	t.Helper()
	if why := Missing(); why != "" {
		t.Skip("skipped: ", why)
	}
	shared.once.Do(func() {
		if shared.s, shared.err = New("", nil); shared.err == nil {
			shared.err = shared.s.Start("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
		}
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.s.Address("postgres")
}

var schemas atomic.Int64

// Schema gives a name that no other test of the package has.
func Schema() string { return fmt.Sprintf("t%d", schemas.Add(1)) }

// Main runs the tests of a package and stops the server that they shared.
func Main(m *testing.M) {
	code := m.Run()
	if shared.s != nil {
		if err := shared.s.Remove(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
