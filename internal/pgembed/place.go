package pgembed

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// account is the user that the server runs as; nil means the hub's own.
type account struct {
	name     string
	uid, gid uint32
}

// runAs picks whom to become: PostgreSQL refuses to run as root.
func runAs(want string) (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	names := []string{"postgres", "nobody"}
	if want != "" {
		names = []string{want}
	}
	for _, name := range names {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errU := strconv.ParseUint(u.Uid, 10, 32)
		gid, errG := strconv.ParseUint(u.Gid, 10, 32)
		if errU == nil && errG == nil && uid != 0 {
			return &account{name: name, uid: uint32(uid), gid: uint32(gid)}, nil
		}
	}
	return nil, fmt.Errorf("pgembed: PostgreSQL does not run as root and none of the users %s is there: run `useradd --system postgres`, or start the hub as another user",
		strings.Join(names, ", "))
}

// command makes a command that runs as the account, outside the hub's session.
func (a *account) command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC", "HOME=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if a != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return cmd
}

// cluster is one cluster's place: base/data, base/sock, base/server.log.
type cluster struct {
	base string
	who  *account
	log  func(string)
}

func (cl *cluster) data() string    { return filepath.Join(cl.base, "data") }
func (cl *cluster) logFile() string { return filepath.Join(cl.base, "server.log") }

// maxSocketDir leaves room for "/.s.PGSQL.5432.lock" in the 104 bytes that the
// shortest sockaddr_un (macOS, BSD) gives to a path.
const maxSocketDir = 84

// sockDir is beside the data, or in the temporary directory where that path is too
// long for a socket.
func (cl *cluster) sockDir() string {
	d := filepath.Join(cl.base, "sock")
	if len(d) > maxSocketDir {
		d = filepath.Join(os.TempDir(), "heliu-pg-"+digest(cl.base))
	}
	return d
}

// note is the file in the data directory that names a cluster placed elsewhere.
const note = "pg.location"

// placed gives the base of a directory's cluster, wherever it was put.
func placed(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, note))
	switch {
	case err == nil:
		return strings.TrimSpace(string(b)), nil
	case errors.Is(err, fs.ErrNotExist):
		return filepath.Join(dir, "pg"), nil
	default:
		return "", fmt.Errorf("pgembed: %w", err)
	}
}

// place finds the cluster's place or makes one that the server's user may enter.
// A cluster put elsewhere is named by a note in Dir: who removes Dir starts anew.
func place(ctx context.Context, c Config, who *account) (*cluster, error) {
	base, err := placed(c.Dir)
	if err != nil {
		return nil, err
	}
	cl := &cluster{base: base, who: who, log: c.Log}
	usable, err := cl.prepare(ctx)
	if err != nil {
		return nil, err
	}
	if !usable {
		if base != filepath.Join(c.Dir, "pg") {
			return nil, fmt.Errorf("pgembed: user %s may not enter %s, where %s says the cluster is", who.name, base, filepath.Join(c.Dir, note))
		}
		if err := os.Remove(base); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("pgembed: user %s may not enter %s, and it is not empty: %w", who.name, base, err)
		}
		if err := cl.moveElsewhere(ctx, c); err != nil {
			return nil, err
		}
	}
	return cl, cl.prepareSocket()
}

func (cl *cluster) moveElsewhere(ctx context.Context, c Config) error {
	prefix := filepath.Join(c.Elsewhere, "pg-"+digest(c.Dir)+"-")
	if old, _ := filepath.Glob(prefix + "*"); len(old) > 0 {
		cl.log("an older PostgreSQL cluster of this data directory is left at " + strings.Join(old, ", ") + "; remove it when nobody needs it")
	}
	cl.base = prefix + rand.Text()[:8]
	usable, err := cl.prepare(ctx)
	if err != nil {
		return err
	}
	if !usable {
		return fmt.Errorf("pgembed: user %s may enter neither %s nor %s: open one of them to it, or start the hub as another user", cl.who.name, c.Dir, c.Elsewhere)
	}
	cl.log("user " + cl.who.name + " may not enter " + c.Dir + "; PostgreSQL keeps its data in " + cl.base)
	if err := os.WriteFile(filepath.Join(c.Dir, note), []byte(cl.base+"\n"), 0o644); err != nil {
		return fmt.Errorf("pgembed: %w", err)
	}
	return nil
}

// prepare makes base, gives it to the server's user and asks that user whether it
// can work there.
func (cl *cluster) prepare(ctx context.Context) (bool, error) {
	if err := os.MkdirAll(filepath.Dir(cl.base), 0o755); err != nil {
		return false, fmt.Errorf("pgembed: %w", err)
	}
	if err := cl.ownDir(cl.base); err != nil {
		return false, err
	}
	if cl.who == nil {
		return true, nil
	}
	probe := cl.who.command(ctx, "/", "/bin/sh", "-c", `cd "$1" && test -w . && pwd -P`, "sh", cl.base)
	if err := probe.Run(); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return false, nil
		}
		return false, fmt.Errorf("pgembed: cannot become user %s: %w", cl.who.name, err)
	}
	return true, nil
}

func (cl *cluster) prepareSocket() error { return cl.ownDir(cl.sockDir()) }

// ownDir makes a directory that only the server's user (and root) may enter. One
// that is there already must be a directory of the right owner: the temporary
// directory is everybody's.
func (cl *cluster) ownDir(dir string) error {
	uid, gid := os.Geteuid(), os.Getegid()
	if cl.who != nil {
		uid, gid = int(cl.who.uid), int(cl.who.gid)
	}
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		if err := os.Chown(dir, uid, gid); err != nil {
			return fmt.Errorf("pgembed: %w", err)
		}
		return nil
	}
	if !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("pgembed: %w", err)
	}
	fi, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("pgembed: %w", err)
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if ok && st.Uid == 0 && uid != 0 && os.Geteuid() == 0 && fi.IsDir() && isEmpty(dir) {
		if err := os.Chown(dir, uid, gid); err != nil { // a start was cut between mkdir and chown
			return fmt.Errorf("pgembed: %w", err)
		}
		return nil
	}
	if !fi.IsDir() || !ok || int(st.Uid) != uid || fi.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("pgembed: %s must be a directory of user %d that nobody else may enter: remove it, or start the hub as the user it was made by", dir, uid)
	}
	return nil
}

func isEmpty(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && len(entries) == 0
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}
