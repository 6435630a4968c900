package main

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/trail"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// headsFile is where signed heads stand outside of the database, in the data directory.
const headsFile = "audit-heads.jsonl"

// headBook is the file of signed heads: one line each, only ever added to. It is safe
// for concurrent use; several processes may share one, a line is written at once.
type headBook struct {
	mu   sync.Mutex
	path string // empty: there is none
}

// add appends a head and waits until it is on disk.
func (b *headBook) add(h trail.Head) error {
	if b.path == "" {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	f, err := os.OpenFile(filepath.Clean(b.path), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	line := append(h.Line(), '\n')
	last := make([]byte, 1)
	if st, err := f.Stat(); err == nil && st.Size() > 0 {
		if _, err := f.ReadAt(last, st.Size()-1); err == nil && last[0] != '\n' {
			line = append([]byte{'\n'}, line...) // behind half a line, which a power cut left
		}
	}
	_, err = f.Write(line)
	return errors.Join(err, f.Sync(), f.Close())
}

// newest bounds how many heads of a workspace are read: one that agrees speaks for all
// rows before it.
const newestHeads = 2000

// read gives the newest heads of every workspace, and how many lines are none: half of
// one stands there after a power cut, more is somebody's work.
func (b *headBook) read() (heads []trail.Head, bad int, err error) {
	if b.path == "" {
		return nil, 0, nil
	}
	f, err := os.Open(filepath.Clean(b.path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = f.Close() }()
	of := map[record.WorkspaceID][]trail.Head{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		h, err := trail.ParseHead(lines.Bytes())
		if err != nil {
			bad++
			continue
		}
		kept := append(of[h.Workspace], h)
		if len(kept) > 2*newestHeads {
			kept = append([]trail.Head(nil), kept[newestHeads:]...)
		}
		of[h.Workspace] = kept
	}
	for _, kept := range of {
		heads = append(heads, kept[max(0, len(kept)-newestHeads):]...)
	}
	return heads, bad, lines.Err()
}

// trails is what the console asks of the trail: the store, and the heads of the file.
type trails struct {
	*store.Reader
	book *headBook
}

// VerifyChains implements console.Trails.
func (t trails) VerifyChains(ctx context.Context, ws record.WorkspaceID, heads []trail.Head, now time.Time) ([]views.ChainReport, error) {
	known, _, err := t.book.read()
	if err != nil {
		return nil, err
	}
	return t.Reader.VerifyChains(ctx, ws, append(known, heads...), now)
}

// checkTrailEvery is how often the hub proves every trail whole by itself.
const checkTrailEvery = 24 * time.Hour

// keepTrail signs what came to the trails and proves them, until ctx ends. One hub of
// many does it.
func (h *hub) keepTrail(ctx context.Context, holder string) error {
	mine, release := h.watchLease("trail", holder, 2*trail.SignMinutes*time.Minute)
	defer release()
	wall := hubClock()
	for {
		if mine(ctx) {
			h.signTrails(ctx, wall.Now())
			h.proveTrails(ctx, wall.Now())
		}
		if (clock.System{}).Sleep(ctx, trail.SignMinutes*time.Minute) != nil {
			h.lastSignature(mine)
			return nil
		}
	}
}

// lastSignature signs what came since, for a good end.
func (h *hub) lastSignature(mine func(context.Context) bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if mine(ctx) {
		h.signTrails(ctx, hubClock().Now())
	}
}

// signTrails signs every chain that grew. A head goes into the file and the log before
// anybody relies on it; a chain that disagrees with its last head is not signed.
func (h *hub) signTrails(ctx context.Context, now time.Time) {
	all, err := h.store.TrailWorkspaces(ctx)
	if err != nil {
		h.log.Warn("the audit trail is not signed now", "error", err)
		return
	}
	known, bad, err := h.heads.read()
	if err != nil || bad > 1 {
		h.log.Error("the file of signed heads cannot be read whole", "file", headsFile, "bad_lines", bad, "error", err)
	}
	last := map[record.WorkspaceID]trail.Head{}
	for _, k := range known {
		last[k.Workspace] = k
	}
	for _, ws := range all {
		var before []trail.Head
		if k, ok := last[ws]; ok && h.genuine(k) {
			before = append(before, k)
		}
		head, signed, err := h.store.SignTrail(ctx, ws, before, now)
		switch {
		case err != nil && ctx.Err() == nil:
			h.log.Error("the audit trail is not signed", "workspace", ws, "code", fault.As(err).Code, "error", err)
			if fault.As(err).Code == "trail_damaged" {
				h.proveTrail(ctx, ws, now)
			}
		case signed:
			if err := h.heads.add(head); err != nil {
				h.log.Error("the signed head of the audit trail is in the database alone", "error", err)
			}
			h.headLog.Info("audit head", "head", string(head.Line()))
		}
	}
}

func (h *hub) genuine(k trail.Head) bool {
	key, err := h.store.TrailKey()
	return err == nil && k.Genuine(key.Public())
}

// proveTrails proves the trails that nobody has proven for a day.
func (h *hub) proveTrails(ctx context.Context, now time.Time) {
	all, err := h.store.TrailWorkspaces(ctx)
	if err != nil {
		return // the next look tells
	}
	for _, ws := range all {
		last, ok, err := h.store.LastTrailCheck(ctx, ws)
		if err == nil && (!ok || now.Sub(last.At) >= checkTrailEvery) {
			h.proveTrail(ctx, ws, now)
		}
	}
}

// proveTrail proves one trail, keeps what was found and tells of damage.
func (h *hub) proveTrail(ctx context.Context, ws record.WorkspaceID, now time.Time) {
	known, _, err := h.heads.read()
	if err != nil {
		h.log.Error("the file of signed heads cannot be read", "file", headsFile, "error", err)
	}
	rep, err := h.store.VerifyTrail(ctx, ws, known)
	if err == nil {
		err = h.store.SaveTrailCheck(ctx, ws, access.SystemActor("trail", ws), rep, now)
	}
	if err != nil {
		if ctx.Err() == nil {
			h.log.Warn("the audit trail is not checked now", "workspace", ws, "error", err)
		}
		return
	}
	if f, bad := rep.First(); bad {
		h.log.Error("the audit trail was changed behind the hub's back", "workspace", ws, "damage", f.Damage, "place", f.N, "damaged", rep.Damaged)
		h.tellDamage(ctx, ws, f)
	}
}

// tellDamage raises the alarm of a trail; that of the hub's own concerns every workspace.
func (h *hub) tellDamage(ctx context.Context, ws record.WorkspaceID, f trail.Finding) {
	to, chain := []record.WorkspaceID{ws}, "workspace"
	if ws == access.Hub {
		chain = "hub"
		var err error
		if to, err = h.store.LiveWorkspaces(ctx); err != nil {
			h.log.Warn("nobody was told of the damaged trail", "error", err)
			return
		}
	}
	for _, ws := range to {
		if err := h.store.Raise(ctx, ws, alerts.TrailDamagedEvent(chain, string(f.Damage), f.N)); err != nil && fault.As(err).Code != "workspace_gone" {
			h.log.Warn("nobody was told of the damaged trail", "workspace", ws, "error", err)
		}
	}
}

// newHeadLog makes the log of signed heads. It says every head whatever the level of the
// log beside it: a copy of the log is a second place outside of the database.
func newHeadLog() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
}
