package pgembed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// minMajor is the oldest PostgreSQL that the store's SQL runs on.
const minMajor = 15

// bins is a directory of server binaries and its major version.
type bins struct {
	dir   string
	major int
}

// patterns are where distributions put server binaries, beside PATH.
var patterns = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
}

// binaries finds all usable server binaries, newest first, and gets some where
// there are none.
func binaries(ctx context.Context, c Config) ([]bins, error) {
	fetched := filepath.Join(c.Dir, "pgbin", "bin")
	if c.Bin != "" {
		if found := survey(ctx, []string{c.Bin}); len(found) > 0 {
			return found, nil
		}
		return nil, fmt.Errorf("pgembed: no PostgreSQL %d or later (initdb and postgres) in %s", minMajor, c.Bin)
	}
	candidates := func() []string {
		dirs := append(filepath.SplitList(os.Getenv("PATH")), fetched)
		for _, p := range patterns {
			m, _ := filepath.Glob(p)
			dirs = append(dirs, m...)
		}
		return dirs
	}
	if found := survey(ctx, candidates()); len(found) > 0 {
		return found, nil
	}
	var tried error
	if apt, err := exec.LookPath("apt-get"); err == nil && os.Geteuid() == 0 {
		c.Log("no PostgreSQL server here: installing Debian's package postgresql")
		if tried = install(ctx, apt); tried == nil {
			if found := survey(ctx, candidates()); len(found) > 0 {
				return found, nil
			}
			tried = fmt.Errorf("the postgresql of Debian is older than %d", minMajor)
		}
	}
	c.Log("no PostgreSQL server here: fetching one into " + filepath.Dir(fetched) + " (about 15 MB, once)")
	err := fetch(filepath.Dir(fetched))
	if err == nil {
		if found := survey(ctx, []string{fetched}); len(found) > 0 {
			return found, nil
		}
		err = errors.New("the fetched binaries do not run on this machine")
	}
	return nil, fmt.Errorf("pgembed: no PostgreSQL %d or later: run `%s`, or set HELIU_PG: %w", minMajor, advice(), errors.Join(tried, err))
}

func advice() string {
	if runtime.GOOS == "darwin" {
		return "brew install postgresql@17"
	}
	if _, err := exec.LookPath("dnf"); err == nil {
		return "sudo dnf install -y postgresql-server"
	}
	return "sudo apt-get install -y postgresql"
}

var versionLine = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// survey keeps the directories that hold a server new enough, newest first.
func survey(ctx context.Context, dirs []string) []bins {
	var out []bins
	for _, d := range dirs {
		if d == "" || slices.ContainsFunc(out, func(b bins) bool { return b.dir == d }) {
			continue
		}
		if _, err := os.Stat(filepath.Join(d, "initdb")); err != nil {
			continue
		}
		v, err := exec.CommandContext(ctx, filepath.Join(d, "postgres"), "--version").Output()
		if err != nil {
			continue
		}
		if m := versionLine.FindSubmatch(v); m != nil {
			if major, _ := strconv.Atoi(string(m[1])); major >= minMajor {
				out = append(out, bins{d, major})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b bins) int { return b.major - a.major })
	return out
}

func install(ctx context.Context, apt string) error {
	for _, args := range [][]string{{"update", "-q"}, {"install", "-y", "-q", "--no-install-recommends", "postgresql"}} {
		cmd := exec.CommandContext(ctx, apt, args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("apt-get %s: %w: %s", args[0], err, lastLines(out.String(), 3))
		}
	}
	return nil
}

// fetch unpacks a pinned server into dir. The library has no call for that alone:
// it also tries to start a cluster, which fails for root and is stopped at once for
// others; what counts is that the binaries are there.
func fetch(dir string) error {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0") // only to learn of a free port
	if err != nil {
		return err
	}
	free := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	scratch, err := os.MkdirTemp("", "heliu-pgfetch-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	pg := embeddedpostgres.NewDatabase(embeddedpostgres.DefaultConfig().
		Version(embeddedpostgres.V17).Port(uint32(free)).
		BinariesPath(dir).CachePath(filepath.Join(scratch, "cache")).
		RuntimePath(filepath.Join(scratch, "run")).DataPath(filepath.Join(scratch, "data")).
		Logger(&bytes.Buffer{}))
	if err = pg.Start(); err == nil {
		return pg.Stop()
	}
	if _, there := os.Stat(filepath.Join(dir, "bin", "postgres")); there == nil {
		return nil
	}
	return err
}

// fit picks the binaries for the cluster: data of one major version opens only
// with that version.
func (cl *cluster) fit(found []bins) ([]bins, error) {
	b, err := os.ReadFile(filepath.Join(cl.data(), "PG_VERSION"))
	if err != nil {
		return found[:1], nil //nolint:nilerr // no cluster yet: any version will do
	}
	major, _ := strconv.Atoi(strings.TrimSpace(string(b)))
	for _, f := range found {
		if f.major == major {
			return []bins{f}, nil
		}
	}
	return nil, fmt.Errorf("pgembed: %s was written by PostgreSQL %d, and only %d is here: install version %d, or dump and load the data",
		cl.data(), major, found[0].major, major)
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], " | ")
}
