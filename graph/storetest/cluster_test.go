package storetest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kg/graph"
	"kg/graph/pgstore/pgtest"
)

// TestCluster runs a replicated database and takes its primary away in the middle of a load:
//
//	loaders, readers ── pgpool ──┬── one    primary, then killed
//	                             ├── two    replica, reads; then primary
//	                             └── three  replica, reads; then follows two
//
// A commit is acknowledged when both replicas show it, so a reader finds what any loader was told is stored, and the
// replica that takes over has it. The load goes on by itself; its export is compared with that of an undisturbed load.
//
// It takes minutes: KG_CLUSTER is the number of articles.
func TestCluster(t *testing.T) {
	var articles int
	if _, err := fmt.Sscan(os.Getenv("KG_CLUSTER"), &articles); err != nil || articles < 100 {
		t.Skip("skipped: KG_CLUSTER, the number of articles to load, is not set")
	}
	if why := pgtest.Missing(); why != "" {
		t.Fatal(why)
	}
	c := newCluster(t)
	want := make([]*graph.Record, articles)
	for i := range want {
		want[i] = Article(fmt.Sprintf("a%05d", i), 24, uint64(i))
	}
	first := c.open(false)
	base := strings.SplitAfter(Export(t, first), "\n")
	shut(t, first)

	const loaders, readers = 2, 4
	var loading, reading sync.WaitGroup
	for w := range loaders {
		loading.Add(1)
		go func() { defer loading.Done(); c.load(want, w, loaders) }()
	}
	stop := make(chan struct{})
	for w := range readers {
		reading.Add(1)
		go func() { defer reading.Done(); c.read(w, stop) }()
	}
	c.waitFor(articles * 2 / 5)
	c.showNodes()
	c.failover()
	loading.Wait()
	time.Sleep(time.Second) // the readers read the end of it too
	close(stop)
	reading.Wait()
	c.showNodes()
	c.logf("readers: %d articles read, each as it was acknowledged; %d reads cut off and done again", c.reads.Load(), c.cut.Load())

	undisturbed, err := graph.Open(context.Background(), graph.Options{Backend: graph.Memory})
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, undisturbed)
	if _, errs := undisturbed.PutAll(context.Background(), want); slices.ContainsFunc(errs, func(err error) bool { return err != nil }) {
		t.Fatal(errs)
	}
	for _, s := range []*pgtest.Server{c.two, c.three} {
		store, err := graph.Open(context.Background(), graph.Options{Backend: graph.Postgres, Address: s.Address("postgres"), ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		expect(t, store, base, want)
		if Export(t, store) != Export(t, undisturbed) {
			t.Errorf("the export of %s is not that of an undisturbed load", c.names[s])
		}
		if !t.Failed() {
			c.logf("%s: %d articles, sound, the export of an undisturbed load", c.names[s], articles)
		}
		shut(t, store)
	}
}

// cluster is three servers and a pgpool before them.
type cluster struct {
	t               *testing.T
	begin           time.Time
	one, two, three *pgtest.Server
	names           map[*pgtest.Server]string
	address         string // of pgpool

	mu     sync.Mutex
	acked  []*graph.Record
	killed time.Time

	after      sync.Once // logs the first acknowledgement after the failover
	reads, cut atomic.Int64
}

func (c *cluster) logf(format string, args ...any) {
	c.t.Logf("%6.1f s  %s", time.Since(c.begin).Seconds(), fmt.Sprintf(format, args...))
}

func (c *cluster) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func newCluster(t *testing.T) *cluster {
	c := &cluster{t: t, begin: time.Now(), names: map[*pgtest.Server]string{}}
	dir, err := os.MkdirTemp("", "kgc")
	c.must(err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	c.must(os.Chmod(dir, 0o755))
	keep := func(name string, s *pgtest.Server, err error) *pgtest.Server {
		c.must(err)
		c.names[s] = name
		t.Cleanup(func() {
			if err := s.Remove(); err != nil {
				t.Error(err)
			}
		})
		return s
	}
	one, err := pgtest.New(dir, nil)
	c.one = keep("one", one, err)
	common := []string{"wal_keep_size=512MB", "max_connections=100", "hot_standby_feedback=on"}
	c.must(c.one.Start(common...))
	two, err := c.one.Replica("two")
	c.two = keep("two", two, err)
	three, err := c.one.Replica("three")
	c.three = keep("three", three, err)
	c.must(c.two.Start(common...))
	c.must(c.three.Start(common...))
	c.must(c.one.Set("synchronous_standby_names", "2 (two, three)"))
	c.must(c.one.Set("synchronous_commit", "remote_apply"))
	c.pgpool(dir)
	c.logf("primary one, replicas two and three: a commit waits until both show it; pgpool before them")
	return c
}

// pgpool starts pgpool and waits until it lets someone in.
func (c *cluster) pgpool(dir string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	c.must(err)
	port := listener.Addr().(*net.TCPAddr).Port
	c.must(listener.Close())
	sockets := "socket_dir"
	version, err := exec.Command("pgpool", "--version").CombinedOutput()
	c.must(err)
	if !bytes.Contains(version, []byte(" 4.3")) {
		sockets = "unix_socket_directories"
	}
	conf := fmt.Sprintf(`
backend_clustering_mode = 'streaming_replication'
listen_addresses = '127.0.0.1'
port = %d
%s = '%s'
pcp_listen_addresses = ''
pcp_socket_dir = '%s'
wd_ipc_socket_dir = '%s'
pid_file_name = '%s/pgpool.pid'
logdir = '%s'
num_init_children = 24
load_balance_mode = on
sr_check_period = 1
sr_check_user = 'kg'
sr_check_database = 'postgres'
health_check_period = 1
health_check_user = 'kg'
health_check_database = 'postgres'
health_check_max_retries = 1
failover_on_backend_error = on
search_primary_node_timeout = 60
`, port, sockets, dir, dir, dir, dir, dir)
	for i, s := range []*pgtest.Server{c.one, c.two, c.three} {
		conf += fmt.Sprintf("backend_hostname%d = '%s'\nbackend_port%d = %d\nbackend_weight%d = %d\nbackend_flag%d = 'ALLOW_TO_FAILOVER'\nbackend_application_name%d = '%s'\n",
			i, s.Dir, i, s.Port, i, min(i, 1), i, i, c.names[s])
	}
	for name, text := range map[string]string{"pgpool.conf": conf, "pcp.conf": "", "pool_hba.conf": ""} {
		c.must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	log, err := os.Create(filepath.Join(dir, "pgpool.log"))
	c.must(err)
	cmd := exec.Command("pgpool", "-n", "-D", "-f", filepath.Join(dir, "pgpool.conf"), "-F", filepath.Join(dir, "pcp.conf"), "-a", filepath.Join(dir, "pool_hba.conf"))
	cmd.Stdout, cmd.Stderr = log, log
	c.must(cmd.Start())
	c.t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		if c.t.Failed() {
			text, _ := os.ReadFile(log.Name())
			c.t.Logf("pgpool:\n%s", text[max(0, len(text)-3000):])
		}
		_ = log.Close()
	})
	c.address = fmt.Sprintf("host=127.0.0.1 port=%d user=kg dbname=postgres sslmode=disable", port)
	for wait := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		_, err := c.psql(c.address, "SELECT 1")
		if err == nil {
			return
		}
		if time.Since(wait) > 30*time.Second {
			c.t.Fatal(err)
		}
	}
}

func (c *cluster) psql(address, sql string) (string, error) {
	cmd := exec.Command("psql", "-X", "-q", "-A", "-t", "-d", address, "-c", sql)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("psql: %w: %s", err, errs.String())
	}
	return strings.TrimSpace(out.String()), nil
}

// showNodes logs what pgpool thinks of the servers, and how many statements it has sent where.
func (c *cluster) showNodes() {
	out, err := c.psql(c.address, "SHOW POOL_NODES")
	if err != nil {
		c.logf("pgpool: %v", err)
		return
	}
	names := []string{"one", "two", "three"}
	for i, line := range strings.Split(out, "\n") {
		f := strings.Split(line, "|")
		if i < len(names) && len(f) > 8 {
			c.logf("pgpool: %-5s %-4s %-7s %s reads", names[i], f[3], f[6], f[8])
		}
	}
}

func (c *cluster) open(readOnly bool) *graph.Store {
	s, err := graph.Open(context.Background(), graph.Options{
		Backend: graph.Postgres, Address: c.address, ReadOnly: readOnly, StoreOptions: map[string]any{"retry": "2m"},
	})
	c.must(err)
	return s
}

// load loads each of those records whose turn it is, some at once, and notes what is acknowledged. It is told
// nothing of the failover, and does not repeat what was acknowledged.
func (c *cluster) load(records []*graph.Record, turn, of int) {
	s := c.open(false)
	defer shut(c.t, s)
	var mine []*graph.Record
	for i := turn; i < len(records); i += of {
		mine = append(mine, records[i])
	}
	for batch := range slices.Chunk(mine, 4) {
		begin := time.Now()
		_, errs := s.PutAll(context.Background(), batch)
		for _, err := range errs {
			if err != nil {
				c.t.Errorf("loader %d: %v", turn, err)
				return
			}
		}
		c.mu.Lock()
		c.acked = append(c.acked, batch...)
		n, killed := len(c.acked), c.killed
		c.mu.Unlock()
		if !killed.IsZero() {
			c.after.Do(func() {
				c.logf("loader %d: acknowledged again, %d articles now; this one took %.1f s", turn, n, time.Since(begin).Seconds())
			})
		}
	}
	c.logf("loader %d: done", turn)
}

// read reads articles that are acknowledged, through pgpool, until stop is closed.
func (c *cluster) read(seed int, stop chan struct{}) {
	s := c.open(true)
	defer shut(c.t, s)
	rng := rand.New(rand.NewPCG(uint64(seed), 31))
	for {
		select {
		case <-stop:
			return
		case <-time.After(5 * time.Millisecond):
		}
		c.mu.Lock()
		var r *graph.Record
		if n := len(c.acked); n > 0 {
			r = c.acked[n-1-min(rng.IntN(n), rng.IntN(n))] // the newest more often
		}
		c.mu.Unlock()
		if r == nil {
			continue
		}
		got, err := s.Record(context.Background(), r.Article.ID)
		if err != nil && !strings.Contains(err.Error(), graph.ErrNotFound.Error()) {
			c.cut.Add(1) // the server or pgpool went away
			continue
		}
		if err != nil || len(got.Claims) != len(r.Claims) || got.Article != r.Article {
			c.t.Errorf("reader %d: article %s is not as it was acknowledged: %v", seed, r.Article.ID, err)
			return
		}
		c.reads.Add(1)
	}
}

func (c *cluster) waitFor(n int) {
	for {
		c.mu.Lock()
		have := len(c.acked)
		c.mu.Unlock()
		if have >= n || c.t.Failed() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// failover kills the primary and does what an operator, or a program in his place, does then.
func (c *cluster) failover() {
	c.mu.Lock()
	have := slices.Clone(c.acked)
	c.mu.Unlock()
	c.must(c.one.Stop("immediate"))
	c.mu.Lock()
	c.killed = time.Now()
	c.mu.Unlock()
	c.logf("primary one killed; %d articles are acknowledged", len(have))

	// The one that has received most takes over, so that the other can follow it.
	at := func(s *pgtest.Server) string {
		lsn, err := c.psql(s.Address("postgres"), "SELECT pg_last_wal_receive_lsn() - '0/0'")
		c.must(err)
		return fmt.Sprintf("%20s", lsn)
	}
	ranked := []*pgtest.Server{c.two, c.three}
	sort.SliceStable(ranked, func(i, j int) bool { return at(ranked[i]) > at(ranked[j]) })
	next, other := ranked[0], ranked[1]
	c.must(next.Promote())
	c.must(other.Follow(next, c.names[other]))
	c.must(next.Set("synchronous_commit", "remote_apply"))
	c.must(next.Set("synchronous_standby_names", c.names[other]))
	c.logf("%s promoted, %s follows it; a commit waits for it", c.names[next], c.names[other])
	store, err := graph.Open(context.Background(), graph.Options{Backend: graph.Postgres, Address: next.Address("postgres"), ReadOnly: true})
	c.must(err)
	defer shut(c.t, store)
	for _, r := range have {
		if got, err := store.Record(context.Background(), r.Article.ID); err != nil || len(got.Claims) != len(r.Claims) {
			c.t.Errorf("%s: article %s was acknowledged: %v", c.names[next], r.Article.ID, err)
		}
	}
	c.logf("%s holds all %d articles that were acknowledged before", c.names[next], len(have))
}
