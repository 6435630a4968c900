package pgembed_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgembed"
)

// quick makes test clusters start fast; what is tested is not their durability.
var quick = map[string]string{"fsync": "off", "shared_buffers": "16MB"}

// TestMain lets the test binary play a hub: it starts a server, says so, and waits
// to be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PGEMBED_TEST_HUB"); dir != "" {
		s, err := pgembed.Start(context.Background(), pgembed.Config{Dir: dir, Settings: quick, Elsewhere: filepath.Join(dir, "elsewhere")})
		if err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		fmt.Println("ready", s.PID())
		if os.Getenv("PGEMBED_TEST_STOP") != "" {
			if err := s.Stop(context.Background()); err != nil {
				fmt.Println("failed:", err)
				os.Exit(1)
			}
			fmt.Println("stopped")
			os.Exit(0)
		}
		select {}
	}
	os.Exit(m.Run())
}

// openDir is a directory that every user may enter; t.TempDir's parent is private.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pge")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

type said struct {
	mu    sync.Mutex
	lines []string
}

func (s *said) log(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, line)
}

func (s *said) has(part string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(strings.Join(s.lines, "\n"), part)
}

func start(t *testing.T, c pgembed.Config) *pgembed.Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	c.Settings = quick
	s, err := pgembed.Start(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := s.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return s
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func one[T any](t *testing.T, conn *pgx.Conn, q string) T {
	t.Helper()
	var v T
	if err := conn.QueryRow(t.Context(), q).Scan(&v); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	return v
}

func TestStartKeepsDataOverStops(t *testing.T) {
	dir := openDir(t)
	s := start(t, pgembed.Config{Dir: dir})
	conn := connect(t, s.DSN())
	if got := one[string](t, conn, "select current_database() || current_setting('listen_addresses')"); got != "heliu" {
		t.Errorf("database and listening addresses are %q", got)
	}
	if _, err := conn.Exec(t.Context(), "create table kept (n int); insert into kept values (7)"); err != nil {
		t.Fatal(err)
	}
	if dsn, err := pgembed.Find(t.Context(), dir, ""); err != nil || dsn != s.DSN() {
		t.Errorf("Find gives %q, %v", dsn, err)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := pgembed.Find(t.Context(), dir, ""); !errors.Is(err, pgembed.ErrNotRunning) {
		t.Errorf("after Stop, Find says %v", err)
	}
	again := start(t, pgembed.Config{Dir: dir})
	if again.Adopted() {
		t.Error("adopted a server that was stopped")
	}
	if n := one[int](t, connect(t, again.DSN()), "select n from kept"); n != 7 {
		t.Errorf("kept %d", n)
	}
}

func TestDurableByDefault(t *testing.T) {
	s, err := pgembed.Start(t.Context(), pgembed.Config{Dir: openDir(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Stop(context.Background()) }()
	conn := connect(t, s.DSN())
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes", "data_checksums"} {
		if got := one[string](t, conn, "show "+name); got != "on" {
			t.Errorf("%s is %s", name, got)
		}
	}
	if got := one[string](t, conn, "show log_min_error_statement"); got != "panic" {
		t.Errorf("statements with values would be logged: %s", got)
	}
}

// hub runs the test binary as a hub of its own and gives it back when it is ready.
func hub(t *testing.T, dir string, attr *syscall.SysProcAttr, env ...string) (*exec.Cmd, *lineReader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if attr != nil { // another user cannot enter go's build directory
		copied := filepath.Join(openDir(t), "hub")
		b, err := os.ReadFile(self)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied, b, 0o755); err != nil { //nolint:gosec // it is a program
			t.Fatal(err)
		}
		self = copied
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(append(os.Environ(), "PGEMBED_TEST_HUB="+dir), env...)
	cmd.SysProcAttr = attr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, &lineReader{r: out}
}

type lineReader struct{ r io.Reader }

func (l *lineReader) next(t *testing.T) string {
	t.Helper()
	var line []byte
	for b := make([]byte, 1); ; {
		if _, err := l.r.Read(b); err != nil {
			return string(line)
		}
		if b[0] == '\n' {
			return string(line)
		}
		line = append(line, b[0])
	}
}

func TestAdoptsTheServerOfAKilledHub(t *testing.T) {
	dir := openDir(t)
	cmd, out := hub(t, dir, nil)
	line := out.next(t)
	if !strings.HasPrefix(line, "ready ") {
		t.Fatal(line)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	var heard said
	s := start(t, pgembed.Config{Dir: dir, Log: heard.log})
	if !s.Adopted() || fmt.Sprintf("ready %d", s.PID()) != line || !heard.has("using it") {
		t.Errorf("adopted %v, process %d, the killed hub had %q; said %q", s.Adopted(), s.PID(), line, heard.lines)
	}
	if one[int](t, connect(t, s.DSN()), "select 1") != 1 {
		t.Error("the adopted server does not answer")
	}
}

func TestInterruptOfTheTerminalSparesTheServer(t *testing.T) {
	dir := openDir(t)
	cmd, out := hub(t, dir, &syscall.SysProcAttr{Setpgid: true})
	if line := out.next(t); !strings.HasPrefix(line, "ready ") {
		t.Fatal(line)
	}
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil { // as Ctrl-C: the whole group
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if s := start(t, pgembed.Config{Dir: dir}); !s.Adopted() {
		t.Error("the interrupt reached the server")
	}
}

func TestClearsUpAfterACrash(t *testing.T) {
	dir := openDir(t)
	s := start(t, pgembed.Config{Dir: dir})
	conn := connect(t, s.DSN())
	if _, err := conn.Exec(t.Context(), "create table kept (n int); insert into kept values (7)"); err != nil {
		t.Fatal(err)
	}
	busy := connect(t, s.DSN())
	go func() { // a backend that is computing does not notice that its server died
		_, _ = busy.Exec(context.Background(), "select count(*) from generate_series(1, 1000000000) n where n % 7 = 3")
	}()
	for one[int](t, conn, "select count(*)::int from pg_stat_activity where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()") == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	if err := syscall.Kill(s.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	var heard said
	again := start(t, pgembed.Config{Dir: dir, Log: heard.log})
	if again.Adopted() || !heard.has("lost its server") || !heard.has("pid file") {
		t.Errorf("adopted %v; said %q", again.Adopted(), heard.lines)
	}
	if n := one[int](t, connect(t, again.DSN()), "select n from kept"); n != 7 {
		t.Errorf("kept %d", n)
	}
}

func TestPidFileOfAnotherProcessIsNotAdopted(t *testing.T) {
	dir := openDir(t)
	s := start(t, pgembed.Config{Dir: dir})
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	stranger := exec.CommandContext(t.Context(), "sleep", "60")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stranger.Process.Kill(); _ = stranger.Wait() }()
	pid := filepath.Join(s.Dir(), "data", "postmaster.pid")
	if err := os.WriteFile(pid, fmt.Appendf(nil, "%d\n/x\n0\n5432\n/x\n\n\nready\n", stranger.Process.Pid), 0o644); err != nil {
		t.Fatal(err)
	}
	again := start(t, pgembed.Config{Dir: dir})
	if again.Adopted() || again.PID() == stranger.Process.Pid {
		t.Error("took a stranger for the server")
	}
	if err := stranger.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the stranger was hurt: %v", err)
	}
}

func TestGoesElsewhereWhereTheUserMayNotEnter(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Log("only root runs the server as somebody else; as this user the cluster always fits in the data directory")
		return
	}
	private, elsewhere := filepath.Join(openDir(t), "private"), openDir(t)
	if err := os.Mkdir(private, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(private, "data")
	var heard said
	s := start(t, pgembed.Config{Dir: dir, Elsewhere: elsewhere, Log: heard.log})
	if !strings.HasPrefix(s.Dir(), elsewhere) || !heard.has(s.Dir()) {
		t.Errorf("the cluster is in %s; said %q", s.Dir(), heard.lines)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again := start(t, pgembed.Config{Dir: dir, Elsewhere: elsewhere}); again.Dir() != s.Dir() {
		t.Errorf("the second start went to %s, the first to %s", again.Dir(), s.Dir())
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if anew := start(t, pgembed.Config{Dir: dir, Elsewhere: elsewhere, Log: heard.log}); anew.Dir() == s.Dir() || !heard.has("older PostgreSQL cluster") {
		t.Errorf("a removed data directory came back from %s; said %q", s.Dir(), heard.lines)
	}
}

func TestLongPathsGetAShortSocket(t *testing.T) {
	dir := filepath.Join(openDir(t), strings.Repeat("a-long-name/", 8))
	s := start(t, pgembed.Config{Dir: dir})
	if !strings.HasPrefix(s.Dir(), dir) || strings.Contains(s.DSN(), "a-long-name") {
		t.Errorf("cluster in %s, reached by %s", s.Dir(), s.DSN())
	}
	cfg, err := pgx.ParseConfig(s.DSN())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(cfg.Host); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket's directory %s is left: %v", cfg.Host, err)
	}
}

func TestRunsAsAnUnprivilegedUser(t *testing.T) {
	dir := openDir(t)
	var attr *syscall.SysProcAttr
	if os.Geteuid() == 0 { // otherwise every test here runs so
		attr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		if err := os.Chown(dir, 65534, 65534); err != nil {
			t.Fatal(err)
		}
	}
	cmd, out := hub(t, dir, attr, "PGEMBED_TEST_STOP=1")
	first, second := out.next(t), out.next(t)
	if !strings.HasPrefix(first, "ready ") || second != "stopped" {
		t.Errorf("the hub said %q, %q", first, second)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func TestTwoHubsStartOneServer(t *testing.T) {
	dir := openDir(t)
	var wg sync.WaitGroup
	servers := make([]*pgembed.Server, 3)
	for i := range servers {
		wg.Go(func() {
			s, err := pgembed.Start(t.Context(), pgembed.Config{Dir: dir, Settings: quick})
			if err != nil {
				t.Error(err)
			}
			servers[i] = s
		})
	}
	wg.Wait()
	for _, s := range servers {
		if s == nil || s.PID() != servers[0].PID() {
			t.Fatal("they did not end up with one server")
		}
	}
	if err := servers[0].Stop(t.Context()); err != nil {
		t.Error(err)
	}
}
