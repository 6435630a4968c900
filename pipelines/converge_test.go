package pipelines_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// someHistory gives the same changes for the same seed.
func someHistory(n, seed int) []change {
	return rapid.Custom(func(t *rapid.T) []change { return source{t}.history(n) }).Example(seed)
}

func batches(all []bus.Delivery, size int) (out [][]bus.Delivery) {
	for len(all) > 0 {
		n := min(size, len(all))
		out, all = append(out, all[:n]), all[n:]
	}
	return out
}

// told is what a workspace says beside its content: outcomes, versions, events, raised once each.
func (l *lab) told() string {
	return l.text(`select concat_ws(E'\n', (select string_agg(concat_ws(' ', koff, outcome, reason), '; ' order by koff) from outcome),
		(select concat_ws(' ', count(*), sum(version)) from golden), (select count(*) from outbox), (select sum(conflicts) from source_record))`)
}

// TestACrashBetweenAnyTwoStatementsChangesNothing lets the process die before each
// statement of each batch and each recomputation, commits included, and delivers
// again; then it delivers what is done once more.
func TestACrashBetweenAnyTwoStatementsChangesNothing(t *testing.T) {
	s, crash := pgtest.CrashingStore(t)
	for seed := range 2 {
		history := someHistory(30, seed)
		broken, straight := newLab(t, s), newLab(t, s)
		deriver := &pipelines.Deriver{Store: onlyLab{broken}, Log: slog.Default()}
		for _, step := range batches(deliveries(broken, history), 6) {
			crashes := 0
			dieing := func(work func() error) {
				t.Helper()
				for n := 1; ; n++ {
					crash.Before(n)
					err := work()
					if !crash.Hit() {
						crash.Before(0)
						if err != nil {
							t.Fatalf("after %d crashes: %v", n-1, err)
						}
						return
					}
					if crashes++; err == nil {
						t.Fatalf("the crash before statement %d went unnoticed", n)
					}
				}
			}
			dieing(func() error { _, err := broken.applier.Handle(t.Context(), step); return err })
			if crashes < 10 {
				t.Errorf("only %d crashes in a batch", crashes)
			}
			broken.sound()
			done := broken.told()
			broken.handle(step) // the commit went through and nobody heard of it
			if again := broken.told(); again != done {
				t.Fatalf("delivering again changed\n%s\nto\n%s", done, again)
			}
			for _, domain := range []string{"roi", "recon"} {
				dieing(func() error { _, err := deriver.Once(t.Context(), domain); return err })
			}
		}
		broken.settle()
		broken.matchesReference(history)
		for _, step := range batches(deliveries(straight, history), 6) {
			straight.handle(step)
		}
		straight.settle()
		if straight.hashes() != broken.hashes() {
			t.Error("crashes left another content")
		}
		if straight.told() != broken.told() {
			t.Errorf("crashes left\n%s\nwithout them there is\n%s", broken.told(), straight.told())
		}
	}
}

func deliveries(l *lab, history []change) []bus.Delivery {
	out := make([]bus.Delivery, len(history))
	for i, c := range history {
		out[i] = l.mapped(c)
	}
	return out
}

// Two hubs apply to one workspace at once, and two recompute.
func TestTwoAppliersAtOnceConverge(t *testing.T) {
	s := pgtest.Store(t)
	for seed := range 5 {
		history := someHistory(80, 100+seed)
		l := newLab(t, s)
		l.claim = 4
		all := deliveries(l, history)
		var appliers, derivers sync.WaitGroup
		for half := range 2 {
			var mine []bus.Delivery
			for i := half; i < len(all); i += 2 {
				mine = append(mine, all[i])
			}
			appliers.Go(func() {
				a := &pipelines.Applier{Store: s, Now: time.Now, Observe: countOnly{}, Mint: uuid.New}
				for _, step := range batches(mine, 3) {
					if _, err := a.Handle(context.Background(), step); err != nil {
						t.Errorf("apply: %v", err)
					}
				}
			})
		}
		ctx, stop := context.WithCancel(t.Context())
		for _, domain := range []string{"roi", "roi", "recon", "recon"} {
			derivers.Go(func() {
				d := &pipelines.Deriver{Store: onlyLab{l}, Log: slog.Default()}
				for ctx.Err() == nil {
					if _, err := d.Once(context.Background(), domain); err != nil {
						t.Errorf("%s: %v", domain, err)
					}
				}
			})
		}
		appliers.Wait()
		stop()
		derivers.Wait()
		l.sound()
		l.settle()
		l.matchesReference(history)
		if got := l.text(`select count(*) || ' ' || count(distinct koff) from outcome`); got != "80 80" {
			t.Errorf("outcomes: %s, want one for each of 80", got)
		}
	}
}

// midway runs something in the middle of a recomputation, after its last statement.
type midway struct {
	onlyLab
	then func()
}

func (m midway) Recompute(ctx context.Context, ws record.WorkspaceID, domain string, limit int,
	fn func(ctx context.Context, tx pipelines.DeriveTx, claimed []uuid.UUID) error,
) (int, error) {
	return m.store.Recompute(ctx, ws, domain, limit, func(ctx context.Context, tx pipelines.DeriveTx, claimed []uuid.UUID) error {
		err := fn(ctx, tx, claimed)
		m.then()
		return err
	})
}

// A spend row changes while its first version is being spread over leads: the change
// waits for the recomputation, and nothing of the first version stays.
func TestASpendRowChangesWhileItIsSpread(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	spend := record.Spend{Platform: "p", Account: "a", Day: "2026-03-02", Channel: "wecom", Campaign: "骨科", CostNet: record.CNY(900), CostGross: record.CNY(900), Spread: "per_lead"}
	lead := func(day int) record.Lead {
		return record.Lead{ContactName: "示例甲", Mobile: mobiles[0], Channel: "wecom", Campaign: "骨科", CreatedAt: monday.AddDate(0, 0, day)}
	}
	history := []change{of(1, "web", "leads", "l0", lead(0)), of(1, "web", "leads", "l1", lead(40)), of(1, "web", "spend", "s0", spend)}
	l.apply(history...)
	spend.CostNet = record.CNY(100)
	second := of(2, "web", "spend", "s0", spend)
	batch := []bus.Delivery{l.mapped(second)}
	applied := make(chan error, 1)
	var once sync.Once
	d := &pipelines.Deriver{Log: slog.Default(), Store: midway{onlyLab{l}, func() {
		once.Do(func() {
			go func() { _, err := l.applier.Handle(context.Background(), batch); applied <- err }()
			time.Sleep(150 * time.Millisecond) // until it waits
		})
	}}}
	if _, err := d.Once(t.Context(), "roi"); err != nil {
		t.Fatal(err)
	}
	if err := <-applied; err != nil {
		t.Fatalf("the change: %v", err)
	}
	l.settle()
	l.matchesReference(append(history, second))
}
