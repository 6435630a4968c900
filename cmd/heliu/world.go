package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/pgembed"
	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/internal/world/verify"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// worldCmd speaks to the demo world of a running hub.
type worldCmd struct {
	Pause  worldPauseCmd  `cmd:"" help:"Stop the live events of the demo."`
	Resume worldResumeCmd `cmd:"" help:"Let them go on."`
	Status worldStatusCmd `cmd:"" help:"Say how far the demo world is."`
	Verify worldVerifyCmd `cmd:"" help:"Hold the hub against what truly happened in the demo world."`
	Hash   worldHashCmd   `cmd:"" help:"Hash the demo's golden records, credits and matches by their business content."`
}

type worldFlags struct {
	Data string `env:"HELIU_DATA" default:".heliu" type:"path" help:"Data directory of the running hub."`
	JSON bool   `help:"Print JSON."`
}

type (
	worldPauseCmd  struct{ worldFlags }
	worldResumeCmd struct{ worldFlags }
	worldStatusCmd struct{ worldFlags }
	worldVerifyCmd struct {
		worldFlags
		Wait time.Duration `default:"3m" help:"How long to wait until nothing is in flight."`
	}
	worldHashCmd struct {
		worldFlags
		Wait time.Duration `default:"3m" help:"How long to wait until nothing is in flight."`
	}
)

// worldControl is the control address of a playing world.
type worldControl struct{ base string }

func (c worldControl) call(ctx context.Context, method, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("the demo world does not answer; is heliu up running with its demo? %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		b, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
		return fmt.Errorf("the demo world answered %s: %s", resp.Status, b)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

func (c worldControl) status(ctx context.Context) (st world.Status, err error) {
	return st, c.call(ctx, http.MethodGet, "/world/status", &st)
}

func (c worldControl) set(ctx context.Context, what string) (st world.Status, err error) {
	return st, c.call(ctx, http.MethodPost, "/world/"+what, &st)
}

func (f worldFlags) control() (worldControl, running, error) {
	var r running
	ok, err := dataDir(f.Data).load("run.json", &r)
	if err != nil || !ok || r.World == "" {
		return worldControl{}, r, exitError{exitEnvironment, fmt.Errorf("no demo world runs for %s", f.Data)}
	}
	return worldControl{r.World}, r, nil
}

func (f worldFlags) show(st world.Status) error {
	if f.JSON {
		return json.NewEncoder(os.Stdout).Encode(st)
	}
	state := "live"
	if st.Paused {
		state = "paused"
	}
	fmt.Printf("demo world seed %d, %s: %d of %d events delivered, world time %s, %s\n", st.Seed, st.Size, st.Delivered, st.Total, st.WorldTime, state)
	return nil
}

func (f worldFlags) do(ctx context.Context, what string) error {
	c, _, err := f.control()
	if err != nil {
		return err
	}
	var st world.Status
	if what == "" {
		st, err = c.status(ctx)
	} else {
		st, err = c.set(ctx, what)
	}
	if err != nil {
		return exitError{exitEnvironment, err}
	}
	return f.show(st)
}

// Run pauses.
func (c *worldPauseCmd) Run(ctx context.Context) error { return c.do(ctx, "pause") }

// Run resumes.
func (c *worldResumeCmd) Run(ctx context.Context) error { return c.do(ctx, "resume") }

// Run shows the status.
func (c *worldStatusCmd) Run(ctx context.Context) error { return c.do(ctx, "") }

// Run pauses the trickle, waits until nothing is in flight, compares, and resumes.
func (c *worldVerifyCmd) Run(ctx context.Context) error {
	return c.still(ctx, c.Wait, func(ctx context.Context, w worldControl, s *store.Store, ws record.WorkspaceID) error {
		var truth verify.Truth
		if err := w.call(ctx, http.MethodGet, "/world/truth", &truth); err != nil {
			return err
		}
		content, err := s.Content(ctx, ws)
		if err != nil {
			return err
		}
		rep := verify.Run(hubSays(content), truth)
		if err := c.print(rep); err != nil {
			return err
		}
		if !rep.Equal || rep.WrongMatches > 0 {
			return exitError{exitWrong, fmt.Errorf("the hub differs from the truth")}
		}
		return nil
	})
}

// still runs fn while the demo world is paused and nothing is in flight.
func (f worldFlags) still(ctx context.Context, wait time.Duration, fn func(ctx context.Context, w worldControl, s *store.Store, ws record.WorkspaceID) error) error {
	w, r, err := f.control()
	if err != nil {
		return err
	}
	before, err := w.status(ctx)
	if err != nil {
		return exitError{exitEnvironment, err}
	}
	if _, err := w.set(ctx, "pause"); err != nil {
		return exitError{exitEnvironment, err}
	}
	defer func() {
		if !before.Paused {
			_, _ = w.set(context.WithoutCancel(ctx), "resume")
		}
	}()
	dsn := os.Getenv("HELIU_PG")
	if dsn == "" {
		if dsn, err = pgembed.Find(ctx, f.Data, "heliu"); err != nil {
			return exitError{exitEnvironment, err}
		}
	}
	s, err := store.Open(ctx, dsn, store.Options{MaxConns: 2})
	if err != nil {
		return exitError{exitEnvironment, err}
	}
	defer s.Close()
	var d demoWorld
	if _, err := dataDir(f.Data).load("demo.json", &d); err != nil {
		return err
	}
	if err := waitQuiet(ctx, s, d.workspace(), r, wait); err != nil {
		return exitError{exitWrong, err}
	}
	return fn(ctx, w, s, d.workspace())
}

// workspace is the demo's.
func (d demoWorld) workspace() record.WorkspaceID { return record.WorkspaceID(d.Workspace) }

// waitQuiet waits until every accepted record is settled, nothing is dirty, and every
// source was read again without anything new.
func waitQuiet(ctx context.Context, s *store.Store, ws record.WorkspaceID, r running, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	since := clock.System{}.Now()
	for {
		p, err := readProgress(ctx, s, r.Kafka, ws)
		if err == nil && p.inFlight == 0 && p.dirty == 0 {
			quiet, err := s.ReadSince(ctx, ws, since)
			if err == nil && quiet {
				return nil
			}
		}
		if serr := (clock.System{}).Sleep(ctx, 300*time.Millisecond); serr != nil {
			return fmt.Errorf("not quiet after %s: %+v: %w", wait, p, serr)
		}
	}
}

func hubSays(c store.Content) verify.Hub {
	h := verify.Hub{
		Organisations: c.Organisations, Persons: c.Persons, Revenue: map[verify.Cell][2]int64{}, Cost: map[verify.Cell][2]int64{},
		Unattributed: map[string][2]int64{}, Paths: map[string][]string{},
	}
	for _, x := range c.Revenue {
		h.Revenue[verify.Cell{Model: x.Model, Channel: x.Channel, Campaign: x.Campaign, Month: x.Month}] = [2]int64{x.Gross, x.Net}
	}
	for _, x := range c.Cost {
		h.Cost[verify.Cell{Channel: x.Channel, Campaign: x.Campaign, Month: x.Month}] = [2]int64{x.Net, x.Gross}
	}
	for _, x := range c.Unattributed {
		h.Unattributed[x.Month] = [2]int64{x.Gross, x.Net}
	}
	for _, p := range c.Paths {
		h.Paths[p.Deal] = p.Touches
	}
	for _, m := range c.Matches {
		rule := "amount"
		if len(m.Rule) > 9 && m.Rule[:9] == "reference" {
			rule = "reference"
		}
		h.Matches = append(h.Matches, verify.Match{Payment: m.Payment, Item: m.Item, Deal: m.Deal, Amount: m.Amount, Rule: rule})
	}
	return h
}

func (c *worldVerifyCmd) print(r verify.Report) error {
	if c.JSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	fmt.Printf("%d events delivered\n\nprovable (must be equal)\n", r.Delivered)
	for _, x := range r.Provable {
		state := "equal"
		if !x.Equal {
			state = fmt.Sprintf("%d DIFFERENCES", x.Differ)
		}
		fmt.Printf("  %-14s %6d compared   %s\n", x.Name, x.Compare, state)
		for _, s := range x.Sample {
			fmt.Printf("      %s\n", s)
		}
	}
	fmt.Printf("\nhappened                precision   recall    right / said / true\n")
	for _, x := range r.Happened {
		fmt.Printf("  %-20s  %8s  %8s    %d / %d / %d\n", x.Name, x.Precision, x.Recall, x.Right, x.Said, x.True)
	}
	fmt.Printf("\nwrong matches: %d\n", r.WrongMatches)
	return nil
}

// Run prints the hashes.
func (c *worldHashCmd) Run(ctx context.Context) error {
	return c.still(ctx, c.Wait, func(ctx context.Context, _ worldControl, s *store.Store, ws record.WorkspaceID) error {
		h, err := s.ContentHash(ctx, ws)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(os.Stdout).Encode(h)
		}
		fmt.Printf("golden  %s\ncredits %s\nmatches %s\n", h.Golden, h.Credits, h.Matches)
		return nil
	})
}
